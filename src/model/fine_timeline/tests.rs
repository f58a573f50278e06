use super::{FineTimeline, MAX_FINE_ENDPOINT_MOMENTS, MAX_FINE_MOMENTS};
use crate::model::outcome::Outcome;
use crate::model::responses::{ByOutcome, Responses};
use crate::model::slices::{Sketch, Slices};
use crate::model::timeline::{MAX_ENDPOINT_MOMENTS, MAX_MOMENTS, Sources, Timeline};
use std::collections::BTreeMap;

/// A second that 2^16 divides.
const BEGAN: i64 = 1_795_358_720 / 65_536 * 65_536;
const DAY: i64 = 86_400;

/// Requests at some seconds of the test, each with its latency in milliseconds.
fn responses(requests: impl IntoIterator<Item = (i64, f64)>) -> Responses {
    let mut slices = Slices::default();
    for (second, latency) in requests {
        let sketch = Sketch::from_indices(&mut [Sketch::index_of((latency * 1000.0) as u64)]);
        slices.absorb_at(BEGAN + second, &sketch);
    }
    Responses { slices, ..Responses::default() }
}

/// Latencies between 50 and 150 ms, spread evenly over the requests of any stretch.
fn latency(request: i64) -> f64 {
    50.0 + (request * 61 % 100) as f64
}

fn of(by_outcome: &ByOutcome, max: usize) -> Option<FineTimeline> {
    let left_out = BTreeMap::new();
    let wide =
        Timeline::of(&Sources { responses: by_outcome, left_out: &left_out, users: None }, MAX_MOMENTS)?;
    FineTimeline::of(by_outcome, &left_out, max, wide.width)
}

/// A test of `length` seconds, with a request every `every` seconds.
fn even(length: i64, every: usize) -> ByOutcome {
    let requests = (0..length).step_by(every).enumerate();
    ByOutcome::from([(Outcome::Ok, responses(requests.map(|(n, second)| (second, latency(n as i64)))))])
}

#[test]
fn there_are_as_many_slices_as_pixels_allow() {
    for (length, width, count) in [(4 * 3_600, 32, 450), (DAY, 128, 675), (4 * DAY, 512, 675)] {
        let fine = of(&even(length, 4), MAX_FINE_MOMENTS).unwrap();
        assert_eq!((fine.width, fine.requests.len()), (width, count), "{length} s");
        assert_eq!(fine.requests.iter().sum::<u64>(), length as u64 / 4);
        assert_eq!(fine.start, BEGAN);
    }
    let endpoint = of(&even(DAY, 4), MAX_FINE_ENDPOINT_MOMENTS).unwrap();
    assert_eq!((endpoint.width, endpoint.requests.len()), (256, 338));
}

#[test]
fn a_minute_and_an_hour_have_none_nor_has_a_day_of_few_requests() {
    assert_eq!(of(&even(60, 1), MAX_FINE_MOMENTS), None);
    assert_eq!(of(&even(3_600, 1), MAX_FINE_MOMENTS), None);
    // One request every six minutes: each has a slice of a second.
    assert_eq!(of(&even(DAY, 360), MAX_FINE_MOMENTS), None);
}

#[test]
fn a_day_of_which_the_fine_slices_were_lost_has_none() {
    let mut day = even(DAY, 4);
    for responses in day.values_mut() {
        responses.slices = std::mem::take(&mut responses.slices).without_fine();
    }
    assert_eq!(of(&day, MAX_FINE_MOMENTS), None);
}

#[test]
fn a_percentile_has_slices_with_requests_enough() {
    // 128, 12.8 and 1.28 requests in a slice of 128 s; p50 takes 10, p95 100, p99 500.
    for (every, widths) in [(1, [128, 128, 512]), (10, [128, 1024, 1024]), (100, [1024, 1024, 1024])] {
        let fine = of(&even(DAY, every), MAX_FINE_MOMENTS).unwrap();
        assert_eq!([fine.p50.width, fine.p95.width, fine.p99.width], widths, "one in {every} s");
        assert_eq!(fine.width, 128);
    }
}

#[test]
fn percentiles_are_right_to_a_few_percent() {
    let fine = of(&even(DAY, 1), MAX_FINE_MOMENTS).unwrap();
    for (percentile, expected) in [(&fine.p50, 100.0), (&fine.p95, 145.0), (&fine.p99, 149.0)] {
        for (_, value) in &percentile.values {
            assert!((value / expected - 1.0).abs() < 0.04, "{value} for {expected}");
        }
        let slices = percentile.values.iter().map(|value| value.0);
        assert!(slices.eq(0..percentile.values.len()) && percentile.values.len() > 100);
    }
}

#[test]
fn an_outage_of_two_minutes_and_ten_slow_ones_stand_out() {
    let is_down = |second: i64| (50_400..50_520).contains(&second);
    let slowed = |second: i64| if (10_800..11_400).contains(&second) { 3.0 } else { 1.0 };
    let answered = (0..DAY).filter(|second| !is_down(*second));
    let ok = responses(answered.map(|second| (second, latency(second) * slowed(second))));
    let failed = responses((50_400..50_520).map(|second| (second, 5.0)));
    let day = ByOutcome::from([(Outcome::Ok, ok), (Outcome::ServerError, failed)]);

    let fine = of(&day, MAX_FINE_MOMENTS).unwrap();
    let down = &fine.not_ok[&Outcome::ServerError];
    assert_eq!(down, &[(393, 32), (394, 88)]);
    assert_eq!(fine.outcomes(394), BTreeMap::from([(Outcome::Ok, 40), (Outcome::ServerError, 88)]));
    assert_eq!(fine.outcomes(0), BTreeMap::from([(Outcome::Ok, 128)]));
    let high = fine.p95.values.iter().filter(|(_, p95)| *p95 > 400.0).count();
    assert!((4..=6).contains(&high), "{high} of {:?}", &fine.p95.values[80..95]);

    // The wide slices hide both: one of them has a tenth of errors, and one that is half slow.
    let left_out = BTreeMap::new();
    let sources = Sources { responses: &day, left_out: &left_out, users: None };
    let mut timeline = Timeline::of(&sources, MAX_ENDPOINT_MOMENTS).unwrap();
    let worst = |timeline: &Timeline| {
        timeline.moments.iter().filter_map(crate::model::timeline::Moment::error_share).fold(0.0, f64::max)
    };
    assert!(worst(&timeline) < 0.15, "{}", worst(&timeline));
    timeline.fine = Some(fine);
    let finest = timeline.finest();
    assert_eq!((finest.width, finest.moments.len()), (128, 675));
    assert!(worst(&finest) > 0.65, "{}", worst(&finest));
    assert!(finest.moments.iter().all(|moment| moment.judged));
}

#[test]
fn a_hole_is_no_slice_and_what_it_holds_is_missing() {
    let day = (0..DAY).filter(|second| !(40_000..60_000).contains(second));
    let by_outcome = ByOutcome::from([(Outcome::Ok, responses(day.map(|second| (second, 70.0))))]);
    let left_out = BTreeMap::new();
    let sources = Sources { responses: &by_outcome, left_out: &left_out, users: None };
    let mut timeline = Timeline::of(&sources, MAX_MOMENTS).unwrap();
    timeline.fine = FineTimeline::of(&by_outcome, &left_out, MAX_FINE_MOMENTS, timeline.width);
    let fine = timeline.fine.as_ref().unwrap();
    assert_eq!((fine.requests[400], fine.p50.at(fine.start + 400 * fine.width, fine.start)), (0, None));
    assert!(!serde_json::to_string(&fine).unwrap().contains("null"), "no file of ours holds one");
    let finest = timeline.finest();
    assert!(!finest.moments.iter().any(|moment| (BEGAN + 40_064..BEGAN + 59_904).contains(&moment.start)));
}

#[test]
fn it_is_the_same_when_it_is_read_again() {
    let fine = of(&even(DAY, 10), MAX_FINE_MOMENTS).unwrap();
    let written = serde_json::to_string(&fine).unwrap();
    assert_eq!(serde_json::from_str::<FineTimeline>(&written).unwrap(), fine);
}
