//! Properties: the fast path is the reference, shards are the whole, slices sum up, and no cut panics.

use std::collections::BTreeMap;
use std::io::Write;

use proptest::prelude::{ProptestConfig, any, prop};
use proptest::{prop_assert, prop_assert_eq, proptest, sample};

use super::generate::{HEADER, Mutation, Point, csv_row, mutation, ndjson_line, points};
use super::{TestLabeller, csv, csv_reference, ndjson, ndjson_reference, settings};
use crate::ingest::k6_points::ndjson::NdjsonReader;
use crate::ingest::k6_points::run::assemble;
use crate::ingest::points::chunks;
use crate::ingest::points::collected::{Collected, Tally};
use crate::ingest::points::control::Control;
use crate::model::endpoint::Traffic;
use crate::model::latency::Population;
use crate::model::outcome::Outcome;
use crate::model::responses::{self, ByOutcome};
use crate::model::settings::Settings;
use crate::model::slices::Slices;

fn ndjson_text(points: &[(Point, u8)]) -> Vec<u8> {
    points
        .iter()
        .flat_map(|(point, style)| format!("{}\n", ndjson_line(point, *style)).into_bytes())
        .collect()
}

fn csv_text(points: &[(Point, u8)]) -> Vec<u8> {
    points.iter().flat_map(|(point, style)| format!("{}\n", csv_row(point, *style)).into_bytes()).collect()
}

fn mutated(mut text: Vec<u8>, mutations: &[Mutation]) -> Vec<u8> {
    mutations.iter().for_each(|mutation| mutation.apply(&mut text));
    text
}

/// All endpoints of the run together: how many requests are judged, the responses, and what is left out.
fn judged(collected: Collected) -> (u64, ByOutcome, BTreeMap<Outcome, Slices>) {
    let run = assemble(collected, String::new(), Vec::new(), &TestLabeller, &Settings::default());
    let Traffic { requests, responses, left_out, .. } = run.whole;
    (requests.unwrap(), responses.unwrap(), left_out)
}

/// Requests counted by cell, by distribution and by slice.
fn totals(part: &Tally) -> [u64; 3] {
    let responses = || {
        let sides = [&part.traffic.judged, &part.traffic.left_out];
        sides.into_iter().flat_map(|side| side.values()).flat_map(|outcomes| outcomes.values())
    };
    [
        part.cells.values().sum(),
        responses().map(|responses| responses.distribution.count()).sum(),
        responses().flat_map(|responses| responses.slices.iter()).map(|(_, sketch)| sketch.count()).sum(),
    ]
}

fn merged(mut shards: Vec<Collected>) -> Collected {
    let mut whole = Collected::default();
    while let Some(shard) = shards.pop() {
        whole.merge(&shard);
    }
    whole
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn fast_ndjson_is_the_reference(points in points(), warm_up in 0..20_u32) {
        let text = ndjson_text(&points);
        let settings = settings(warm_up);
        prop_assert_eq!(ndjson(&text, &settings), ndjson_reference(&text, &settings));
    }

    #[test]
    fn fast_ndjson_is_the_reference_on_broken_lines(
        points in points(),
        mutations in prop::collection::vec(mutation(), 1..12),
    ) {
        let text = mutated(ndjson_text(&points), &mutations);
        let (fast, reference) = (ndjson(&text, &settings(0)), ndjson_reference(&text, &settings(0)));
        prop_assert_eq!(fast, reference, "{}", String::from_utf8_lossy(&text));
    }

    #[test]
    fn fast_csv_is_the_reference(points in points(), warm_up in 0..20_u32) {
        let text = csv_text(&points);
        let settings = settings(warm_up);
        prop_assert_eq!(csv(HEADER, &text, &settings), csv_reference(HEADER, &text, &settings));
    }

    #[test]
    fn fast_csv_is_the_reference_on_broken_rows(
        points in points(),
        mutations in prop::collection::vec(mutation(), 1..12),
    ) {
        let text = mutated(csv_text(&points), &mutations);
        let (fast, reference) = (csv(HEADER, &text, &settings(0)), csv_reference(HEADER, &text, &settings(0)));
        prop_assert_eq!(fast, reference, "{}", String::from_utf8_lossy(&text));
    }

    #[test]
    fn any_split_into_shards_merges_to_the_whole(
        points in points(),
        shards in prop::collection::vec(0..4_usize, 60),
        warm_up in 0..100_u32,
    ) {
        let settings = settings(warm_up);
        let parts: Vec<Collected> = (0..4)
            .map(|shard| {
                let of_shard = points.iter().zip(&shards).filter(|&(_, &of)| of == shard);
                ndjson(&ndjson_text(&of_shard.map(|(point, _)| point.clone()).collect::<Vec<_>>()), &settings)
            })
            .collect();
        let whole = merged(vec![ndjson(&ndjson_text(&points), &settings)]);
        let together = merged(parts.clone());
        let other_way_round = merged(parts.into_iter().rev().collect());
        prop_assert_eq!(&together, &other_way_round);
        // Where a line begins depends on the file it is in, and nothing else does.
        let without_places = |mut collected: Collected| {
            collected.unreadable.first = None;
            collected
        };
        prop_assert_eq!(without_places(together.clone()), without_places(whole));
        let (requests, by_outcome, _) = judged(without_places(together));
        let latencies = responses::of_population(&by_outcome, Population::AllResponses).distribution;
        prop_assert_eq!(requests, latencies.count());
    }

    #[test]
    fn slices_sum_to_the_whole(points in points(), warm_up in 0..100_u32) {
        let collected = ndjson(&ndjson_text(&points), &settings(warm_up));
        for part in collected.head.values().chain([&collected.body]) {
            let [cells, distributions, slices] = totals(part);
            prop_assert_eq!(cells, distributions);
            prop_assert_eq!(cells, slices);
        }
        let requests: u64 = collected.head.values().chain([&collected.body]).map(|part| totals(part)[0]).sum();
        let (total, by_outcome, left_out) = judged(collected);
        let judged: u64 = by_outcome.values().flat_map(|r| r.slices.iter()).map(|(_, s)| s.count()).sum();
        let left_out: u64 = left_out.values().flat_map(Slices::iter).map(|(_, s)| s.count()).sum();
        prop_assert_eq!(judged, total);
        prop_assert_eq!(judged + left_out, requests);
    }

    #[test]
    fn a_file_cut_at_any_byte_is_read_up_to_there(points in points(), at in any::<sample::Index>()) {
        for (text, read) in [
            (ndjson_text(&points), (&|bytes: &[u8]| ndjson(bytes, &settings(0))) as &dyn Fn(&[u8]) -> Collected),
            (csv_text(&points), &|bytes: &[u8]| csv(HEADER, bytes, &settings(0))),
        ] {
            let at = at.index(text.len() + 1);
            let whole_lines = text[..at].iter().rposition(|&byte| byte == b'\n').map_or(0, |end| end + 1);
            let (cut, whole) = (read(&text[..at]), read(&text[..whole_lines]));
            prop_assert!(cut.unreadable.cut <= 1);
            prop_assert_eq!(cut.unreadable.lines, whole.unreadable.lines);
            if cut.unreadable.cut == 1 {
                prop_assert_eq!(&cut.body, &whole.body);
            }
        }
    }

    #[test]
    fn chunks_of_any_size_are_the_whole(
        points in points(),
        chunk in 1..3000_u64,
        ends in any::<bool>(),
    ) {
        let mut text = ndjson_text(&points);
        if !ends {
            text.pop();
        }
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(&text).unwrap();
        let settings = settings(0);
        let make = || NdjsonReader::new(&TestLabeller, &settings);
        let reading = chunks::read(file.path(), 0, chunk, &Control::default(), make).unwrap();
        prop_assert_eq!(&reading.collected, &merged(vec![ndjson(&text, &settings)]));
        prop_assert_eq!(reading.lines + reading.collected.unreadable.cut, points.len() as u64);
    }
}
