//! Who changes a baseline, and how far they may go.

use crate::cli::args::text;
use crate::cli::exit::Code;
use crate::cli::output;
use crate::cli::when;
use crate::model::quantity::counted;
use crate::pipeline::baseline::{AddOptions, Added, Author, BaselineError};

/// Variables that name the person behind a CI job or a shell.
const PEOPLE: [&str; 5] = ["GITHUB_ACTOR", "GITLAB_USER_LOGIN", "BUILD_USER_ID", "USER", "USERNAME"];

/// Who, and why.
#[derive(Debug, clap::Args)]
pub(super) struct AuthorArgs {
    /// Why, for the log
    #[arg(long, value_name = "TEXT", value_parser = text)]
    why: Option<String>,

    /// Who, for the log [default: who runs the CI job, else the user]
    #[arg(long, value_name = "NAME", value_parser = text)]
    by: Option<String>,
}

impl AuthorArgs {
    pub(super) fn author(&self) -> Author {
        let from_environment =
            || PEOPLE.iter().find_map(|name| std::env::var(name).ok().filter(|v| !v.is_empty()));
        Author {
            by: self.by.clone().or_else(from_environment).unwrap_or_else(|| "unknown".to_owned()),
            at: when::now(),
            why: self.why.clone(),
        }
    }
}

/// How a run is added.
#[derive(Debug, clap::Args)]
pub(super) struct AddArgs {
    #[command(flatten)]
    pub(super) author: AuthorArgs,

    /// Add it although it failed, does not compare, or was cut short; needs --why
    #[arg(long, requires = "why")]
    force: bool,

    /// Begin the baseline again with this run, after a slow-down that is meant: it is judged by itself, and the other runs are
    /// taken out; needs --why
    #[arg(long, requires = "why")]
    restart: bool,

    /// Runs that the baseline keeps, the newest
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..))]
    keep: u16,
}

impl AddArgs {
    pub(super) fn options(&self) -> AddOptions {
        AddOptions { force: self.force, restart: self.restart, keep: usize::from(self.keep) }
    }
}

/// Says what became of a run that was to be added.
pub(super) fn tell(name: &str, added: Result<Added, BaselineError>) -> anyhow::Result<Code> {
    let added = match added {
        Ok(added) => added,
        // A refusal is a judgement, not a breakdown.
        Err(error @ BaselineError::Refused { .. }) => {
            output::complain(&error.to_string());
            return Ok(Code::Fail);
        }
        Err(error) => return Err(error.into()),
    };
    let Added { id, known, runs, retired, objections } = added;
    let what = if known { "has it already" } else { "added" };
    let mut line = format!("{name}: {what}, run {id}; {}", counted(runs, "run"));
    if retired > 0 {
        line.push_str(&format!(", {} taken out", counted(retired, "older run")));
    }
    output::line(&line);
    for objection in objections {
        output::remark(&format!("overruled: {objection}"));
    }
    Ok(Code::Success)
}
