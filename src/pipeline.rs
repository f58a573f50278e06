//! The wiring: the only file that calls more than one stage.
