//! Exports as the tools write them.

use super::{Export, ExportFormat};
use crate::model::series::unit::{SampleKind, SeriesUnit};

/// Reads what is told by its beginning.
fn read(format: ExportFormat, text: &str) -> Export {
    assert_eq!(ExportFormat::of(text), Some(format), "{text}");
    format.read(text, 7_000_000).unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// Metric or title, labels, and seconds with values.
type Told = (String, String, Vec<(f64, f64)>);

fn told(export: &Export) -> Vec<Told> {
    let series = export.series.iter();
    series
        .map(|exported| {
            let name = exported.metric.clone().or(exported.title.clone()).unwrap_or_default();
            let labels: Vec<String> =
                exported.series.labels.iter().map(|(name, value)| format!("{name}={value}")).collect();
            let samples = exported.series.samples.iter();
            let samples = samples.map(|sample| (sample.at as f64 / 1e6, sample.value)).collect();
            (name, labels.join(","), samples)
        })
        .collect()
}

fn row(name: &str, labels: &str, samples: &[(f64, f64)]) -> Told {
    (name.to_owned(), labels.to_owned(), samples.to_vec())
}

#[test]
fn promtool_prints_a_series_and_its_samples() {
    let text = "up{job=\"a\", path=\"/x\\\"y\"} =>\n1 @[1775442180]\nNaN @[1775442195.5]\n{pod=\"b\"} =>\n0.5 @[1775442180]\n";
    let export = read(ExportFormat::Promtool, text);
    assert_eq!(
        told(&export),
        [
            row("up", "job=a,path=/x\"y", &[(1_775_442_180.0, 1.0)]),
            row("", "pod=b", &[(1_775_442_180.0, 0.5)])
        ]
    );
    assert_eq!(export.not_a_number, 1);
    let instant = "up{job=\"a\"} => 1 @[1775442180]";
    assert!(ExportFormat::Promtool.read(instant, 0).unwrap_err().to_string().starts_with("an instant query"));
    let broken = ExportFormat::Promtool.read("up =>\nnothing\n", 0).unwrap_err();
    assert_eq!(broken.to_string(), "line 2, column 1: expected `VALUE @[UNIX TIME]`");
}

#[test]
fn victoria_metrics_exports_lines() {
    let text = "{\"metric\":{\"__name__\":\"a\",\"job\":\"b\"},\"values\":[1,null,2.5],\"timestamps\":[1000,2000,3000]}\n\
        {\"metric\":{\"__name__\":\"a\",\"job\":\"b\"},\"values\":[3],\"timestamps\":[4000]}\n";
    let export = read(ExportFormat::Victoria, text);
    assert_eq!(told(&export), [row("a", "job=b", &[(1.0, 1.0), (3.0, 2.5), (4.0, 3.0)])]);
    let cut = ExportFormat::Victoria.read(&text[..60], 0).unwrap_err();
    assert!(cut.to_string().contains("in the middle"), "{cut}");
    let uneven = "{\"metric\":{\"__name__\":\"a\"},\"values\":[1],\"timestamps\":[]}";
    let uneven = ExportFormat::Victoria.read(uneven, 0).unwrap_err();
    assert!(uneven.to_string().contains("1 values and 0 timestamps"), "{uneven}");
}

#[test]
fn a_scrape_may_have_times_of_its_own() {
    let text = "# HELP a_total Things.\n# TYPE a_total counter\na_total{x=\"1\"} 5\n# TYPE b gauge\nb 2 # {trace_id=\"t\"} 1\nc_bucket{le=\"+Inf\"} 4 1775442180000\nc_bucket{le=\"+Inf\"} 6 1775442190.5\n# EOF\n";
    let export = read(ExportFormat::OpenMetrics, text);
    assert_eq!(
        told(&export),
        [
            row("a_total", "x=1", &[(7.0, 5.0)]),
            row("b", "", &[(7.0, 2.0)]),
            row("c_bucket", "le=+Inf", &[(1_775_442_180.0, 4.0), (1_775_442_190.5, 6.0)])
        ]
    );
    assert_eq!(export.series[0].kind, Some(SampleKind::Counter));
    assert_eq!(export.series[1].kind, Some(SampleKind::Gauge));
    assert_eq!(ExportFormat::of("up{job=\"a\"} 1\n"), Some(ExportFormat::OpenMetrics));
}

#[test]
fn grafana_writes_columns_or_rows_raw_or_formatted() {
    let joined =
        "\"Time\",\"heap used\",\"up{job=\"\"a\"\"}\"\n2026-04-06 04:23:00,123,1\n2026-04-06 04:23:15,,0\n";
    let export = read(ExportFormat::GrafanaCsv, joined);
    assert_eq!(
        told(&export),
        [
            row("heap used", "", &[(1_775_449_380.0, 123.0)]),
            row("up", "job=a", &[(1_775_449_380.0, 1.0), (1_775_449_395.0, 0.0)])
        ]
    );
    assert!(export.is_local);
    let long = "sep=;\nSeries;Time;Value\napi-1;2026-04-06T04:23:00Z;1.2 ms\napi-2;1775449380000;45%\napi-1;1775449395;1.5 s\n";
    let export = read(ExportFormat::GrafanaCsv, long);
    assert_eq!(
        told(&export),
        [
            row("api-1", "", &[(1_775_449_380.0, 0.0012), (1_775_449_395.0, 1.5)]),
            row("api-2", "", &[(1_775_449_380.0, 45.0)])
        ]
    );
    assert_eq!(export.series[0].unit, Some(SeriesUnit::Seconds));
    assert_eq!(export.series[1].unit, Some(SeriesUnit::Percent));
    assert!(!export.is_local);
    for (text, reason) in [
        ("Time,a\n2026-04-06 04:23:00,1,2\n", "line 2, column 1: 3 cells below 2 heads"),
        (
            "Time,a\nyesterday,1\n",
            "line 2, column 1: expected a time such as `2026-04-06 04:23:00`, or a Unix time",
        ),
        ("Time,a\n2026-04-06 04:23:00,much\n", "line 2, column 1: no number, and no amount: \"much\""),
    ] {
        assert_eq!(ExportFormat::GrafanaCsv.read(text, 0).unwrap_err().to_string(), reason);
    }
}

#[test]
fn amounts_are_in_base_units() {
    let table = [
        ("1.5 K", 1_500.0, None),
        ("1,234.5", 1_234.5, None),
        ("2e3", 2_000.0, None),
        ("-0.5", -0.5, None),
        ("45.3%", 45.3, Some(SeriesUnit::Percent)),
        ("1.5 µs", 1.5e-6, Some(SeriesUnit::Seconds)),
        ("2 mins", 120.0, Some(SeriesUnit::Seconds)),
        ("1.5 GiB", 1_610_612_736.0, Some(SeriesUnit::Bytes)),
        ("3 kB/s", 3_000.0, Some(SeriesUnit::Bytes)),
        ("1.2 K req/s", 1_200.0, None),
        ("3.2 Mil", 3_200_000.0, None),
    ];
    for (text, value, unit) in table {
        let (found, of) = super::amount::read(text).unwrap_or_else(|| panic!("{text}"));
        assert!((found - value).abs() <= 1e-9 * value.abs(), "{text}: {found}");
        assert_eq!(of, unit, "{text}");
    }
    assert!(super::amount::read("N/A").unwrap().0.is_nan());
    assert_eq!(super::amount::read("3 apples"), None);
}

#[test]
fn frames_of_grafana_have_fields() {
    let query = r#"{"results":{"A":{"status":200,"frames":[{"schema":{"refId":"A","fields":[{"name":"Time","type":"time"},{"name":"Value","type":"number","labels":{"__name__":"up","job":"a"}}]},"data":{"values":[[1775442180000,1775442195000],[1,null]]}}]}}}"#;
    assert_eq!(
        told(&read(ExportFormat::GrafanaFrames, query)),
        [row("up", "job=a", &[(1_775_442_180.0, 1.0)])]
    );
    let panel = r#"{"state":"Done","series":[{"refId":"A","fields":[{"name":"Time","type":"time","values":[1775442180000]},{"name":"Value","type":"number","labels":{"pod":"x"},"config":{"displayNameFromDS":"heap used"},"values":[5]}]}]}"#;
    assert_eq!(
        told(&read(ExportFormat::GrafanaFrames, panel)),
        [row("heap used", "pod=x", &[(1_775_442_180.0, 5.0)])]
    );
}

#[test]
fn anything_else_is_left_to_the_reader_of_prometheus() {
    for text in [
        "{\"status\":\"success\",\"data\":{}}",
        "[{\"metric\":{},\"values\":[]}]",
        "<html>",
        "hello there\n",
        "a,b\n1,2\n",
        "",
    ] {
        assert_eq!(ExportFormat::of(text), None, "{text}");
    }
}
