//! `perfreport init [DIR]`.

use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::args::input;
use super::exit::Code;
use super::globs;
use super::output::{complain, file_to_keep, line};
use super::progress::Progress;
use crate::config;
use crate::ingest::Input;
use crate::model::settings::Settings;
use crate::pipeline;
use crate::scaffold::{self, CiSystem, Proposal};

/// Writes the files that a project begins with: settings, a helper for k6 scripts, a CI job
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Example:
  perfreport init --script
  perfreport init --from points.json.gz

  The first writes perfreport.toml, perfreport.js, the CI job of the system it finds, and a load
  test. The second proposes objectives, endpoints, routes and intended statuses from a run.

A file that exists is named and left alone; --force overwrites it. The exit code is 2 where every
file exists, so that nothing was written.")]
pub(super) struct Args {
    /// The project's folder
    #[arg(value_name = "DIR", default_value = ".")]
    folder: PathBuf,

    /// Overwrite files that exist
    #[arg(long)]
    force: bool,

    /// Propose endpoints, objectives, routes and intended statuses from this run: points, a snapshot, a summary, a folder
    #[arg(long, value_name = "RUN", value_parser = input())]
    from: Option<Input>,

    /// Write a load test as well: load-test.js
    #[arg(long)]
    script: bool,

    /// The CI system whose job is written [default: those that the folder shows by .github, .gitlab-ci.yml, Jenkinsfile]
    #[arg(long, value_name = "SYSTEM", value_enum)]
    ci: Option<Ci>,
}

/// CI systems on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Ci {
    /// .github/workflows/load-test.yml
    Github,
    /// perfreport.gitlab-ci.yml
    Gitlab,
    /// perfreport.Jenkinsfile
    Jenkins,
    /// No job
    None,
}

impl Args {
    fn systems(&self) -> Vec<CiSystem> {
        match self.ci {
            Some(Ci::Github) => vec![CiSystem::Github],
            Some(Ci::Gitlab) => vec![CiSystem::Gitlab],
            Some(Ci::Jenkins) => vec![CiSystem::Jenkins],
            Some(Ci::None) => Vec::new(),
            None => {
                let shown = |system: &CiSystem| self.folder.join(system.trace()).exists();
                CiSystem::ALL.into_iter().filter(shown).collect()
            }
        }
    }

    /// Where a file of the project is, without `./` in front.
    fn path(&self, file: &str) -> PathBuf {
        let path = self.folder.join(file);
        path.strip_prefix(".").map(Path::to_owned).unwrap_or(path)
    }

    /// Reads the run as the configuration that stays says, so that its endpoints keep their names.
    fn proposal(&self) -> anyhow::Result<Proposal> {
        let Some(from) = &self.from else { return Ok(Proposal::example()) };
        let kept = self.path(config::FILE_NAME);
        let settings = if kept.is_file() && !self.force { config::load(&kept)? } else { Settings::default() };
        let control = std::sync::Arc::default();
        let progress = Progress::start(&control);
        let run = pipeline::record(&globs::expand(from.clone())?, &settings, &control)?;
        drop(progress);
        Ok(Proposal::of(&run, &named(from)))
    }
}

pub(super) fn run(args: &Args) -> anyhow::Result<Code> {
    let proposal = args.proposal()?;
    let systems = args.systems();
    let mut files = vec![scaffold::configuration(&proposal)?, scaffold::helper(&proposal)?];
    if args.script {
        files.push(scaffold::script(&proposal)?);
    }
    files.extend(systems.iter().map(|system| system.file()));

    let mut written = 0;
    for file in &files {
        let path = args.path(file.path);
        if file_to_keep(&path, file.text.as_bytes(), args.force)? {
            line(&format!("wrote  {}", path.display()));
            written += 1;
        } else {
            line(&format!("kept   {}: it exists, and --force overwrites it", path.display()));
        }
    }
    if written == 0 {
        complain("nothing was written: every file exists");
        return Ok(Code::CouldNotRun);
    }
    for system in systems {
        line(&format!("to do  {}", system.by_hand()));
    }
    let script = if args.script { "load-test.js" } else { "YOUR-SCRIPT.js" };
    let record = format!("k6 run --out json=points.json.gz {script}");
    let next = match &args.from {
        Some(from @ Input::Path(_)) => {
            let mut check = format!("perfreport check {}", named(from));
            if args.folder != Path::new(".") {
                check += &format!(" --config {}", args.path(config::FILE_NAME).display());
            }
            [check, record]
        }
        _ => [record, "perfreport check points.json.gz".to_owned()],
    };
    line(&format!("next   {}\n       {}", next[0], next[1]));
    Ok(Code::Success)
}

/// The run as the user named it.
fn named(from: &Input) -> String {
    match from {
        Input::Path(path) => path.display().to_string(),
        Input::Stdin => "standard input".to_owned(),
    }
}
