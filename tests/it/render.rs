//! The documents for people, from outside the library: one run, three documents, the same figures.

use std::collections::BTreeMap;

use perfreport::internals::render::terminal::TerminalOptions;
use perfreport::internals::render::{html, markdown, terminal};
use perfreport::model::endpoint::{Endpoint, EndpointId, Span, Traffic};
use perfreport::model::figures::RunFigures;
use perfreport::model::judgement::{Assessment, Verdict};
use perfreport::model::latency::{Latency, Percentiles, Population};
use perfreport::model::load::Load;
use perfreport::model::missing::Missing;
use perfreport::model::outcome::Outcomes;
use perfreport::model::run::{Meta, Run, Window};
use perfreport::model::settings::CompareSettings;

fn missing<T>() -> Result<T, Missing> {
    Err(Missing::because("the file does not hold it"))
}

fn traffic() -> Traffic {
    Traffic {
        requests: Ok(1490),
        outcomes: Ok(Outcomes { bad: 14, good: 1476, ..Outcomes::default() }),
        latency: Ok(Latency::Percentiles(Percentiles {
            of_all: None,
            count: Ok(1490),
            min: missing(),
            mean: missing(),
            max: Ok(491.737),
            points: vec![(0.5, 38.744), (0.95, 95.861)],
            population: Population::AllResponses,
            span: Span::Window,
        })),
        responses: missing(),
        left_out: BTreeMap::new(),
        error_codes: BTreeMap::new(),
        span: Span::Window,
    }
}

fn assessment() -> Assessment {
    let run = Run {
        origin: Default::default(),
        judged_span: missing(),
        metrics: BTreeMap::new(),
        users: missing(),
        meta: Meta {
            name: "candidate".to_owned(),
            started: missing(),
            ended: missing(),
            duration: missing(),
            window_duration: missing(),
            window: Window { scenarios: Vec::new(), text: "the whole test".into(), ..Window::default() },
            tool: "k6".to_owned(),
            tool_version: missing(),
            script_hash: missing(),
            cut_short: false,
            unread_share: 0.0,
            tags: BTreeMap::new(),
            sources: Vec::new(),
        },
        endpoints: vec![Endpoint {
            id: EndpointId::named("POST /api/orders"),
            host: None,
            traffic: traffic(),
        }],
        whole: traffic(),
        load: Load {
            peak_vus: missing(),
            max_vus: missing(),
            counted_over: missing(),
            iterations: missing(),
            dropped_iterations: missing(),
            data_received: missing(),
            data_sent: missing(),
            phases: Vec::new(),
        },
        servers: None,
        checks: Vec::new(),
        thresholds: Vec::new(),
        notes: Vec::new(),
    };
    Assessment {
        title: "shop".into(),
        verdict: Verdict::None,
        summary: "Nothing was judged".into(),
        provisional: false,
        findings: Vec::new(),
        improvements: Vec::new(),
        not_tested: Vec::new(),
        slos: Vec::new(),
        metric_objectives: Vec::new(),
        servers: Err(Missing::because("no metrics of the servers were given")),
        incidents: Vec::new(),
        capacity: None,
        base: Vec::new(),
        base_name: None,
        run: RunFigures::from(&run),
        more_runs: Vec::new(),
        comparison: missing(),
        notes: Vec::new(),
        settings: CompareSettings::default(),
        command: "perfreport check candidate.json".to_owned(),
        generator: "perfreport".to_owned(),
        report_url: None,
        links: Vec::new(),
    }
}

#[test]
fn every_document_carries_the_same_figures_and_reasons() {
    let assessment = assessment();
    let mut printed = Vec::new();
    let options = TerminalOptions { width: 100, color: false, quiet: false };
    terminal::write(&assessment, &options, &mut printed).unwrap();
    let documents = [
        String::from_utf8(printed).unwrap(),
        markdown::render(&assessment).unwrap().text,
        html::render(&assessment).unwrap().replace("<wbr>", ""),
    ];
    for document in documents {
        for text in ["NONE", "POST /api/orders", "1,490", "38.7\u{a0}ms", "95.9\u{a0}ms", "0.94\u{a0}%", "–"]
        {
            assert!(document.contains(text), "{text} is missing in {document}");
        }
        assert!(document.contains("The file holds no p(99)."), "{document}");
    }
}
