//! Objectives on servers' metrics: judged where the user sets them, in every report, and never met unmeasured.

use std::sync::Arc;

use perfreport::internals::ingest::Input;
use perfreport::internals::pipeline::{self, Request};
use perfreport::model::diagnosis::ConclusionKind;
use perfreport::model::judgement::{Assessment, Rule, Verdict};
use perfreport::model::slo::SloStatus;
use perfreport::words::Language;
use perfreport::{ReportFormat, load_settings, render};

use crate::support::snapshot;

/// Judges a recorded run, with a base or by itself, by objectives.
fn assess(base: &[&str], run: &str, objectives: &str) -> Assessment {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("perfreport.toml");
    std::fs::write(&file, objectives).unwrap();
    let input = |run: &str| Input::Path(snapshot(&format!("shop/{run}")));
    let request = Request::new(base.iter().map(|base| input(base)).collect(), input(run));
    pipeline::assess(request, &load_settings(&file).unwrap(), &Arc::default()).unwrap()
}

const NOBODY_WAITS: &str = "[[slo]]\nmetric = 'hikaricp_connections_pending'\nmax = 2\nstatistic = 'p95'\n";

fn main_file(assessment: &Assessment, format: ReportFormat) -> String {
    let files = render(assessment, format).unwrap();
    String::from_utf8(files.into_iter().next().unwrap().contents).unwrap()
}

#[test]
fn a_missed_objective_fails_and_a_met_one_does_not() {
    let assessment = assess(&["base-1"], "pool-exhausted", NOBODY_WAITS);
    let [result] = &assessment.metric_objectives[..] else { panic!() };
    let measured = result.measured.as_ref().unwrap();
    assert_eq!((measured.status, measured.limit), (SloStatus::Missed, 2.0));
    assert!(measured.value > 2.0 && measured.base.is_some_and(|base| base <= 2.0), "{measured:?}");
    let missed = |assessment: &Assessment| {
        assessment.findings.iter().filter(|finding| finding.rule == Rule::Slo).cloned().collect::<Vec<_>>()
    };
    let [finding] = &missed(&assessment)[..] else { panic!("{:#?}", assessment.findings) };
    assert_eq!(finding.verdict, Verdict::Fail);
    assert!(
        finding
            .title
            .contains("The servers miss an objective: p95 of hikaricp_connections_pending at most 2")
    );
    let same = assess(&["base-1"], "base-2", NOBODY_WAITS);
    assert!(same.metric_objectives[0].is(SloStatus::Met));
    assert_eq!((missed(&same).len(), same.verdict), (0, Verdict::Pass));
    // Without it they explain, and decide nothing.
    assert_eq!(assess(&["base-1"], "base-2", "").verdict, Verdict::Pass);
}

#[test]
fn what_servers_measure_does_not_explain_itself() {
    let missed = assess(&["base-1"], "base-2", "[[slo]]\nmetric = 'hikaricp_connections_active'\nmax = 0\n");
    assert_eq!(missed.verdict, Verdict::Fail);
    let servers = missed.servers.unwrap();
    assert!(
        servers.conclusions.iter().all(|said| said.kind == ConclusionKind::NothingToExplain),
        "{servers:?}"
    );
}

#[test]
fn a_share_is_of_the_limit_that_is_exported_beside_it() {
    let full = "[[slo]]\nmetric = 'hikaricp_connections_active'\nmax = '80%'\nstatistic = 'mean'\n";
    let measured = |run| assess(&[], run, full).metric_objectives[0].measured.clone().unwrap();
    let (exhausted, base) = (measured("pool-exhausted"), measured("base-1"));
    assert_eq!((exhausted.status, base.status), (SloStatus::Missed, SloStatus::Met));
    assert!(exhausted.value > 0.9 && base.value < 0.5, "{} and {}", exhausted.value, base.value);
}

#[test]
fn every_report_has_the_figure_and_the_bound() {
    let assessment = assess(&["base-1"], "pool-exhausted", NOBODY_WAITS);
    for format in [
        ReportFormat::Html,
        ReportFormat::Markdown,
        ReportFormat::Junit,
        ReportFormat::Comment,
        ReportFormat::Json,
    ] {
        let text = main_file(&assessment, format).replace("<wbr>", "");
        assert!(text.contains("p95 of hikaricp_connections_pending at most 2"), "{format:?}");
    }
    let markdown = main_file(&assessment, ReportFormat::Markdown);
    let row = markdown.lines().find(|line| line.contains("✕ missed")).unwrap();
    let cells: Vec<&str> = row.split('|').map(str::trim).collect();
    assert_eq!(cells[4], "2", "{row}");
    assert!(markdown.contains("0 of 1 objective met · 1 missed."));
    let again = main_file(&assessment, ReportFormat::Json);
    let again = perfreport::internals::wire::verdict::from_json(&again, "verdict.json").unwrap();
    assert_eq!(again.metric_objectives, assessment.metric_objectives);
    let korean = Language::Korean.speak(|| main_file(&assessment, ReportFormat::Markdown));
    assert!(korean.contains("hikaricp_connections_pending p95 2 이하"), "{korean}");
    assert!(korean.contains("### 서버에 대한 목표"));
}

#[test]
fn what_the_export_lacks_is_not_measured_and_never_met() {
    let wrong = "[[slo]]\nmetric = 'hikari_connections_pending'\nmax = 2\n[[slo]]\np95 = '10s'\n";
    let assessment = assess(&["base-1"], "base-2", wrong);
    assert!(assessment.metric_objectives[0].measured.is_err());
    let warned = assessment.findings.iter().find(|finding| finding.rule == Rule::Validity).unwrap();
    assert_eq!(warned.verdict, Verdict::Warn);
    assert!(warned.text.contains("hikaricp_connections_pending"), "{}", warned.text);
    let labels = "[[slo]]\nmetric = 'hikaricp_connections_pending{pool=\"other\"}'\nmax = 2\n";
    let assessment = assess(&["base-1"], "base-2", labels);
    assert!(assessment.findings[0].text.contains("pool=\"HikariPool-1\""), "{}", assessment.findings[0].text);
    let junit = main_file(&assessment, ReportFormat::Junit);
    assert!(
        junit.contains("<skipped message=\"no series of hikaricp_connections_pending has these labels\""),
        "{junit}"
    );
    // Without metrics the objective alone makes no PASS of a check.
    let bare = assess(&[], "base-3", NOBODY_WAITS);
    assert_eq!(bare.servers.is_err(), bare.metric_objectives[0].measured.is_err());
}
