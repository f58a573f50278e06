//! Whether further candidate runs are as fit to be compared as the first.

use super::matching;
use super::validity::{self, Validity};
use crate::model::comparison::ValidityFinding;
use crate::model::run::Run;
use crate::model::settings::Settings;
use crate::words::text;

/// Adds what another candidate run shows and the first does not, with its name.
pub(super) fn join(validity: &mut Validity, base: &[Run], run: &Run, settings: &Settings) {
    let matched = matching::match_endpoints(base, std::slice::from_ref(run));
    let other = validity::assess(base, run, &matched, settings);
    for found in other.findings {
        if validity.findings.iter().all(|known| known.kind != found.kind) {
            let text = text!("run-text", run = &run.meta.name, text = found.text);
            validity.findings.push(ValidityFinding { text, ..found });
        }
    }
    // One run of another load makes the rates of all of them differ.
    if validity.load_ratio.as_ref().is_ok_and(|ratio| validity::is_same_load(*ratio)) {
        validity.load_ratio = other.load_ratio;
    }
}
