//! What other tools log of every request, for [`points`](super::points) to count.
//!
//! * `collect`: the entry; `run`: what a run of another tool says of itself
//! * `jmeter`, `gatling`, `vegeta`, `hey`, `locust`: the readers of each tool
//! * `rows`: rows of CSV
//! * `tool`: which tool it is; `asked`: what its reader is given; `tags`: what every tool tells of a request

mod asked;
mod collect;
mod gatling;
mod hey;
mod jmeter;
mod locust;
mod rows;
mod run;
mod tags;
mod tool;
mod vegeta;

pub(super) use collect::collect;
pub(super) use run::adopt;
pub(super) use tool::Tool;
