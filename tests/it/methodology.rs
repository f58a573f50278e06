//! The page on the method states the numbers that the program uses.

use perfreport::model::settings::{CompareSettings, IncidentSettings};

/// A number as people write it: no digits that floating point made up.
fn plain(value: f64) -> String {
    format!("{}", (value * 1e6).round() / 1e6)
}

#[test]
fn the_page_states_the_defaults() {
    let page = include_str!("../../docs/methodology.md").split_whitespace().collect::<Vec<_>>().join(" ");
    let (defaults, incidents) = (CompareSettings::default(), IncidentSettings::default());
    let percent = |value: f64| plain(value * 100.0);
    let ratio = |value: f64| format!("{:.2}", 1.0 + value);
    for stated in [
        format!("at most {} (s: `max_base_runs`)", defaults.max_base_runs),
        format!("d ≥ ln {} (s: `min_latency_change`)", ratio(defaults.min_latency_change)),
        format!("d ≥ ln {} (s: `summary_fail_change`)", ratio(defaults.summary_fail_change)),
        format!("+{} percentage points (s: `min_error_change`)", percent(defaults.min_error_change)),
        format!("at least {} % (s: `min_throughput_drop`)", percent(defaults.min_throughput_drop)),
        format!("reaching ln {} (s: `inconclusive_shift`)", ratio(defaults.inconclusive_shift)),
        format!("τ_G = {} % for a whole run (s: `tau_whole`)", percent(defaults.tau_whole)),
        format!("τ_E = {} % for one endpoint", percent(defaults.tau_endpoint)),
        format!("{} % at p99 (s: `tau_endpoint_p99`)", percent(defaults.tau_endpoint_p99)),
        format!(
            "More than {} % of the requests or of the time lost to errors",
            percent(incidents.max_failed)
        ),
        format!("more than {} % of the time slow by far (s: `max_slow`)", percent(incidents.max_slow)),
    ] {
        assert!(page.contains(&stated), "docs/methodology.md does not say: {stated}");
    }
}

#[test]
fn the_keys_that_the_page_names_are_in_the_schema() {
    let page = include_str!("../../docs/methodology.md");
    let schema = include_str!("../../docs/verdict.schema.json");
    let section = page.split_once("## Where the numbers are").unwrap().1.split_once("\n## ").unwrap().0;
    let mut keys = 0;
    for quoted in section
        .lines()
        .filter(|line| line.starts_with('|'))
        .flat_map(|line| line.split('`').skip(1).step_by(2))
    {
        for key in quoted.replace("[]", "").split('.') {
            assert!(schema.contains(&format!("\"{key}\": {{")), "docs/verdict.schema.json has no key {key}");
            keys += 1;
        }
    }
    assert!(keys > 30, "{keys}");
}
