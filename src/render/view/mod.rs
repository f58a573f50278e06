//! What the documents for people say, section by section, as finished text.
//!
//! Every number is already written with its unit, missing ones with their reason, so that
//! templates hold markup and loops and no arithmetic. Nothing is decided here: regressions and
//! findings come from the assessment; the view groups, orders and formats.
//!
//! * [`page`]: all sections together; charts by reference in [`figure`]
//! * [`text`] and [`figure`]: plain text, marks, figures with footnotes
//! * [`subject`]: everything that is known of one endpoint, worst first
//! * [`head`], [`look_first`] and [`finding`]: the first screen
//! * [`changes`], [`outcomes`], [`slos`], [`tail`], [`capacity`], [`endpoints`], [`k6`], [`metrics`], [`method`]: the sections
//! * [`error_codes`] and [`over_time`]: what raw points tell beyond summaries
//! * [`servers`]: what the servers' metrics say
//! * [`postmortem`]: the same of what went wrong, to be filled in; [`review`]: the same for a review of many runs
//! * [`limits`]: what was not tested and what could have been seen; [`population`]: whose latency is shown

mod capacity;
pub(super) mod changes;
pub(super) mod comment;
pub(super) mod endpoints;
pub(super) mod error_codes;
pub(super) mod figure;
pub(super) mod finding;
pub(super) mod head;
pub(super) mod k6;
pub(super) mod limits;
pub(super) mod look_first;
pub(super) mod method;
mod metric_objectives;
pub(super) mod metrics;
pub(super) mod outcomes;
pub(super) mod over_time;
pub(super) mod page;
pub(super) mod population;
pub(super) mod postmortem;
pub(super) mod review;
pub(super) mod servers;
pub(super) mod slos;
pub(super) mod subject;
pub(super) mod tail;
pub(super) mod text;

pub(super) use comment::{Comment, Room};
pub(super) use page::Page;
pub(super) use postmortem::PostmortemPage;
pub(super) use review::ReviewPage;
