//! The run over time: latency, load, errors and where the requests lay, slice by slice.
//!
//! All charts share one axis, the seconds since the test began. The base is laid over the run so
//! that both judged windows begin together.
//!
//! * [`clock`]: the axis, and a run's slices on it
//! * [`shading`]: what is shaded behind the figures
//! * [`section`]: the section on the whole run; its charts in [`latency`], [`load`], [`errors`] and [`heat`]
//! * [`endpoint`]: the small chart of one endpoint
//! * [`spark`]: one line for a terminal

pub(super) mod clock;
pub(super) mod endpoint;
pub(super) mod errors;
pub(super) mod heat;
pub(super) mod latency;
pub(super) mod load;
pub(super) mod section;
pub(super) mod shading;
pub(super) mod spark;

pub(super) use section::{OverTime, over_time};
