//! `perfreport completions SHELL`.

use clap_complete::Shell;

use super::exit::Code;

/// Prints a completion script for a shell
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Example:
  perfreport completions bash > ~/.local/share/bash-completion/completions/perfreport")]
pub(super) struct Args {
    /// The shell
    #[arg(value_name = "SHELL", value_enum)]
    shell: Shell,
}

pub(super) fn run(args: &Args, command: &mut clap::Command) -> anyhow::Result<Code> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, command, "perfreport", &mut script);
    std::io::Write::write_all(&mut std::io::stdout(), &script)?;
    Ok(Code::Success)
}
