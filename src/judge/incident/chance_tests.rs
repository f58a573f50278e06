//! How often independent errors look like an incident: a seeded simulation.

use super::series::Series;
use super::windows::Search;
use crate::model::slicing::SliceCounts;
use crate::stats::random::Random;

/// Errors of one endpoint: as many requests in each slice as `requests` says on average, a share of which fails.
fn endpoint(slices: usize, requests: f64, share: f64, random: &mut Random) -> Series {
    let total: Vec<f64> = (0..slices).map(|_| random.count(requests)).collect();
    let bad = total.iter().map(|total| random.count(total * share).min(*total)).collect();
    of_errors(SliceCounts { bad, total })
}

fn of_errors(errors: SliceCounts) -> Series {
    let none = SliceCounts { bad: vec![0.0; errors.total.len()], total: errors.total.clone() };
    Series {
        errors,
        slow: none.clone(),
        far: none,
        far_waits: Vec::new(),
        failed_waits: Vec::new(),
        in_flight: 1.0,
    }
}

fn whole(endpoints: &[Series]) -> Series {
    let sum = |of: &dyn Fn(&Series) -> &[f64]| -> Vec<f64> {
        let slices = of(&endpoints[0]).len();
        (0..slices).map(|slice| endpoints.iter().map(|series| of(series)[slice]).sum()).collect()
    };
    of_errors(SliceCounts { bad: sum(&|s| &s.errors.bad), total: sum(&|s| &s.errors.total) })
}

#[test]
fn one_run_in_a_hundred_of_independent_errors_warns_at_most() {
    // A minute, twenty minutes, an hour, ten hours; slices, endpoints, requests of one in a slice, share of errors, runs.
    let worlds = [
        (60, 1, 50.0, 0.02, 400),
        (60, 30, 10.0, 0.001, 200),
        (60, 60, 5.0, 0.02, 50),
        (150, 3, 400.0, 0.0005, 200),
        (225, 30, 160.0, 0.001, 100),
        (1125, 5, 200.0, 0.005, 50),
    ];
    let (mut warned, mut all) = (0, 0);
    for (index, (slices, endpoints, requests, share, runs)) in worlds.into_iter().enumerate() {
        let mut random = Random::new(20_261_129 + index as u64);
        for _ in 0..runs {
            let mut series: Vec<Series> =
                (0..endpoints).map(|_| endpoint(slices, requests, share, &mut random)).collect();
            series.push(whole(&series));
            let search = Search::of(series.iter());
            warned += i32::from(series.iter().any(|series| !search.errors(series).is_empty()));
            all += 1;
        }
    }
    assert!(warned * 100 <= all, "{warned} of {all}");
}

#[test]
fn five_failures_in_a_second_are_still_seen_among_sixty_endpoints() {
    let quiet = SliceCounts { bad: vec![0.0; 60], total: vec![20.0; 60] };
    let mut burst = quiet.clone();
    burst.bad[17] = 5.0;
    let mut series = vec![of_errors(quiet); 59];
    series.push(of_errors(burst));
    let search = Search::of(series.iter());
    let found = search.errors(&series[59]);
    assert_eq!(found.iter().map(|window| (window.first, window.end)).collect::<Vec<_>>(), [(17, 18)]);
}
