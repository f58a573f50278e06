//! Decides what tags mean: endpoint, outcome, window.
//!
//! Everything here is told by the configuration once, in [`Classifier::new`], and then works on plain
//! bytes: a script with an id in every URL asks millions of times.
//!
//! * [`Classifier`]: what other stages ask, through [`model::labeller`](crate::model::labeller)
//! * `route`: endpoint names, from names and URLs; `url` takes a URL apart
//! * `scrub`: takes queries, fragments and user info out of text; `secret`: what is secret outside of them
//! * `header`: credentials in what repeats a header
//! * `length`: cuts what is too long
//! * `outcome`: how a request ended
//! * `window`: which scenarios are judged

mod classifier;
mod header;
mod length;
mod outcome;
mod route;
mod scrub;
mod secret;
mod url;
mod window;

#[cfg(test)]
mod tests;

pub use classifier::Classifier;
pub use outcome::outcome;
pub use scrub::scrub;
