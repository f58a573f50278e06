//! What the servers' metrics say, beside what the load generator saw.
//!
//! Everything is on the axis of the run over time, and nothing is called a cause.
//!
//! * [`saturation`]: the section on what may be full; its chart in [`overview`], its table in [`resources`]
//! * [`red`]: the section on endpoints as the servers saw them; its small charts in [`red_charts`]
//! * [`course`]: a course on the axis of the run; [`amount`]: numbers in the unit of a signal; [`words`]: what is said

mod amount;
mod course;
mod overview;
pub(super) mod red;
mod red_charts;
mod resources;
pub(super) mod saturation;
mod words;
