//! What other tools log of every request, for [`points`](super::points) to count.
//!
//! * `collect`: the entry; `run`: what a run of another tool says of itself
//! * `jmeter` with `jmeter_header`; `vegeta`: the lines of each tool
//! * `tool`: which tool it is; `tags`: what every tool tells of a request

mod collect;
mod jmeter;
mod jmeter_header;
mod run;
mod tags;
mod tool;
mod vegeta;

pub(super) use collect::collect;
pub(super) use run::adopt;
pub(super) use tool::Tool;
