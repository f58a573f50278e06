//! How figures went from run to run.
//!
//! * [`calendar`]: the axis of time that all charts share
//! * [`lines`]: runs, levels and objectives as lines
//! * [`panels`]: the panels of one endpoint
//! * [`section`]: all endpoints, those with something to tell first

mod calendar;
mod lines;
mod panels;
mod section;

pub(crate) use section::{Trends, trends};
