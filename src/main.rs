//! Parses the command line, runs it, prints one error line, exits.

fn main() {}
