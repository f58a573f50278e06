//! Which inputs belong together: load generators that ran at one time, each of them once, in whatever order.

use std::collections::BTreeSet;

use super::input::Input;
use super::k6_points::Collected;
use crate::model::note::Note;
use crate::model::run::Run;
use crate::words::text;

/// Seconds of silence between two inputs from which on they are two runs. k6 writes its users every second: the pieces of
/// one run follow each other sooner.
const RERUN_GAP: i64 = 3;
/// Seconds by which load generators of one run begin apart at most.
const LATEST_START: i64 = 120;

const MICROS: i64 = 1_000_000;

/// One input, as far as it tells whether it is another one again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Shard {
    /// First start and last end of its requests, the warm-up included, in microseconds since 1970.
    span: Option<(i64, i64)>,
    requests: u64,
    /// The hosts that were asked, where names are URLs.
    hosts: BTreeSet<String>,
    /// The runs that it was merged from itself.
    reruns: u64,
    file: String,
}

impl Shard {
    pub(super) fn of_points(collected: &Collected, file: &str) -> Self {
        let cells = || collected.parts().flat_map(|part| &part.cells);
        Self {
            span: collected.span(),
            requests: cells().filter(|(cell, _)| cell.judged).map(|(_, requests)| requests).sum(),
            hosts: cells().filter_map(|(cell, _)| cell.endpoint.host.clone()).collect(),
            reruns: 1,
            file: file.to_owned(),
        }
    }

    pub(super) fn of_run(run: &Run, file: &str) -> Self {
        let micros = |time: &chrono::DateTime<chrono::Utc>| time.timestamp_micros();
        Self {
            span: run.meta.started.iter().map(micros).next().zip(run.meta.ended.iter().map(micros).next()),
            requests: run.whole.requests.clone().unwrap_or(0),
            hosts: run.endpoints.iter().filter_map(|endpoint| endpoint.host.clone()).collect(),
            reruns: run.reruns().unwrap_or(1),
            file: file.to_owned(),
        }
    }
}

/// The inputs that were read.
#[derive(Debug, Default)]
pub(super) struct Shards {
    read: Vec<Shard>,
    notes: Vec<Note>,
}

impl Shards {
    /// Takes an input; tells whether it is none that was read already.
    pub(super) fn is_new(&mut self, shard: Shard) -> bool {
        // Two load generators never begin and end in the same microsecond.
        let is_same = |known: &&Shard| {
            shard.span.is_some()
                && (known.span, known.requests, &known.hosts) == (shard.span, shard.requests, &shard.hosts)
        };
        if let Some(known) = self.read.iter().find(is_same) {
            self.notes.push(Note::new(text!("shards-same", again = &shard.file, known = &known.file)));
            return false;
        }
        self.read.push(shard);
        true
    }

    /// Puts into the run what is known of its inputs.
    pub(super) fn mark(self, run: &mut Run) {
        run.origin.reruns = self.reruns();
        run.notes.extend(self.notes);
    }

    /// Runs that were made one after the other, 0 where it is one. An input that began when the others had ended, or minutes
    /// after them, is no load generator of the same run.
    fn reruns(&self) -> u64 {
        let mut shards: Vec<(&Shard, (i64, i64))> =
            self.read.iter().filter_map(|shard| Some((shard, shard.span?))).collect();
        shards.sort_by_key(|(_, span)| *span);
        let (mut runs, mut most) = (0, 0);
        let mut current: Option<(i64, i64)> = None;
        for (shard, (start, end)) in shards {
            most = most.max(shard.reruns);
            current = Some(match current {
                Some((first, last)) if !is_another(start, first, last) => (first, last.max(end)),
                _ => {
                    runs += 1;
                    (start, end)
                }
            });
        }
        let runs = if runs > 1 { runs } else { 0 };
        runs.max(if most > 1 { most } else { 0 })
    }
}

/// Tells whether what began at `start` is another run than what went on from `first` to `last`.
fn is_another(start: i64, first: i64, last: i64) -> bool {
    let after = start - last;
    let touches = after.abs() < RERUN_GAP * MICROS;
    !touches && (after > 0 || start - first > LATEST_START * MICROS)
}

/// Inputs in an order that does not depend on how they were given: by the name of the file, then by its folder; standard
/// input last.
pub(super) fn in_order(inputs: &[Input]) -> Vec<&Input> {
    let mut sorted: Vec<&Input> = inputs.iter().collect();
    sorted.sort_by_key(|input| match input {
        Input::Path(path) => (false, path.file_name(), Some(path.as_path())),
        Input::Stdin => (true, None, None),
    });
    sorted
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shard(start: i64, end: i64) -> Shard {
        Shard {
            span: Some((start * MICROS, end * MICROS)),
            requests: 100,
            hosts: BTreeSet::new(),
            reruns: 1,
            file: format!("{start}.json"),
        }
    }

    #[test]
    fn load_generators_of_one_time_are_one_run() {
        // First and last second of each input → runs; 0: it is one
        let table: [(&[(i64, i64)], u64); 6] = [
            (&[(0, 600), (1, 601), (30, 600)], 0),
            (&[(0, 100), (100, 200), (202, 300)], 0),
            (&[(0, 20), (600, 620), (1200, 1220)], 3),
            (&[(1200, 1220), (0, 20), (1, 21)], 2),
            (&[(0, 600), (300, 900)], 2),
            (&[(0, 20), (25, 45)], 2),
        ];
        for (spans, expected) in table {
            let mut shards = Shards::default();
            assert!(spans.iter().all(|&(start, end)| shards.is_new(shard(start, end))));
            assert_eq!(shards.reruns(), expected, "{spans:?}");
        }
    }

    #[test]
    fn one_input_counts_once() {
        let mut shards = Shards::default();
        assert!(shards.is_new(shard(0, 60)));
        assert!(!shards.is_new(Shard { file: "copy.json".to_owned(), ..shard(0, 60) }));
        assert!(shards.is_new(Shard { requests: 101, ..shard(0, 60) }));
        let mut run = crate::model::sample::run("run");
        shards.mark(&mut run);
        assert!(run.notes[0].text.contains("copy.json holds the same requests as 0.json"));
    }
}
