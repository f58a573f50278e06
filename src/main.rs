//! Parses the command line, runs it, prints one error line, exits.

use std::process::ExitCode;

fn main() -> ExitCode {
    perfreport::cli::main()
}
