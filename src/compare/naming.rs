//! Whether both sides name their endpoints by the same tag.

use crate::model::comparison::{ValidityEffect, ValidityFinding, ValidityKind};
use crate::model::endpoint_tag::EndpointTag;
use crate::model::run::Run;
use crate::words::text;

/// Finds a base run whose endpoints are named by another tag than the candidate's.
pub(super) fn other_tag(base: &[Run], run: &Run) -> Option<ValidityFinding> {
    let here = tag_of(run)?;
    let there = base.iter().filter_map(tag_of).find(|tag| *tag != here)?;
    Some(ValidityFinding {
        kind: ValidityKind::EndpointTag,
        effect: ValidityEffect::WithholdLatency,
        text: text!(
            "fit-tag",
            base_tags = there.tags().count(),
            base = there.quoted(),
            run_tags = here.tags().count(),
            run = here.quoted(),
            base_setting = there.setting(),
            run_setting = here.setting()
        ),
    })
}

/// The tag that names a run's endpoints, where it has any.
fn tag_of(run: &Run) -> Option<&EndpointTag> {
    let known = run.origin.settings.as_ref()?;
    run.judged_endpoints().next().map(|_| &known.tag)
}
