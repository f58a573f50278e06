//! **Scaffold**: the files that a project begins with, as `perfreport init` writes them.
//!
//! * here: which files there are, and their texts out of `templates/init/`
//! * `proposal`: what one run suggests for them; `readable`: figures rounded to what a person would write

mod proposal;
mod readable;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Serde, Value};
use minijinja::{Environment, UndefinedBehavior};

pub use proposal::Proposal;

/// A system that runs load tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CiSystem {
    /// GitHub Actions.
    Github,
    /// GitLab CI.
    Gitlab,
    /// Jenkins.
    Jenkins,
}

impl CiSystem {
    /// Every system.
    pub const ALL: [Self; 3] = [Self::Github, Self::Gitlab, Self::Jenkins];

    /// The file or folder of a project that uses it.
    pub fn trace(self) -> &'static str {
        match self {
            Self::Github => ".github",
            Self::Gitlab => ".gitlab-ci.yml",
            Self::Jenkins => "Jenkinsfile",
        }
    }

    /// The file that runs a load test.
    pub fn file(self) -> ScaffoldFile {
        let (path, text) = match self {
            Self::Github => {
                (".github/workflows/load-test.yml", include_str!("../../templates/ci/github.yml"))
            }
            Self::Gitlab => ("perfreport.gitlab-ci.yml", include_str!("../../templates/ci/gitlab.yml")),
            Self::Jenkins => ("perfreport.Jenkinsfile", include_str!("../../templates/ci/Jenkinsfile")),
        };
        // The recipes of docs/ci.md, for the script that stands beside them here.
        ScaffoldFile { path, text: text.replace("load/script.js", "load-test.js") }
    }

    /// What is left to do by hand, since no existing file is changed.
    pub fn by_hand(self) -> &'static str {
        match self {
            Self::Github => "in .github/workflows/load-test.yml: the step that installs perfreport",
            Self::Gitlab => "in .gitlab-ci.yml: `include: [{local: perfreport.gitlab-ci.yml}]`",
            Self::Jenkins => "in Jenkins: a multibranch pipeline with the script path perfreport.Jenkinsfile",
        }
    }
}

/// A file of a project, relative to its folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScaffoldFile {
    /// Where it belongs.
    pub path: &'static str,
    /// What it says.
    pub text: String,
}

/// The configuration.
///
/// # Errors
///
/// A fault of the program: its template does not fit.
pub fn configuration(proposal: &Proposal) -> Result<ScaffoldFile, minijinja::Error> {
    filled("perfreport.toml", include_str!("../../templates/init/perfreport.toml"), proposal)
}

/// The helper module for k6 scripts.
///
/// # Errors
///
/// As [`configuration`].
pub fn helper(proposal: &Proposal) -> Result<ScaffoldFile, minijinja::Error> {
    filled("perfreport.js", include_str!("../../templates/init/perfreport.js"), proposal)
}

/// A load test.
///
/// # Errors
///
/// As [`configuration`].
pub fn script(proposal: &Proposal) -> Result<ScaffoldFile, minijinja::Error> {
    filled("load-test.js", include_str!("../../templates/init/load-test.js"), proposal)
}

fn filled(path: &'static str, template: &str, proposal: &Proposal) -> Result<ScaffoldFile, minijinja::Error> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_syntax(
        SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true).build()?,
    );
    Ok(ScaffoldFile { path, text: environment.render_str(template, Value::from(Serde(proposal)))? })
}
