//! How many virtual users there were.

use crate::model::slices::{Absorb, Slots};
use crate::model::users::Users;

/// Seconds over which samples are counted. k6 takes one a second, so that a shorter stretch may have one more, or one less, of
/// each load generator.
const STRETCH: i64 = 8;

/// How many load generators wrote users at one time: k6 samples once a second, so more samples than seconds are more
/// generators. They need not begin, or end, together.
pub(in crate::ingest) fn generators(users: &Slots<Users>) -> u64 {
    let at_once = stretches(users, None).map(|stretch| (stretch.samples as f64 / length(&stretch)).round());
    at_once.fold(1.0, f64::max) as u64
}

/// Most users at one time within a stretch of microseconds, of all load generators together.
pub(in crate::ingest) fn peak(users: &Slots<Users>, span: Option<(i64, i64)>) -> Option<f64> {
    let seconds = span.map(|(start, end)| (start.div_euclid(1_000_000), end.div_euclid(1_000_000)));
    let slices = || within(users, seconds).map(|(_, users)| users.max as f64);
    if generators(users) == 1 {
        return slices().reduce(f64::max);
    }
    stretches(users, seconds).map(|stretch| stretch.sum as f64 / length(&stretch)).reduce(f64::max)
}

/// The slices that reach into a span of seconds.
fn within(users: &Slots<Users>, seconds: Option<(i64, i64)>) -> impl Iterator<Item = (i64, &Users)> {
    let width = users.width();
    let reaches =
        move |slice: i64| seconds.is_none_or(|(first, last)| slice + width > first && slice <= last);
    users.iter().filter(move |(slice, _)| reaches(*slice))
}

/// Slices that follow one another, from each of them on until they are long enough; all of them where there are too few.
fn stretches(users: &Slots<Users>, seconds: Option<(i64, i64)>) -> impl Iterator<Item = Users> {
    let slices: Vec<(i64, &Users)> = within(users, seconds).collect();
    let width = users.width();
    let from = |start: usize| {
        let mut stretch = Users::default();
        let follow =
            |(at, (slice, _)): &(usize, &(i64, &Users))| *slice == slices[start].0 + *at as i64 * width;
        for (_, (_, users)) in slices[start..].iter().enumerate().take_while(follow) {
            stretch.absorb(users);
            if length(&stretch) >= STRETCH as f64 {
                break;
            }
        }
        stretch
    };
    let all: Vec<Users> = (0..slices.len()).map(from).collect();
    let longest = all.iter().map(length).fold(0.0, f64::max).min(STRETCH as f64);
    all.into_iter().filter(move |stretch| stretch.samples > 0 && length(stretch) >= longest)
}

/// Seconds from the first to the last sample.
fn length(users: &Users) -> f64 {
    users.seconds.map_or(0.0, |(first, last)| (last - first + 1) as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A first second, how many seconds it ran, and its users in each of them.
    type At = fn(i64) -> u64;
    type Generator = (i64, i64, At);

    /// Samples of load generators.
    fn of(generators: &[Generator], width_log2: u32) -> Slots<Users> {
        let mut users = Slots::with_width(0);
        for &(first, seconds, at) in generators {
            for second in 0..seconds {
                users.absorb_at(first + second, &Users::one(first + second, at(second)));
            }
        }
        users.coarsen_to(width_log2);
        users
    }

    #[test]
    fn users_of_load_generators_add_up_wherever_they_begin() {
        for width in [0, 1, 3, 5] {
            let staggered: Vec<Generator> = (0..10).map(|n| (1000 + 7 * n, 600, (|_| 5000) as At)).collect();
            let users = of(&staggered, width);
            assert_eq!((generators(&users), peak(&users, None)), (10, Some(50_000.0)), "{width}");
            let together: Vec<Generator> = (0..3).map(|_| (1000, 100, (|_| 20) as At)).collect();
            assert_eq!(peak(&of(&together, width), None), Some(60.0), "{width}");
        }
    }

    #[test]
    fn one_after_the_other_is_one_at_a_time() {
        let users = of(&[(0, 60, |_| 10), (200, 60, |second| second as u64)], 1);
        assert_eq!((generators(&users), peak(&users, None)), (1, Some(59.0)));
        assert_eq!(peak(&users, Some((0, 50_000_000))), Some(10.0));
        assert_eq!(peak(&users, Some((100_000_000, 150_000_000))), None);
    }

    #[test]
    fn a_short_run_has_users_as_well() {
        let users = of(&[(0, 3, |_| 4), (0, 3, |_| 6)], 0);
        assert_eq!((generators(&users), peak(&users, None)), (2, Some(10.0)));
        assert_eq!(generators(&Slots::default()), 1);
    }
}
