//! **Diagnose**: what the servers' own metrics say of a load test.
//!
//! * [`server_red`]: rate, errors and duration by endpoint on the server's side
//! * [`histogram`]: what a signal's histograms counted in a span of time
//! * `window`: increases and mean rates of series in a span; `labels`: endpoint and status of a series

pub mod histogram;
mod labels;
pub mod server_red;
mod window;
