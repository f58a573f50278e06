//! Reads files into [`Run`](crate::model::run::Run)s.
