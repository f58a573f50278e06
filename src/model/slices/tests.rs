use super::{Absorb, FINE_LOG2, MAX_SLICES, Sketch, Slices, Slots, sum};

fn sketch(values: &[u64]) -> Sketch {
    let mut indices: Vec<u16> = values.iter().map(|&value| Sketch::index_of(value)).collect();
    Sketch::from_indices(&mut indices)
}

fn slices(points: &[(i64, u64)]) -> Slices {
    let mut out = Slices::default();
    for &(second, value) in points {
        out.absorb_at(second, &sketch(&[value]));
    }
    out
}

#[test]
fn a_sketch_counts_and_merges() {
    let mut a = sketch(&[5, 70_000, 70_001, 5]);
    assert_eq!(a.count(), 4);
    a.absorb(&sketch(&[0, 70_000, 9_000_000]));
    assert_eq!(a, sketch(&[0, 5, 5, 70_000, 70_000, 70_001, 9_000_000]));
    a.absorb(&Sketch::default());
    assert_eq!(a.count(), 7);
    let mut b = Sketch::default();
    b.absorb(&a);
    assert_eq!(b, a);
}

#[test]
fn a_sketch_knows_its_quantiles_to_a_percent() {
    let values: Vec<u64> = (1..=1000).map(|n| n * 1000).collect();
    let d = sketch(&values);
    for (q, want) in [(0.0, 1.0), (0.5, 500.5), (0.95, 950.05), (1.0, 1000.0)] {
        let got = d.quantile(q).unwrap();
        assert!((got / want - 1.0).abs() < 0.01, "{q}: {got} {want}");
    }
    assert_eq!(Sketch::default().quantile(0.5), None);
    assert!((d.count_above(900.0) - 100.0).abs() < 4.0);
    assert_eq!(d.count_above(0.0), 1000.0);
}

#[test]
fn a_sketch_survives_storage_and_refuses_what_is_none() {
    let d = sketch(&[0, 17, 300, 300, 88_888_888]);
    assert_eq!(Sketch::from_bytes(d.as_bytes()), Some(d));
    assert_eq!(Sketch::from_bytes(&[]), Some(Sketch::default()));
    for broken in [&[1][..], &[1, 0], &[1, 1, 0, 1], &[0x80], &[1, 0x80], &[0xff, 0xff, 0xff, 1, 1]] {
        assert_eq!(Sketch::from_bytes(broken), None, "{broken:?}");
    }
}

#[test]
fn neighbours_merge_when_there_are_too_many() {
    let points: Vec<(i64, u64)> = (0..=MAX_SLICES as i64).map(|second| (1000 + second, 5)).collect();
    let whole = slices(&points);
    // 257 seconds from an even one: pairs (1000, 1001) … (1254, 1255) and 1256 alone.
    assert_eq!((whole.width(), whole.len()), (2, 129));
    assert_eq!(whole.iter().map(|(_, sketch)| sketch.count()).sum::<u64>(), 257);
    assert_eq!(whole.iter().next().unwrap().0, 1000);
    assert_eq!(slices(&points[1..]).width(), 1);
}

#[test]
fn any_order_and_any_split_give_the_same() {
    let points: Vec<(i64, u64)> =
        (0..700).map(|n| (1_795_354_447 + n * 7 % 900, (n * n % 977) as u64)).collect();
    let whole = slices(&points);
    let mut backwards = points.clone();
    backwards.reverse();
    assert_eq!(slices(&backwards), whole);
    for cut in [0, 1, 100, 350, 699, 700] {
        let (left, right) = points.split_at(cut);
        let mut merged = slices(left);
        merged.merge(&slices(right));
        assert_eq!(merged, whole);
        let mut merged = slices(right);
        merged.merge(&slices(left));
        assert_eq!(merged, whole);
        let (left, right) = (slices(left), slices(right));
        assert_eq!(sum([&left, &right].into_iter()), whole);
    }
    assert_eq!(sum([].into_iter()), Slices::default());
}

#[test]
fn wide_slices_keep_outlines_whatever_the_order() {
    // Half a day, a request every 5.5 s.
    let points: Vec<(i64, u64)> =
        (0..7854).map(|n| (1_795_354_447 + n * 11 / 2, (n * n % 90_977) as u64)).collect();
    let whole = slices(&points);
    assert_eq!((whole.width(), whole.finest_log2()), (256, FINE_LOG2));
    let finest = whole.finest();
    assert_eq!(finest.len(), 1351);
    assert_eq!(finest.iter().flat_map(|(_, bins)| bins).map(|bin| bin.count).sum::<u64>(), 7854);
    let mut backwards = points.clone();
    backwards.reverse();
    assert_eq!(slices(&backwards), whole);
    for cut in [0, 1, 100, 4000, 7800] {
        let (left, right) = points.split_at(cut);
        let (left, right) = (slices(left), slices(right));
        for (one, other) in [(&left, &right), (&right, &left)] {
            let mut merged = one.clone();
            merged.merge(other);
            assert_eq!(merged, whole, "{cut}");
            assert_eq!(sum([one, other].into_iter()), whole, "{cut}");
        }
        // What one of them lost, both have lost.
        if left.width_log2() > FINE_LOG2 {
            let mut merged = right.clone();
            merged.merge(&left.clone().without_fine());
            assert_eq!(merged, whole.clone().without_fine(), "{cut}");
        }
    }
}

#[test]
fn outlines_of_days_become_wider_too() {
    let days: Vec<(i64, u64)> = (0..4 * 2700).map(|n| (1_795_354_447 + n * 32, 70_000)).collect();
    let whole = slices(&days);
    assert_eq!((whole.finest_log2(), whole.finest().len()), (7, 2701));
}

#[test]
fn a_stray_time_costs_one_slice_not_the_resolution() {
    let mut points: Vec<(i64, u64)> = (0..100).map(|n| (1_795_354_447 + n, 5)).collect();
    points.push((-62_135_596_800, 5));
    assert_eq!(slices(&points).width(), 1);
}

#[test]
fn slots_before_1970_round_down() {
    #[derive(Debug, Default, PartialEq)]
    struct Count(u64);
    impl Absorb for Count {
        fn absorb(&mut self, other: &Self) {
            self.0 += other.0;
        }
    }
    let mut slots = Slots::with_width(3);
    slots.absorb_at(-1, &Count(1));
    slots.absorb_at(-8, &Count(1));
    slots.absorb_at(0, &Count(1));
    assert_eq!(slots.iter().collect::<Vec<_>>(), [(-8, &Count(2)), (0, &Count(1))]);
}
