//! The nouns: plain data that every stage takes and returns.
//!
//! Nothing here opens a file, decides, or draws. Latencies are milliseconds, shares are ratios
//! 0..1, durations are seconds and sizes are bytes; each field says so where it is not obvious.
//!
//! * [`run`]: one load test, whatever wrote it; with [`endpoint`], [`outcome`], [`latency`],
//!   [`load`], [`check`] and [`source`] as its parts
//! * [`origin`]: how a run came about; [`content`]: whether two are the same; [`plausible`]: what none can be; [`folding`]: endpoints that are shown together
//! * [`error_code`]: what went wrong where no status tells
//! * [`distribution`] and [`slices`]: latency in full, and over time; [`sketch`] is what a slice holds, [`bins`]
//!   the grid below them; [`ranked`] answers many questions; [`bounds`]: the buckets that
//!   latencies are known to where they were counted in some, [`bucket_words`] in words
//! * [`missing`] and [`note`]: what a source cannot tell, and what a reader should know; [`absent`]: how files say the
//!   former
//! * [`request_labels`]: endpoint and status of a series of requests; [`route`]: what is the same whatever its parameters are called
//! * [`labeller`]: how a stage asks what a tag means; [`pattern`]: names with `*` in them,
//!   [`nearest`]: names that are most like one
//! * [`settings`], [`endpoint_rule`], [`metric_rule`], [`slo`] and [`metric_objective`]: what the user asked for
//! * [`metric`]: what a script measures besides requests, [`measured`] its samples; [`web_vital`]: how good a page is
//! * [`slicing`]: the slices that a verdict looks at; [`fine_slices`]: those that incidents are looked for in;
//!   [`timeline`]: a run as a report draws it, [`fine_timeline`] a long one besides
//! * [`comparison`], [`change`], [`metric_cell`], [`measure`], [`validity`] and [`evidence`]: what the statistics found; [`judgement`]: what was decided;
//!   [`incident`]: where a run left its own level; [`capacity`]: what load it bore before its latency did
//! * [`subject`] and [`indicator`]: what is judged, and what is measured of it; [`judged`]: both together
//! * [`figures`] and [`metric_figures`]: the numbers of a run that a report shows
//! * [`baseline`]: named runs that others are compared with; [`history`]: what is remembered of every run;
//!   [`review`]: what many runs together show; [`commit`]: what a run is a test of
//! * [`series`]: what the servers say about themselves; [`server_red`]: their view of each endpoint;
//!   [`diagnosis`]: what moved together with the latency; [`postmortem`]: what is told of an incident
//! * [`conflict`]: what git leaves in a file that it could not merge
//! * [`quantity`]: how each unit is written for people; `harmless`: text from outside where it is shown
//! * `parallel`: work on all processors

pub mod absent;
pub mod baseline;
pub mod bins;
pub mod bounds;
pub mod bucket_words;
pub mod capacity;
pub mod change;
pub mod check;
pub mod commit;
pub mod comparison;
pub mod conflict;
pub mod content;
pub mod diagnosis;
pub mod distribution;
pub mod endpoint;
mod endpoint_pattern;
pub mod endpoint_rule;
pub mod endpoint_tag;
pub mod error_code;
pub mod evidence;
pub mod figures;
pub mod fine_slices;
pub mod fine_timeline;
pub mod folding;
pub(crate) mod harmless;
pub mod history;
pub mod incident;
pub mod indicator;
pub mod judged;
pub mod judgement;
pub mod labeller;
pub mod latency;
pub mod link;
pub mod load;
pub mod measure;
pub mod measured;
pub mod metric;
pub mod metric_cell;
pub mod metric_figures;
pub mod metric_objective;
pub mod metric_rule;
pub mod missing;
pub mod nearest;
pub mod note;
pub mod origin;
pub mod outcome;
pub(crate) mod parallel;
pub mod pattern;
pub(crate) mod plausible;
pub mod postmortem;
pub mod quantity;
pub mod ranked;
pub mod request_labels;
pub mod responses;
pub mod review;
pub mod route;
pub mod run;
pub mod series;
pub mod server_red;
pub mod settings;
pub mod sketch;
pub mod slice_axis;
pub mod slices;
pub mod slicing;
pub mod slo;
pub mod source;
pub mod span;
pub mod subject;
pub mod tag_filter;
pub mod timeline;
pub mod users;
pub mod validity;
pub mod web_vital;
pub mod whole_file;

#[cfg(test)]
pub(crate) mod sample;
