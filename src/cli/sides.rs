//! Which runs on the command line are the base, and which are judged.

use clap::error::Error;
use clap::{ArgMatches, Command, FromArgMatches};

use super::globs::expand_operand;
use super::stored::Operand;

/// The runs of a comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sides {
    /// Base runs, the first given first; empty under `check`.
    pub(super) base: Vec<Operand>,
    /// The runs that are judged.
    pub(super) runs: Vec<Operand>,
    /// Whether the runs in each place belong together.
    pub(super) paired: bool,
}

impl Sides {
    /// One run, without a base.
    pub(super) fn alone(run: &Operand) -> anyhow::Result<Self> {
        let runs = expand_operand(run.clone())?;
        if runs.len() > 1 {
            anyhow::bail!("`{run}` matches {} files, and one run is judged by itself", runs.len());
        }
        Ok(Self { base: Vec::new(), runs, paired: false })
    }
}

/// The runs as they are written.
#[derive(Debug, Clone, Default, clap::Args)]
struct Words {
    /// The base runs, then the run to judge; with --run all of them are base runs. Each is raw points, a snapshot, a k6 summary,
    /// Prometheus exports, a folder with one run's files, or `@name`, a baseline; `-` is standard input. `*`, `?` and `[…]` stand for files
    #[arg(value_name = "RUN", value_parser = Operand::parser())]
    positional: Vec<Operand>,

    /// A base run (repeatable; up to 10 are used)
    #[arg(long = "base", value_name = "BASE", num_args = 1.., value_parser = Operand::parser())]
    base: Vec<Operand>,

    /// A run to judge (repeatable): several runs of one build are judged together
    #[arg(long = "run", value_name = "RUN", num_args = 1.., value_parser = Operand::parser())]
    run: Vec<Operand>,

    /// A base run and a run that was made right before or after it on the same host (repeatable): judged by the differences within pairs
    #[arg(long = "pair", value_names = ["BASE", "RUN"], num_args = 2, value_parser = Operand::parser(), conflicts_with_all = ["positional", "base", "run"])]
    pair: Vec<Operand>,
}

/// The runs as they are written, with what each `--base` was followed by.
#[derive(Debug, Clone, Default)]
pub(super) struct SideArgs {
    words: Words,
    /// How many runs stood behind each `--base`: a shell writes several where it expands a pattern.
    behind_base: Vec<usize>,
}

impl clap::Args for SideArgs {
    fn augment_args(command: Command) -> Command {
        Words::augment_args(command)
    }

    fn augment_args_for_update(command: Command) -> Command {
        Words::augment_args_for_update(command)
    }
}

impl FromArgMatches for SideArgs {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        Self::from_arg_matches_mut(&mut matches.clone())
    }

    fn from_arg_matches_mut(matches: &mut ArgMatches) -> Result<Self, Error> {
        let behind_base = matches
            .get_occurrences::<Operand>("base")
            .map(|occurrences| occurrences.map(Iterator::count).collect())
            .unwrap_or_default();
        Ok(Self { words: Words::from_arg_matches_mut(matches)?, behind_base })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

impl SideArgs {
    /// Decides who is who.
    ///
    /// # Errors
    ///
    /// Where it is not clear, with the command that would be; where a pattern matches nothing.
    pub(super) fn sides(self) -> anyhow::Result<Sides> {
        let Words { positional, base, run, pair } = self.words;
        if !pair.is_empty() {
            return pairs(pair);
        }
        if !run.is_empty() {
            let base = expanded(positional.into_iter().chain(base))?;
            if base.is_empty() {
                anyhow::bail!(
                    "there is no base run: `perfreport compare BASE… --run {}` takes it before --run, or behind --base",
                    words(&run)
                );
            }
            return Ok(Sides { base, runs: expanded(run)?, paired: false });
        }
        // What stands behind the first run of a `--base` may be further ones, or what was to stand by itself.
        let behind: usize = self.behind_base.iter().map(|count| count.saturating_sub(1)).sum();
        match (positional.as_slice(), base.as_slice()) {
            ([], []) => anyhow::bail!("no run was given: `perfreport compare BASE RUN`"),
            ([only], []) => match expand_operand(only.clone())?.len() {
                1 => anyhow::bail!(
                    "one run alone has nothing to be compared with: `perfreport compare BASE {only}`, or `perfreport check {only}`"
                ),
                count => anyhow::bail!(
                    "`{only}` matches {count} files: which of them is the run to judge? `perfreport compare '{only}' --run RUN`"
                ),
            },
            ([only], [_, ..]) if behind != 1 => {
                Ok(Sides { runs: one(only)?, base: expanded(base)?, paired: false })
            }
            ([only], [others @ .., last]) => anyhow::bail!(
                "is {only} the run to judge, or {last}? `perfreport compare {} {last} --run {only}` or `perfreport compare {only} {} --run {last}`",
                words(others),
                words(others)
            ),
            ([], given) => match split(&self.behind_base, given.to_vec()) {
                (firsts, Some((run, others))) => Ok(Sides {
                    runs: one(&run)?,
                    base: expanded(others.into_iter().chain(firsts))?,
                    paired: false,
                }),
                (_, None) => anyhow::bail!(
                    "the base is given, and no run to judge: `perfreport compare {} --run RUN`",
                    words(given)
                ),
            },
            ([others @ .., run], _) => {
                let others = others.to_vec();
                Ok(Sides { runs: one(run)?, base: expanded(others.into_iter().chain(base))?, paired: false })
            }
        }
    }
}

/// Takes `--base A B RUN` apart, which is `B RUN --base A`: the first behind each, and the last of the others with those
/// before it. Absent where it is not just one that is left over.
fn split(behind_base: &[usize], base: Vec<Operand>) -> (Vec<Operand>, Option<(Operand, Vec<Operand>)>) {
    let (mut firsts, mut others) = (Vec::new(), Vec::new());
    let mut base = base.into_iter();
    for &count in behind_base {
        firsts.extend(base.next());
        others.extend(base.by_ref().take(count.saturating_sub(1)));
    }
    // A pattern that a shell expanded leaves any number.
    let run = if others.len() == 2 { others.pop() } else { None };
    (firsts, run.map(|run| (run, others)))
}

/// Runs as they were written.
fn words(operands: &[Operand]) -> String {
    operands.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

fn expanded(operands: impl IntoIterator<Item = Operand>) -> anyhow::Result<Vec<Operand>> {
    let mut all = Vec::new();
    for operand in operands {
        all.extend(expand_operand(operand)?);
    }
    Ok(all)
}

/// The last run that stands by itself: one, whatever its name.
fn one(run: &Operand) -> anyhow::Result<Vec<Operand>> {
    let runs = expand_operand(run.clone())?;
    if runs.len() > 1 {
        anyhow::bail!(
            "`{run}` matches {} files: which of them are to be judged? `perfreport compare BASE… --run '{run}'` judges all of them together",
            runs.len()
        );
    }
    Ok(runs)
}

fn pairs(pair: Vec<Operand>) -> anyhow::Result<Sides> {
    let mut sides = Sides { base: Vec::new(), runs: Vec::new(), paired: true };
    let mut operands = pair.into_iter();
    while let (Some(base), Some(run)) = (operands.next(), operands.next()) {
        for (side, operand) in [(&mut sides.base, base), (&mut sides.runs, run)] {
            let found = expand_operand(operand.clone())?;
            if found.len() > 1 {
                anyhow::bail!("`{operand}` matches {} files, and a pair is two runs", found.len());
            }
            side.extend(found);
        }
    }
    Ok(sides)
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::{SideArgs, Sides};

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        sides: SideArgs,
    }

    fn parsed(line: &str) -> Result<Sides, String> {
        let words = std::iter::once("x").chain(line.split_whitespace());
        let line = Line::try_parse_from(words).map_err(|error| error.to_string())?;
        line.sides.sides().map_err(|error| error.to_string())
    }

    /// Base runs and candidate runs, in words.
    fn told(sides: &Sides) -> (String, String) {
        (super::words(&sides.base), super::words(&sides.runs))
    }

    #[test]
    fn who_is_the_base_and_who_is_judged() {
        let table = [
            ("b r", "b", "r"),
            ("b1 b2 r", "b1 b2", "r"),
            ("@main r", "@main", "r"),
            ("b1 r --base b2", "b1 b2", "r"),
            ("b1 r --base b2 --base b3", "b1 b2 b3", "r"),
            ("b1 r --base b2 b3", "b1 b2 b3", "r"),
            ("r --base b", "b", "r"),
            ("r --base b1 --base b2", "b1 b2", "r"),
            ("r --base b1 b2 b3", "b1 b2 b3", "r"),
            ("--base b2 b1 r", "b1 b2", "r"),
            ("b1 b2 --run r1 --run r2", "b1 b2", "r1 r2"),
            ("b1 b2 --run r1 r2", "b1 b2", "r1 r2"),
            ("--run r1 r2 --base b1 b2", "b1 b2", "r1 r2"),
            ("b1 --run r1 --base b2", "b1 b2", "r1"),
        ];
        for (line, base, runs) in table {
            let sides = parsed(line).unwrap_or_else(|error| panic!("{line}: {error}"));
            assert_eq!(told(&sides), (base.to_owned(), runs.to_owned()), "{line}");
            assert!(!sides.paired);
        }
    }

    #[test]
    fn pairs_are_two_runs_each() {
        let sides = parsed("--pair b1 r1 --pair b2 r2").unwrap();
        assert_eq!(told(&sides), ("b1 b2".to_owned(), "r1 r2".to_owned()));
        assert!(sides.paired);
        assert!(parsed("--pair b1").is_err());
        assert!(parsed("b --pair b1 r1").unwrap_err().contains("cannot be used with"));
    }

    #[test]
    fn what_is_not_clear_names_the_command_that_is() {
        let table = [
            ("", "`perfreport compare BASE RUN`"),
            ("a.json", "`perfreport check a.json`"),
            ("--run r1 r2", "there is no base run"),
            ("--base b1", "no run to judge"),
            ("--base b1 b2 b3 b4", "no run to judge"),
            // It was `compare b r --base c`, and a shell would write the same for `compare b --base '*'`.
            (
                "a --base b c",
                "is a the run to judge, or c? `perfreport compare b c --run a` or `perfreport compare a b --run c`",
            ),
            ("--run r1 r2", "`perfreport compare BASE… --run r1 r2`"),
            ("--base b1", "`perfreport compare b1 --run RUN`"),
            ("Cargo.*", "`Cargo.*` matches 2 files: which of them is the run to judge?"),
        ];
        for (line, expected) in table {
            let error = parsed(line).unwrap_err();
            assert!(error.contains(expected), "{line}: {error}");
        }
    }
}
