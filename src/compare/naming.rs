//! Whether both sides name their endpoints by the same tag.

use crate::model::comparison::{ValidityEffect, ValidityFinding, ValidityKind};
use crate::model::endpoint_tag::EndpointTag;
use crate::model::run::Run;
use crate::words::Text;

/// Finds a base run whose endpoints are named by another tag than the candidate's.
pub(super) fn other_tag(base: &[Run], run: &Run) -> Option<ValidityFinding> {
    let here = tag_of(run)?;
    let there = base.iter().filter_map(tag_of).find(|tag| *tag != here)?;
    Some(ValidityFinding {
        kind: ValidityKind::EndpointTag,
        effect: ValidityEffect::WithholdLatency,
        text: Text::from(format!(
            "The base names its endpoints by the {there}, the candidate by the {here}. Say by which, in perfreport.toml: `{}` or `{}`.",
            there.setting(),
            here.setting()
        )),
    })
}

/// The tag that names a run's endpoints, where it has any.
fn tag_of(run: &Run) -> Option<&EndpointTag> {
    let known = run.origin.settings.as_ref()?;
    run.judged_endpoints().next().map(|_| &known.tag)
}
