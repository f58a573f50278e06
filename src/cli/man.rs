//! `perfreport man`.

use std::io::Write;

use super::exit::Code;

/// Prints the manual page
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Example:
  perfreport man > ~/.local/share/man/man1/perfreport.1
  perfreport man compare | man -l -")]
pub(super) struct Args {
    /// The page of one subcommand
    #[arg(value_name = "COMMAND")]
    command: Option<String>,
}

pub(super) fn run(args: &Args, mut program: clap::Command) -> anyhow::Result<Code> {
    program.build();
    let page = match &args.command {
        None => program,
        Some(name) => program
            .find_subcommand(name)
            .cloned()
            .ok_or_else(|| anyhow::anyhow!("there is no subcommand {name}"))?,
    };
    let mut text = Vec::new();
    clap_mangen::Man::new(page).render(&mut text)?;
    std::io::stdout().write_all(&text)?;
    Ok(Code::Success)
}
