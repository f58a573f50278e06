//! A gate for a deployment: compares two runs and fails where the new one is worse.
//!
//! ```sh
//! cargo run --example gate
//! ```

#![expect(clippy::print_stdout, reason = "a program of its own")]

use std::error::Error;
use std::path::Path;
use std::process::ExitCode;

use perfreport::{ReportFormat, Settings, Verdict};

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let settings = Settings::builder()
        .set("compare", "min_latency_change", "10%")
        .objective("POST /api/orders", "p95", "800ms")
        .build()?;

    let shop = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/shop");
    let base = perfreport::read(shop.join("base-1/handle-summary.json"), &settings)?;
    let run = perfreport::read(shop.join("orders-slower-30/handle-summary.json"), &settings)?;

    let assessment = perfreport::assess(vec![base], run, &settings);
    println!("{}: {}\n", assessment.verdict, assessment.summary);

    // The document comes first; the charts that it shows follow.
    let files = perfreport::render(&assessment, ReportFormat::Markdown)?;
    println!("{}", String::from_utf8_lossy(&files[0].contents));

    Ok(if assessment.verdict == Verdict::Fail { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}
