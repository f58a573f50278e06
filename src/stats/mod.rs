//! Numbers only: the distributions, tests and orderings that `docs/methodology.md` names.
//!
//! Nothing here knows a request. Every function states its formula and its source.
