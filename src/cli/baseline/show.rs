//! `perfreport baseline show NAME`.

use comfy_table::Table;

use crate::cli::exit::Code;
use crate::cli::output;
use crate::cli::stored::StoreArgs;
use crate::model::baseline::{BaselineAction, BaselineEvent};
use crate::model::quantity::{Count, Milliseconds};
use crate::pipeline;
use crate::render::text::plain;

/// Shows a baseline's runs, and who did what to it
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The baseline's name
    #[arg(value_name = "NAME")]
    baseline: String,

    #[command(flatten)]
    store: StoreArgs,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Code> {
    let store = args.store.open()?;
    let reading = store.read_lock();
    let baseline = pipeline::baseline::existing(&store, &args.baseline)?;
    drop(reading);
    let mut table = Table::new();
    table
        .load_style(comfy_table::presets::NOTHING)
        .set_header(["run", "name", "began", "requests", "p95", "tags"]);
    let dash = || "–".to_owned();
    for run in &baseline.runs {
        let tags: Vec<String> = run.tags.iter().map(|(key, value)| plain(format!("{key}={value}"))).collect();
        table.add_row([
            plain(&run.id),
            plain(&run.name),
            run.started.map_or_else(dash, |time| time.format("%Y-%m-%d %H:%M").to_string()),
            run.requests.map_or_else(dash, |requests| Count(requests).to_string()),
            run.p95.map_or_else(dash, |p95| Milliseconds(p95).to_string()),
            tags.join(" "),
        ]);
    }
    output::line(&table.trim_fmt());
    output::line("");
    for event in &baseline.log {
        output::line(&described(event));
    }
    Ok(Code::Success)
}

fn described(event: &BaselineEvent) -> String {
    let what = match (event.action, &event.from) {
        (BaselineAction::Promoted, Some(from)) => format!("promoted from {}", plain(from)),
        (BaselineAction::Promoted, None) => "promoted".to_owned(),
        (BaselineAction::Added, _) => "added".to_owned(),
        (BaselineAction::Removed, _) => "removed".to_owned(),
        (BaselineAction::Retired, _) => "taken out".to_owned(),
    };
    let mut line =
        format!("{}  {}  {}  {what}", event.at.format("%Y-%m-%d %H:%M"), plain(&event.by), plain(&event.run));
    if let Some(why) = &event.why {
        line.push_str(&format!(": {}", plain(why)));
    }
    for objection in &event.objections {
        line.push_str(&format!("\n    overruled: {}", plain(objection)));
    }
    line
}
