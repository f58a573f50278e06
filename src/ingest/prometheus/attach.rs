//! What the servers measured, made a part of a run: on the load generator's clock, and cut to the test.

use crate::model::note::Note;
use crate::model::run::Run;
use crate::model::series::{Series, ServerMetrics};
use crate::words::{Text, text};

/// Samples this long before and after the test are kept, in microseconds: a counter needs one before, and what built up
/// or drained is worth seeing.
const MARGIN: i64 = 60_000_000;

/// Puts metrics on the load generator's clock, which theirs is `offset` seconds ahead of, cuts them to the time of the
/// test, and makes them a part of the run. What the run had before is replaced.
pub fn attach(run: &mut Run, mut metrics: ServerMetrics, offset: f64) {
    let shift = -(offset * 1e6).round() as i64;
    let before = metrics.span();
    let test = test(run).map(|(from, to)| (from.saturating_sub(MARGIN), to.saturating_add(MARGIN)));
    for series in metrics.signals.iter_mut().flat_map(|signal| &mut signal.series) {
        if shift != 0 {
            moved(series, shift);
        }
        if let Some((from, to)) = test {
            series.samples.retain(|sample| (from..=to).contains(&sample.at));
            series.histograms.retain(|sample| (from..=to).contains(&sample.at));
        }
    }
    for signal in &mut metrics.signals {
        signal.series.retain(|series| series.span().is_some());
    }
    run.notes.extend(metrics.notes.iter().cloned());
    if let (Some((from, to)), Some(test), None) = (before, test, metrics.span()) {
        run.notes.push(other_time((from + shift, to + shift), (test.0 + MARGIN, test.1 - MARGIN)));
    }
    run.servers = Some(metrics);
}

fn moved(series: &mut Series, shift: i64) {
    series.samples.iter_mut().for_each(|sample| sample.at += shift);
    series.histograms.iter_mut().for_each(|sample| sample.at += shift);
}

/// From when to when a run was tested; a summary may not tell.
fn test(run: &Run) -> Option<(i64, i64)> {
    match (&run.meta.started, &run.meta.ended) {
        (Ok(started), Ok(ended)) => Some((started.timestamp_micros(), ended.timestamp_micros())),
        _ => run.judged_span.as_ref().ok().copied(),
    }
}

fn other_time(measured: (i64, i64), test: (i64, i64)) -> Note {
    Note::new(text!(
        "prometheus-other-time",
        from = moment(measured.0),
        to = moment(measured.1),
        began = moment(test.0),
        ended = moment(test.1),
    ))
    .with_hint(Text::plain("prometheus-other-time-hint"))
}

fn moment(micros: i64) -> String {
    let at = chrono::DateTime::from_timestamp_micros(micros);
    at.map_or_else(|| format!("{micros} µs"), |at| at.format("%Y-%m-%d %H:%M:%S UTC").to_string())
}

#[cfg(test)]
mod tests {
    use super::attach;
    use crate::model::missing::Missing;
    use crate::model::sample;
    use crate::model::series::role::{Role, Vantage, WorseWhen};
    use crate::model::series::unit::SampleKind;
    use crate::model::series::{Remarks, Sample, Series, ServerMetrics, Signal};

    fn metrics(seconds: &[i64]) -> ServerMetrics {
        let samples = seconds.iter().map(|&at| Sample { at: at * 1_000_000, value: 1.0 }).collect();
        let signal = Signal {
            name: "pool".to_owned(),
            metric: None,
            query: None,
            role: Role::Other,
            vantage: Vantage::Server,
            worse: WorseWhen::Neither,
            unit: Err(Missing::because("unknown")),
            kind: SampleKind::Gauge,
            quantile: None,
            series: vec![Series { samples, ..Series::default() }],
            remarks: Remarks::default(),
            source: "pool.json".to_owned(),
        };
        ServerMetrics { signals: vec![signal], notes: Vec::new() }
    }

    fn times(metrics: &ServerMetrics) -> Vec<i64> {
        let series = metrics.signals.iter().flat_map(|signal| &signal.series);
        series.flat_map(|series| &series.samples).map(|sample| sample.at / 1_000_000).collect()
    }

    #[test]
    fn metrics_are_cut_to_the_test_on_its_clock() {
        let mut run = sample::run("run");
        run.judged_span = Ok((1_000_000_000, 1_100_000_000));
        // The servers are 10 s ahead: what they saw at 955 s was at 945 s.
        attach(&mut run, metrics(&[900, 949, 955, 1100, 1171, 1300]), 10.0);
        assert_eq!(times(run.servers.as_ref().unwrap()), [945, 1090]);
        assert_eq!(run.notes, []);
    }

    #[test]
    fn metrics_of_another_time_are_a_note_with_both_times() {
        let mut run = sample::run("run");
        run.judged_span = Ok((1_000_000_000, 1_100_000_000));
        attach(&mut run, metrics(&[5_000]), 0.0);
        assert!(run.servers.as_ref().unwrap().signals[0].series.is_empty());
        let [note] = run.notes.as_slice() else { panic!("{:?}", run.notes) };
        assert!(note.text.contains("from 1970-01-01 01:23:20 UTC to"), "{}", note.text);
        assert!(note.text.contains("the test ran from 1970-01-01 00:16:40 UTC"), "{}", note.text);
    }

    #[test]
    fn a_summary_without_a_time_keeps_everything() {
        let mut run = sample::run("run");
        attach(&mut run, metrics(&[5, 9_000]), 0.0);
        assert_eq!(times(run.servers.as_ref().unwrap()), [5, 9_000]);
    }
}
