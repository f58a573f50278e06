//! `perfreport baseline list`.

use comfy_table::Table;

use crate::cli::exit::Code;
use crate::cli::output;
use crate::cli::stored::StoreArgs;
use crate::render::text::plain;
use crate::store::Store;

/// Lists the baselines
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    store: StoreArgs,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Code> {
    let store = args.store.open()?;
    let reading = store.read_lock();
    let (baselines, broken) = store.baselines()?;
    drop(reading);
    if baselines.is_empty() && broken.is_empty() {
        output::remark(&nothing(&store));
    } else {
        let mut table = Table::new();
        table
            .load_style(comfy_table::presets::NOTHING)
            .set_header(["baseline", "runs", "newest", "added", "by"]);
        for baseline in &baselines {
            let newest = baseline.runs.first();
            table.add_row([
                plain(&baseline.name),
                baseline.runs.len().to_string(),
                newest.map_or_else(|| "–".to_owned(), |run| plain(&run.name)),
                newest.map_or_else(|| "–".to_owned(), |run| run.added.format("%Y-%m-%d %H:%M").to_string()),
                baseline.log.first().map_or_else(|| "–".to_owned(), |event| plain(&event.by)),
            ]);
        }
        output::line(&table.trim_fmt());
    }
    for problem in broken {
        output::remark(&format!("{problem}\n`perfreport store verify` says what to do"));
    }
    Ok(Code::Success)
}

fn nothing(store: &Store) -> String {
    format!("no baseline in {}; add a run with `perfreport baseline add NAME RUN`", store.root().display())
}
