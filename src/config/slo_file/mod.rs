//! Objectives that stand in a file of [OpenSLO](https://github.com/OpenSLO/OpenSLO) v1 or of [Sloth](https://sloth.dev) v1.
//!
//! An objective is read as a whole or refused by name: one that was read in part would be another one.
//!
//! * `yaml`: the file, whose nodes know their place; `openslo`, `sloth`: its objects
//! * `requests`, `statuses`: which requests a selector counts; `indicator`: what is asked of them

mod indicator;
mod openslo;
mod requests;
mod sloth;
mod statuses;
mod yaml;

#[cfg(test)]
mod tests;

use std::path::Path;

use super::error::{ConfigError, Diagnostic, Mistake};
use super::locate::MOST_TEXT;
use crate::model::slo::Slo;
use crate::model::whole_file;
use yaml::Node;

/// Adds the objectives of the file `path`, but for those that are there already.
///
/// # Errors
///
/// When the file cannot be read, is of neither format, or holds an objective that a load test cannot be judged by: all of them.
pub fn add_objectives(path: &Path, objectives: &mut Vec<Slo>) -> Result<(), ConfigError> {
    let text = whole_file::text(path, MOST_TEXT, "a file of objectives")
        .map_err(|source| ConfigError::Read { source })?;
    for found in parse(&text, &path.display().to_string())? {
        if !objectives.contains(&found) {
            objectives.push(found);
        }
    }
    Ok(())
}

/// Reads a file; errors call it `name`.
fn parse(text: &str, name: &str) -> Result<Vec<Slo>, ConfigError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let found = yaml::read(text, |documents| {
        if documents.is_empty() {
            return vec![Err(Mistake::new(0..0, "the file is empty").hint(EXPECTED))];
        }
        let mut found: Vec<_> =
            documents.iter().flat_map(|document| of_document(*document, documents)).collect();
        if found.is_empty() {
            found.push(Err(Mistake::new(0..0, "the file holds no SLO").hint(EXPECTED)));
        }
        found
    });
    let found = found.unwrap_or_else(|mistake| vec![Err(mistake)]);
    let (mut objectives, mut refused) = (Vec::new(), Vec::new());
    for one in found {
        match one {
            Ok(objective) => objectives.push(objective),
            Err(mistake) => refused.push(mistake.locate(text, name)),
        }
    }
    let mut refused: std::vec::IntoIter<Diagnostic> = refused.into_iter();
    match refused.next() {
        None => Ok(objectives),
        Some(first) => Err(ConfigError::Invalid(Box::new(first.with(refused)))),
    }
}

const EXPECTED: &str =
    "expected an SLO of OpenSLO, `apiVersion: openslo/v1`, or of Sloth, `version: prometheus/v1`";

/// Tells by its version whose document it is.
fn of_document(document: Node, all: &[Node]) -> Vec<Result<Slo, Mistake>> {
    let version = ["apiVersion", "version"].into_iter().find_map(|key| document.get(key));
    let Some(version) = version else {
        return vec![Err(document.mistake_at_start("this is no file of objectives").hint(EXPECTED))];
    };
    match version.string() {
        Ok("openslo/v1") => openslo::objectives(document, all),
        Ok("prometheus/v1") => sloth::objectives(document, &sloth::FILE),
        Ok("sloth.slok.dev/v1") => match document.need("spec") {
            Ok(spec) => sloth::objectives(spec, &sloth::RESOURCE),
            Err(mistake) => vec![Err(mistake)],
        },
        Ok(other) => {
            vec![Err(version.mistake(&format!("the version `{other}` is not understood\n{EXPECTED}")))]
        }
        Err(mistake) => vec![Err(mistake)],
    }
}
