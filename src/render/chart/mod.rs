//! Draws charts as SVG.
//!
//! A chart is data first ([`Chart`]): the view fills it, and a renderer that wants it draws it,
//! inline for HTML or as a file of its own for Markdown. A new kind of chart is one file here and
//! one variant.
//!
//! * [`theme`]: colours by meaning, light and dark
//! * [`canvas`]: shapes in pixels; [`svg`]: the element around them; [`axis`]: positions and ticks, by plotters
//! * [`rows`]: the frame of the charts that have one row per endpoint
//! * [`intervals`], [`outcomes`], [`slo_gauge`]: those charts
//! * [`percentile_curve`]: latency over percentile; [`load_curve`]: over load
//! * [`time`]: everything over time

pub(super) mod axis;
pub(super) mod canvas;
pub(super) mod intervals;
pub(super) mod kind;
pub(super) mod load_curve;
pub(super) mod outcomes;
pub(super) mod percentile_curve;
pub(super) mod rows;
pub(super) mod slo_gauge;
pub(super) mod svg;
pub(super) mod theme;
pub(super) mod time;

pub(super) use kind::Chart;
