//! Where a figure leaves its level as load grows.

use super::student;

/// What a figure does as load grows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Course {
    /// It keeps its level, as far as the load went.
    Level {
        /// The level.
        level: f64,
    },
    /// It rises from the lowest load on: there is no level that it leaves.
    Gradual,
    /// It keeps a level up to a load, and rises beyond.
    Knee(Knee),
}

/// Where a figure leaves its level.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Knee {
    /// The load.
    pub at: f64,
    /// Lower end of its 95 % interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// The figure below the knee.
    pub level: f64,
    /// The power of the load with which it rises beyond.
    pub slope: f64,
}

/// Fewer points than these show no knee.
pub const LEAST_POINTS: usize = 12;
/// A figure this many times its level, three times in a row, tells nothing more of where it left the level.
const FAR: f64 = 10.0;
const IN_A_ROW: usize = 3;
/// Loads that are tried, at equal distances of their logarithm.
const TRIED: usize = 400;
/// How unlikely the rise must be if the figure kept its level, and if it rose from the beginning.
const P_RISES: f64 = 0.001;
const P_BENT: f64 = 0.01;
/// Neighbours are at most so much alike: beyond it is the bend that makes them so, not noise.
const MOST_ALIKE: f64 = 0.5;
/// The variance of figures that do not vary, but for a hundredth of a per cent.
const STILL: f64 = 1e-8;
/// A rise of less than this is none that anybody notices.
const LEAST_RISE: f64 = 1.5;

/// Finds where a figure leaves its level, from points of load and figure with loads that do not fall.
///
/// Least squares of ln figure = a + b·max(0, ln load − ln knee) over the knee, b ≥ 0 (Hinkley, *Biometrika* 56, 1969; Muggeo,
/// *Statistics in Medicine* 22, 2003). A knee must be better than a level (F test with two degrees of freedom) and than a
/// power of the load from the beginning (with one). Its interval holds the knees whose sum of squares the F test does not
/// tell from the least, with the degrees of freedom that are left where neighbours are alike: n·(1 − ρ)/(1 + ρ), ρ the
/// correlation of the residuals of the level at lag 1, at most ½; it is at least as wide as the steps of load around the knee.
///
/// Nothing where there are fewer than [`LEAST_POINTS`] points, where one is not positive and finite, or where the load is the
/// same throughout.
pub fn find(points: &[(f64, f64)]) -> Option<Course> {
    let is_fit = |value: f64| value > 0.0 && value.is_finite();
    if points.len() < LEAST_POINTS || points.iter().any(|point| !is_fit(point.0) || !is_fit(point.1)) {
        return None;
    }
    let mut logs: Vec<(f64, f64)> = points.iter().map(|point| (point.0.ln(), point.1.ln())).collect();
    told(&mut logs);
    // A knee has at least three points on either side.
    let (least, most) = (logs.get(2)?.0, logs.get(logs.len().checked_sub(3)?)?.0);
    if logs.len() < LEAST_POINTS || least >= most {
        return None;
    }
    let tried = |step: usize| least + (most - least) * step as f64 / TRIED as f64;
    let fits: Vec<Fit> = (0..=TRIED).map(|step| Fit::at(&logs, tried(step))).collect();
    let best = fits.iter().min_by(|a, b| a.rest.total_cmp(&b.rest))?;
    let free = (independent(&logs, best) - 3.0).max(2.0);
    let mean = logs.iter().map(|point| point.1).sum::<f64>() / logs.len() as f64;
    let as_level: f64 = logs.iter().map(|point| (point.1 - mean).powi(2)).sum();
    let rest = best.rest.max(logs.len() as f64 * STILL);
    let rises = (1.0 + (as_level - best.rest) / rest).powf(-free / 2.0) < P_RISES;
    let end = logs.last()?.0;
    if !rises || best.slope * (end - best.knee) < LEAST_RISE.ln() {
        return Some(Course::Level { level: mean.exp() });
    }
    // From the lowest load on, the hinge is a power.
    let as_power = Fit::at(&logs, logs.first()?.0).rest;
    let t = ((as_power - best.rest).max(0.0) / rest * free).sqrt();
    if 2.0 * student::upper_tail(t, free) >= P_BENT {
        return Some(Course::Gradual);
    }
    let allowed = best.rest + rest * student::quantile(0.975, free).powi(2) / free;
    let near = || fits.iter().filter(|fit| fit.rest <= allowed).map(|fit| fit.knee);
    let below = logs.iter().rev().map(|point| point.0).find(|load| *load < best.knee).unwrap_or(least);
    let above = logs.iter().map(|point| point.0).find(|load| *load > best.knee).unwrap_or(end);
    Some(Course::Knee(Knee {
        at: best.knee.exp(),
        low: near().fold(below, f64::min).exp(),
        high: near().fold(above, f64::max).exp(),
        level: best.level.exp(),
        slope: best.slope,
    }))
}

/// Leaves out what tells nothing of where a level was left: points after the figure stays far above it, and how far above.
fn told(logs: &mut Vec<(f64, f64)>) {
    let mut first: Vec<f64> = logs[..(logs.len() / 3).max(4)].iter().map(|point| point.1).collect();
    first.sort_by(f64::total_cmp);
    let far = first[first.len() / 2] + FAR.ln();
    let is_far = |points: &[(f64, f64)]| points.iter().all(|point| point.1 > far);
    if let Some(at) = logs.windows(IN_A_ROW).position(is_far) {
        logs.truncate(at + IN_A_ROW);
    }
    logs.iter_mut().for_each(|point| point.1 = point.1.min(far));
}

/// A level, and a rise beyond a knee.
struct Fit {
    knee: f64,
    level: f64,
    slope: f64,
    /// Sum of the squares of what it does not explain.
    rest: f64,
}

impl Fit {
    fn at(logs: &[(f64, f64)], knee: f64) -> Self {
        let count = logs.len() as f64;
        let beyond = |point: &(f64, f64)| (point.0 - knee).max(0.0);
        let (x, y) = logs.iter().fold((0.0, 0.0), |(x, y), point| (x + beyond(point), y + point.1));
        let (x, y) = (x / count, y / count);
        let (square, both) = logs.iter().fold((0.0, 0.0), |(square, both), point| {
            let from = beyond(point) - x;
            (square + from * from, both + from * (point.1 - y))
        });
        let slope = if square > 0.0 { (both / square).max(0.0) } else { 0.0 };
        let level = y - slope * x;
        let rest = logs.iter().map(|point| (point.1 - level - slope * beyond(point)).powi(2)).sum();
        Self { knee, level, slope, rest }
    }
}

/// As how many independent points these count. Beyond the knee neighbours are alike because a queue grows, so what varies is
/// read off the level, where it has points enough.
fn independent(logs: &[(f64, f64)], fit: &Fit) -> f64 {
    let rest = |point: &(f64, f64)| point.1 - fit.level - fit.slope * (point.0 - fit.knee).max(0.0);
    let below = logs.partition_point(|point| point.0 <= fit.knee);
    let rests: Vec<f64> =
        logs[..if below >= LEAST_POINTS { below } else { logs.len() }].iter().map(rest).collect();
    let square: f64 = rests.iter().map(|rest| rest * rest).sum();
    let lagged: f64 = rests.windows(2).map(|pair| pair[0] * pair[1]).sum();
    let correlation =
        if square > logs.len() as f64 * STILL { (lagged / square).clamp(0.0, MOST_ALIKE) } else { 0.0 };
    logs.len() as f64 * (1.0 - correlation) / (1.0 + correlation)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::random::Random;

    /// A ramp from 10 to 200 with a figure of 20 that rises with the square of the load beyond 100, and some noise.
    fn ramp(seed: u64, noise: f64, slope: f64) -> Vec<(f64, f64)> {
        let mut random = Random::new(seed);
        let figure =
            |load: f64, error: f64| 20.0 * (load / 100.0).max(1.0).powf(slope) * (noise * error).exp();
        (0..60)
            .map(|at| 10.0 + 190.0 * f64::from(at) / 59.0)
            .map(|load| (load, figure(load, random.normal())))
            .collect()
    }

    #[test]
    fn a_knee_is_where_the_figure_leaves_its_level() {
        let Some(Course::Knee(knee)) = find(&ramp(1, 0.0, 2.0)) else { panic!("no knee") };
        assert!((knee.at - 100.0).abs() < 0.5 && (knee.level - 20.0).abs() < 0.1, "{knee:?}");
        assert!((knee.slope - 2.0).abs() < 0.05, "{knee:?}");
    }

    #[test]
    fn the_interval_holds_the_knee_in_nineteen_of_twenty_ramps() {
        let held = (0..400)
            .filter(|seed| match find(&ramp(1_000 + seed, 0.1, 2.0)) {
                Some(Course::Knee(knee)) => (knee.low..=knee.high).contains(&100.0),
                other => panic!("{other:?}"),
            })
            .count();
        assert!((370..=396).contains(&held), "{held} of 400");
    }

    #[test]
    fn a_level_has_no_knee_and_neither_has_a_steady_rise() {
        let level = |seed| find(&ramp(seed, 0.15, 0.0));
        let others = (0..500).filter(|seed| !matches!(level(*seed), Some(Course::Level { .. }))).count();
        assert!(others <= 3, "{others} of 500 levels");
        let mut random = Random::new(3);
        let steady = |load: f64, error: f64| (load, 5.0 * load.powf(0.7) * (0.1 * error).exp());
        let bent = (0..200).filter(|_| {
            let points: Vec<_> =
                (0..60).map(|at| steady(10.0 + 3.0 * f64::from(at), random.normal())).collect();
            find(&points) != Some(Course::Gradual)
        });
        assert!(bent.count() <= 6);
    }

    #[test]
    fn where_the_load_stops_growing_the_figure_stands_as_a_wall() {
        // An open model past its capacity: the completed rate stays at 400, and latency grows with the queue.
        let before = (0..40).map(|at| (40.0 + 9.0 * f64::from(at), 50.0));
        let wall = (0..20).map(|at| (400.0, 50.0 * 1.4_f64.powi(at)));
        let Some(Course::Knee(knee)) = find(&before.chain(wall).collect::<Vec<_>>()) else {
            panic!("no knee")
        };
        assert!((380.0..=400.0).contains(&knee.at), "{knee:?}");
    }

    #[test]
    fn what_is_no_ramp_has_no_answer() {
        assert_eq!(find(&ramp(1, 0.1, 2.0)[..11]), None);
        assert_eq!(find(&[(5.0, 1.0); 40]), None);
        let mut zero = ramp(1, 0.1, 2.0);
        zero[7].1 = 0.0;
        assert_eq!(find(&zero), None);
    }
}
