//! Charts over time: panels under each other that share one horizontal axis.
//!
//! The geometry is the same for every chart of one size, so that charts under each other line up.
//!
//! * [`frame`]: the axis of time, its ticks, spans that are shaded and times that are marked
//! * [`calendar`]: the ticks of an axis that spans days or months
//! * [`scale`]: the vertical axes, linear or logarithmic
//! * [`panel`]: one panel and the chart that stacks them
//! * [`lines`], [`columns`], [`heat`]: what a panel may hold
//! * [`sparkline`]: lines as small as a line of text, without a panel

mod calendar;
pub(in crate::render) mod columns;
pub(in crate::render) mod frame;
pub(in crate::render) mod heat;
pub(in crate::render) mod lines;
pub(in crate::render) mod panel;
pub(in crate::render) mod scale;
pub(in crate::render) mod sparkline;
