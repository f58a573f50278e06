//! The decider on simulated load tests, where the truth is known: how often it fails identical runs, and how
//! often it finds a change. The numbers in `docs/methodology.md` are written by these tests.

mod generator;

use perfreport::compare::compare;
use perfreport::judge::{Frame, assess};
use perfreport::model::comparison::{Evidence, Measure};
use perfreport::model::judgement::{Assessment, Rule, Verdict};
use perfreport::model::run::Run;
use perfreport::model::settings::Settings;

use self::generator::{CHANGED, simulate, with_slower};

fn judged(base: &[Run], run: &Run) -> Assessment {
    let settings = Settings::default();
    let comparison = compare(base, run, &settings);
    assert_eq!(comparison.evidence, Evidence::Distributions);
    assess(base, run, Ok(comparison), &settings, Frame::default())
}

#[test]
#[ignore]
fn speed() {
    let t = std::time::Instant::now();
    let runs: Vec<Run> = (0..6).map(|seed| simulate(seed, |_| 1.0)).collect();
    println!("simulate {:?}", t.elapsed() / 6);
    let t = std::time::Instant::now();
    for i in 0..5 {
        println!("{:?}", judged(&runs[i..=i], &runs[i + 1]).verdict);
    }
    println!("judge {:?}", t.elapsed() / 5);
    let t = std::time::Instant::now();
    let a = judged(&runs[1..], &runs[0]);
    println!("judge5 {:?} {:?}", a.verdict, t.elapsed());
    for c in &a.comparison.unwrap().latency {
        println!(
            "{} {} d {:.3} g {:.3} {:?} p {:.3} q {:.3} det {:.3}",
            c.endpoint, c.measure, c.log_change, c.others, c.counts, c.p, c.q, c.detectable
        );
    }
    println!("{:#?}", a.incidents);
    let t = std::time::Instant::now();
    let slow = with_slower(&runs[0], 0, CHANGED, 1.2);
    println!("slower {:?}", t.elapsed());
    let a = judged(&runs[1..], &slow);
    for f in &a.findings {
        println!("{:?} {} {}", f.verdict, f.title, f.text);
    }
    let _ = (Rule::Latency, Measure::P95, Verdict::Fail);
}
