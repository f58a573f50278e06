//! Writes what was compared as a table of plain numbers, one row for each endpoint and measure, for spreadsheets.

use serde_json::{Value, json};

use super::error::RenderError;
use super::history::cell;
use super::view::subject::{Facts, Told, by};
use crate::model::comparison::{Change, Counts, ErrorCell};
use crate::model::figures::{TrafficFigures, middle};
use crate::model::judgement::Assessment;
use crate::model::measure::Measure;

/// The columns. Latencies and their intervals are in milliseconds and relative changes, shares are fractions of 1, and the
/// change of a share is a difference.
const COLUMNS: [&str; 10] =
    ["endpoint", "measure", "unit", "base", "run", "change", "low", "high", "q", "result"];

/// The latencies of a row each.
const QUANTILES: [f64; 4] = [0.5, 0.9, 0.95, 0.99];

/// Writes the whole run first, then its endpoints.
///
/// # Errors
///
/// Where it cannot be written.
pub fn render(assessment: &Assessment) -> Result<Vec<u8>, RenderError> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS)?;
    let told = Told::of(assessment);
    let compared = assessment.comparison.iter();
    let errors = by(compared.flat_map(|found| &found.errors), |cell| &cell.judged.subject);
    for traffic in std::iter::once(&assessment.run.whole).chain(&assessment.run.endpoints) {
        let subject = &traffic.subject;
        let errors = errors.get(subject).map_or(&[][..], Vec::as_slice);
        for row in rows(traffic, &told.facts(subject), errors) {
            writer.write_record(row.iter().map(cell))?;
        }
    }
    Ok(writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))?)
}

type Row = [Value; 10];

fn rows(traffic: &TrafficFigures, facts: &Facts<'_>, errors: &[&ErrorCell]) -> Vec<Row> {
    let base = &facts.base[..];
    let name = traffic.subject.to_string();
    let requests = |of: &TrafficFigures| Some(*of.requests.as_ref().ok()? as f64);
    let row = |measure: String, unit: &str, base: Value, run: Value, tested: [Value; 5]| {
        let [change, low, high, q, result] = tested;
        [json!(name), json!(measure), json!(unit), base, run, change, low, high, q, result]
    };
    let mut rows = vec![row(
        "requests".to_owned(),
        "",
        whole(&median(base, requests)),
        json!(traffic.requests.as_ref().ok()),
        untested(),
    )];
    for quantile in QUANTILES {
        let measure = Measure::of_quantile(quantile);
        let latency = |of: &TrafficFigures| of.latency.as_ref().ok()?.quantile(quantile).ok();
        let (base, tested) = match facts.cell(measure) {
            Some(cell) => {
                let [change, low, high] =
                    [cell.log_change, cell.interval.low, cell.interval.high].map(|log| json!(log.exp_m1()));
                (json!(cell.base), [change, low, high, json!(cell.q), json!(word(cell.change))])
            }
            None => (median(base, latency), untested()),
        };
        rows.push(row(measure.key(), "ms", base, json!(latency(traffic)), tested));
    }
    for cell in errors {
        let (base, run) = (share_of(&cell.base), share_of(&cell.run));
        let change = base.zip(run).map(|(base, run)| run - base);
        let tested = [
            json!(change),
            json!(cell.interval.low),
            json!(cell.interval.high),
            json!(cell.q),
            json!(word(cell.change)),
        ];
        rows.push(row(cell.judged.measure(), "share", json!(base), json!(run), tested));
    }
    if errors.is_empty() {
        let share = |of: &TrafficFigures| of.outcomes.as_ref().ok()?.bad_share();
        rows.push(row(
            "unintended errors".to_owned(),
            "share",
            median(base, share),
            json!(share(traffic)),
            untested(),
        ));
    }
    rows
}

fn share_of(counts: &Counts) -> Option<f64> {
    (counts.total > 0).then(|| counts.bad as f64 / counts.total as f64)
}

/// A count; of an even number of base runs the middle may lie between two.
fn whole(value: &Value) -> Value {
    value.as_f64().map_or(Value::Null, |count| json!(count.round() as u64))
}

/// What was not tested has no change.
fn untested() -> [Value; 5] {
    [Value::Null, Value::Null, Value::Null, Value::Null, json!("not tested")]
}

fn word(change: Change) -> &'static str {
    match change {
        Change::Regression => "worse",
        Change::Improvement => "better",
        Change::Unchanged => "no finding",
    }
}

/// The middle one of the base runs' figures; nothing where there is none.
fn median(base: &[&TrafficFigures], figure: impl Fn(&TrafficFigures) -> Option<f64>) -> Value {
    json!(middle(base.iter().filter_map(|of| figure(of)).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;

    #[test]
    fn every_figure_is_a_row() {
        insta::assert_snapshot!(String::from_utf8(render(&sample::compared()).unwrap()).unwrap());
    }

    #[test]
    fn without_a_base_nothing_was_tested() {
        let text = String::from_utf8(render(&sample::checked()).unwrap()).unwrap();
        assert!(text.lines().skip(1).all(|line| line.ends_with(",,,,,not tested")), "{text}");
        assert!(
            text.starts_with(
                "endpoint,measure,unit,base,run,change,low,high,q,result\nall requests,requests,,"
            )
        );
    }
}
