//! Squared standard errors of the logarithms of quantiles.
//!
//! A squared standard error is a relative one: 0.0004 says ± 2 %.

/// Least log distance between two percentiles. Where a summary rounds them together, or a service
/// answers everything alike, the distance says nothing and the error would come out as 0.
pub const MIN_LOG_GAP: f64 = 0.02;

/// Variances from a summary are tripled for the bursts that it cannot show: on a busy host counts beyond the median vary
/// twice as much as those of independent requests, four times in one run of ten, and those beyond p95 half as much again.
const UNSEEN_BURSTS: f64 = 3.0;

/// Standard error of a median in units of σ/√n for normal values: √(π/2).
const MEDIAN_ERROR: f64 = 1.2533;

/// σ of log latency where a summary states nothing to take it from: assumed, and rather too wide than too narrow.
const ASSUMED_SIGMA: f64 = 0.7;

/// Index of a tail of which nothing else is known: a Pareto tail just short of having no variance.
const ASSUMED_INDEX: f64 = 2.0;

/// A log-normal body that is wider has two kinds of requests: its p90 is more than four times its median.
const WIDEST_SIGMA: f64 = 1.1;

/// So has a tail that is heavier: it would have no mean.
const HEAVIEST_INDEX: f64 = 0.7;

/// Standard errors on either side from which the error itself is taken: with one, a few requests that happen to lie close
/// together make a quantile look sure.
const ERRORS_EACH_SIDE: f64 = 2.0;

/// Least standard error of a rank for which its own uncertainty can be told.
const LEAST_RANK_ERROR: f64 = 1.5;

/// Computes w, the squared standard error of ln Q̂(q) in one run of `n` requests.
///
/// h = √(deff·n·q·(1 − q)) is the standard error of the count below Q̂; √w is a quarter of the log distance
/// of Q̂(q − 2h/n) and Q̂(q + 2h/n), clipped to 0…1 (Woodruff, JASA 47, 1952). `quantile` gives Q̂ in any unit. `None`
/// where it has no answer above 0, or without requests.
pub fn squared_error(
    n: f64,
    q: f64,
    design_effect: f64,
    quantile: impl Fn(f64) -> Option<f64>,
) -> Option<f64> {
    if n.is_nan() || n <= 0.0 {
        return None;
    }
    let reach = ERRORS_EACH_SIDE * rank_error(n, q, design_effect) / n;
    let low = quantile((q - reach).clamp(0.0, 1.0)).filter(|value| *value > 0.0)?;
    let high = quantile((q + reach).clamp(0.0, 1.0)).filter(|value| *value > 0.0)?;
    let error = (high.ln() - low.ln()) / (2.0 * ERRORS_EACH_SIDE);
    Some(error * error).filter(|w| w.is_finite())
}

/// Computes h = √(deff·n·q·(1 − q)), the standard error of a quantile's rank.
pub fn rank_error(n: f64, q: f64, design_effect: f64) -> f64 {
    (design_effect * n * q * (1.0 - q)).sqrt()
}

/// Computes by how much w is to be enlarged because it is an estimate itself.
///
/// It rests on 4h requests, which makes √w as uncertain as a standard deviation with 2h degrees of freedom; like the variance
/// of Student's t it counts h/(h − 1) times.
pub fn uncertainty(rank_error: f64) -> f64 {
    let known = rank_error.max(LEAST_RANK_ERROR);
    if known.is_finite() { known / (known - 1.0) } else { 1.0 }
}

/// Two percentiles: quantile and value of each.
type Neighbours = ((f64, f64), (f64, f64));

/// The percentiles that a summary states, in any one unit.
#[derive(Debug, Clone, Copy)]
pub struct Stated<'a> {
    /// Quantile (0.5…1, ascending) and value, above 0.
    pub points: &'a [(f64, f64)],
    /// The largest value, where it is stated.
    pub max: Option<f64>,
    /// Number of requests.
    pub n: f64,
}

impl Stated<'_> {
    /// Computes the squared standard error of ln Q̂(q) from the shape that the percentiles show.
    ///
    /// The median's is 3·(1.2533·σ)²/n with σ the log distance to the next percentile above, in normal deviates, as for
    /// log-normal latencies. Beyond, the tail is taken as exponential in ln latency with rate
    /// λ = ln((1 − a)/(1 − b))/(ln Q̂(b) − ln Q̂(a)) between the percentile and the next one, or the one before where there is none,
    /// so that the density at q is (1 − q)·λ and the squared error 3·q(1 − q)/n/((1 − q)·λ)² (variance of an order
    /// statistic; David and Nagaraja, *Order Statistics*, §10.2). Log gaps are at least [`MIN_LOG_GAP`]. `None` where a
    /// value is not above 0 or there are no requests.
    pub fn squared_error(&self, q: f64) -> Option<f64> {
        let is_positive = |value: f64| value.is_finite() && value > 0.0;
        if !is_positive(self.n) || !self.points.iter().all(|point| is_positive(point.1)) {
            return None;
        }
        let neighbours = self.neighbours(q)?;
        if let Some(gap) = self.gap_above(q) {
            return Some((0.5 * gap).powi(2));
        }
        let gap = |(low, high): Neighbours| (high.1.ln() - low.1.ln()).max(MIN_LOG_GAP);
        if q <= 0.5 {
            let sigma = neighbours.map_or(ASSUMED_SIGMA, |pair| gap(pair) / normal_quantile(pair.1.0));
            return Some(UNSEEN_BURSTS * (MEDIAN_ERROR * sigma).powi(2) / self.n);
        }
        let rate = |pair: Neighbours| ((1.0 - pair.0.0) / (1.0 - pair.1.0)).ln() / gap(pair);
        let index = neighbours.map_or(ASSUMED_INDEX, rate);
        Some(UNSEEN_BURSTS * (q * (1.0 - q) / self.n) / ((1.0 - q) * index).powi(2)).filter(|w| w.is_finite())
    }

    /// Tells whether so much lies between `q` and the next percentile that there may be a gap between two kinds of requests.
    /// Then a small change of how many belong to each kind moves `q` from one to the other, by up to that distance: twice
    /// its standard error, as which [`Self::squared_error`] counts it.
    pub fn may_be_between_modes(&self, q: f64) -> bool {
        self.gap_above(q).is_some()
    }

    /// Log distance to the next percentile, where no single kind of requests is as wide.
    fn gap_above(&self, q: f64) -> Option<f64> {
        let (low, high) = self.neighbours(q)??;
        let gap = (high.1 / low.1).ln();
        let widest = if q <= 0.5 {
            WIDEST_SIGMA * normal_quantile(high.0)
        } else {
            ((1.0 - low.0) / (1.0 - high.0)).ln() / HEAVIEST_INDEX
        };
        ((low.0 - q).abs() < 1e-9 && gap > widest).then_some(gap)
    }

    /// Finds h for [`uncertainty`]: a quarter of the requests between the two percentiles that w is taken from. Infinite
    /// where it is assumed, and wide.
    pub fn rank_error(&self, q: f64) -> f64 {
        let neighbours = self.neighbours(q).flatten();
        neighbours.map_or(f64::INFINITY, |(low, high)| self.n * (high.0 - low.0) / (2.0 * ERRORS_EACH_SIDE))
    }

    /// The percentiles that tell how dense the values are at `q`: it and the next, or the one before, or the largest value.
    /// `None` where it is not stated, and inside where nothing else is.
    fn neighbours(&self, q: f64) -> Option<Option<Neighbours>> {
        let own = self.points.iter().position(|point| (point.0 - q).abs() < 1e-9)?;
        let at = self.points[own];
        let above = self.points.get(own + 1).map(|above| (at, *above));
        if q <= 0.5 {
            return Some(above);
        }
        let before = own.checked_sub(1).map(|before| (self.points[before], at));
        let last = (1.0 - 1.0 / self.n.max(2.0), self.max.unwrap_or(0.0));
        let to_last = (last.1.is_finite() && last.1 > 0.0 && last.0 > q).then_some((at, last));
        Some(above.or(before).or(to_last))
    }
}

/// Computes the squared standard error of the log of a mean of which nothing else is known: latencies that vary as much
/// as exponential ones.
pub fn squared_error_of_mean(n: f64) -> f64 {
    UNSEEN_BURSTS / n.max(1.0)
}

/// Finds z with Φ(z) = `q`.
fn normal_quantile(q: f64) -> f64 {
    std::f64::consts::SQRT_2 * statrs::function::erf::erf_inv(2.0 * q - 1.0)
}

/// How far beside q a gap between two modes is looked for, in log odds: at the median from p33 to p67, which is as far as the
/// shares of two runs are apart that stray by six points each (twice √2·0.25).
const SPLIT_REACH: f64 = 0.7;
/// Steps in which that is done.
const SPLIT_STEPS: usize = 34;
/// Requests within reach without which a gap is chance.
const SPLIT_REQUESTS: f64 = 60.0;
/// Two steps in a row that are as large a share of the whole way are a gap, which need not begin where a step does: of
/// many even steps the largest is a fifth at most, by chance.
const SPLIT_SHARE: f64 = 0.4;
/// And as large in log latency as no single mode is wide.
const SPLIT_GAP: f64 = 0.2;

/// Tells whether the quantile `q` of `n` values lies in or beside a gap between two kinds of them.
///
/// There a small change of how many belong to each kind moves the quantile from one to the other: it tells of the share
/// and not of latency. `quantile` gives Q̂ in any unit.
pub fn is_between_modes(q: f64, n: f64, quantile: impl Fn(f64) -> Option<f64>) -> bool {
    let odds = |step: usize| {
        let logit = (q / (1.0 - q)).ln() + SPLIT_REACH * (2.0 * step as f64 / SPLIT_STEPS as f64 - 1.0);
        1.0 / (1.0 + (-logit).exp())
    };
    if n * (odds(SPLIT_STEPS) - odds(0)) < SPLIT_REQUESTS {
        return false;
    }
    let logs: Option<Vec<f64>> =
        (0..=SPLIT_STEPS).map(|step| quantile(odds(step)).filter(|v| *v > 0.0).map(f64::ln)).collect();
    let Some(logs) = logs else { return false };
    let widest = logs.windows(3).map(|steps| steps[2] - steps[0]).fold(0.0, f64::max);
    let way = logs[SPLIT_STEPS] - logs[0];
    widest > SPLIT_GAP && widest > SPLIT_SHARE * way
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_close(found: f64, expected: f64, relative: f64) {
        assert!((found - expected).abs() <= relative * expected.abs(), "{found:e} is not {expected:e}");
    }

    #[test]
    fn squared_error_is_a_quarter_of_the_log_distance() {
        // n = 400, q = 0.5: h = 10, h/n = 0.025; Q̂(q) = e^q: a quarter of the distance is 0.025.
        let w = squared_error(400.0, 0.5, 1.0, |q| Some(q.exp())).unwrap();
        assert_close(w.sqrt(), 0.025, 1e-12);
        // Four times the variance is twice the reach.
        let w = squared_error(400.0, 0.5, 4.0, |q| Some(q.exp())).unwrap();
        assert_close(w.sqrt(), 0.05, 1e-12);
        // n = 100, q = 0.99: h/n = 0.00995; deff 4 reaches past 1 and is clipped there.
        let w = squared_error(100.0, 0.99, 4.0, |q| Some(q.exp())).unwrap();
        assert_close(w.sqrt(), (0.01 + 4.0 * 0.009_949_874_371) / 4.0, 1e-9);
    }

    #[test]
    fn squared_error_has_no_answer_without_latencies() {
        assert_eq!(squared_error(400.0, 0.5, 1.0, |_| None), None);
        assert_eq!(squared_error(400.0, 0.5, 1.0, |_| Some(0.0)), None);
        assert_eq!(squared_error(0.0, 0.5, 1.0, |q| Some(q.exp())), None);
        assert_eq!(squared_error(400.0, 0.5, f64::NAN, |q| Some(q.exp())), None);
    }

    fn stated(points: &[(f64, f64)], n: f64) -> Vec<f64> {
        let of = Stated { points, max: None, n };
        points.iter().map(|(q, _)| of.squared_error(*q).unwrap()).collect()
    }

    #[test]
    fn summary_errors_equal_those_by_hand() {
        let errors = stated(&[(0.5, 100.0), (0.9, 180.0), (0.95, 240.0), (0.99, 500.0)], 1000.0);
        // σ = ln 1.8/1.28155; w50 = 3·(1.2533·0.45865)²/1000 = 9.913e-4.
        assert_close(errors[0], 9.913e-4, 1e-3);
        // λ = ln 5/ln(500/240) = 2.1928; w95 = 3·(0.0475/1000)/(0.05·2.1928)² = 1.1854e-2.
        assert_close(errors[2], 1.185_4e-2, 1e-3);
        // w99 = 3·(0.0099/1000)/(0.01·2.1928)² = 6.177e-2.
        assert_close(errors[3], 6.177e-2, 1e-3);
    }

    #[test]
    fn a_percentile_that_is_missing_silences_no_other() {
        // Without p90: λ of p95 is that of p95 to p99, σ of the median comes from p95 (z = 1.64485).
        let errors = stated(&[(0.5, 100.0), (0.95, 240.0), (0.99, 500.0)], 1000.0);
        assert_close(errors[0], 3.0 * (1.2533_f64 * 2.4_f64.ln() / 1.644_85).powi(2) / 1000.0, 1e-4);
        assert_close(errors[1], 1.185_4e-2, 1e-3);
        // A single percentile: up to the maximum, or an assumed index.
        let alone = Stated { points: &[(0.95, 100.0)], max: Some(1000.0), n: 1000.0 };
        let rate = (0.05_f64 / 0.001).ln() / 10.0_f64.ln();
        assert_close(alone.squared_error(0.95).unwrap(), 3.0 * 0.0475 / 1000.0 / (0.05 * rate).powi(2), 1e-6);
        assert!(stated(&[(0.5, 100.0)], 1000.0)[0] > 0.0);
    }

    #[test]
    fn a_gap_between_percentiles_counts_as_an_error() {
        // Ten times as slow from p50 to p90: half of ln 10; p90 to p95 is 1.2 times.
        let points = [(0.5, 10.0), (0.9, 100.0), (0.95, 120.0)];
        let of = Stated { points: &points, max: None, n: 6000.0 };
        assert_close(of.squared_error(0.5).unwrap().sqrt(), 10.0_f64.ln() / 2.0, 1e-9);
        assert!(
            of.may_be_between_modes(0.5) && !of.may_be_between_modes(0.9) && !of.may_be_between_modes(0.95)
        );
        let points = [(0.5, 10.0), (0.9, 14.0), (0.95, 50.0)];
        let of = Stated { points: &points, max: None, n: 6000.0 };
        assert!(
            !of.may_be_between_modes(0.5) && of.may_be_between_modes(0.9) && !of.may_be_between_modes(0.95)
        );
    }

    #[test]
    fn few_requests_between_percentiles_make_an_error_unsure() {
        let points = [(0.5, 100.0), (0.9, 180.0), (0.95, 240.0)];
        let of = Stated { points: &points, max: None, n: 400.0 };
        // 160 lie from p50 to p90 and 20 from p90 to p95: a quarter of each; p95 has only the one before.
        assert_close(of.rank_error(0.5), 40.0, 1e-9);
        assert_close(of.rank_error(0.9), 5.0, 1e-9);
        assert_close(of.rank_error(0.95), 5.0, 1e-9);
        assert_eq!(Stated { points: &points[..1], max: None, n: 400.0 }.rank_error(0.5), f64::INFINITY);
    }

    #[test]
    fn gaps_have_a_floor() {
        let errors = stated(&[(0.5, 100.0), (0.9, 100.0)], 100.0);
        assert_close(errors[0], 3.0 * (1.2533_f64 * 0.02 / 1.28155).powi(2) / 100.0, 1e-4);
    }

    #[test]
    fn summaries_without_positive_percentiles_have_no_errors() {
        for (value, n) in [(0.0, 100.0), (f64::NAN, 100.0), (10.0, 0.0), (10.0, f64::NAN)] {
            let of = Stated { points: &[(0.5, value)], max: None, n };
            assert_eq!(of.squared_error(0.5), None, "{value} {n}");
        }
    }

    #[test]
    fn a_gap_between_hits_and_misses_is_seen() {
        let hits = |share: f64| move |q: f64| Some(if q < share { 1.0 + q } else { 20.0 + q });
        assert!(is_between_modes(0.5, 3000.0, hits(0.5)));
        assert!(is_between_modes(0.5, 3000.0, hits(0.58)));
        assert!(is_between_modes(0.5, 3000.0, hits(0.65)));
        assert!(!is_between_modes(0.5, 3000.0, hits(0.8)));
        assert!(!is_between_modes(0.5, 100.0, hits(0.5)), "too few to tell");
        assert!(!is_between_modes(0.5, 3000.0, |q| Some((0.5 * normal_quantile(q)).exp())));
        assert!(!is_between_modes(0.99, 30_000.0, |q| Some((1.0 - q).powf(-0.5))));
    }
}
