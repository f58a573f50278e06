//! Squared standard errors of the logarithms of quantiles.
//!
//! A squared standard error is a relative one: 0.0004 says ± 2 %.

/// Least log distance between two percentiles. Where a summary rounds them together, or a service
/// answers everything alike, the distance says nothing and the error would come out as 0.
pub const MIN_LOG_GAP: f64 = 0.02;

/// Variances from a summary are doubled for the bursts that it cannot show.
const UNSEEN_BURSTS: f64 = 2.0;

/// Standard error of a median in units of σ/√n for normal values: √(π/2).
const MEDIAN_ERROR: f64 = 1.2533;

/// 90 % quantile of the normal distribution: turns the distance of p90 from p50 into σ.
const Z_90: f64 = 1.2816;

/// Computes w, the squared standard error of ln Q̂(q) in one run of `n` requests.
///
/// h = √(deff·n·q·(1 − q)) is the standard error of the count below Q̂; √w is half the log distance
/// of Q̂(q − h/n) and Q̂(q + h/n), clipped to 0…1 (Woodruff, JASA 47, 1952). `quantile` gives Q̂ in any
/// unit. `None` where it has no answer above 0, or without requests.
pub fn squared_error(
    n: f64,
    q: f64,
    design_effect: f64,
    quantile: impl Fn(f64) -> Option<f64>,
) -> Option<f64> {
    if n.is_nan() || n <= 0.0 {
        return None;
    }
    let reach = (design_effect * n * q * (1.0 - q)).sqrt() / n;
    let low = quantile((q - reach).clamp(0.0, 1.0)).filter(|value| *value > 0.0)?;
    let high = quantile((q + reach).clamp(0.0, 1.0)).filter(|value| *value > 0.0)?;
    let half = (high.ln() - low.ln()) / 2.0;
    Some(half * half).filter(|w| w.is_finite())
}

/// The percentiles of a summary, in any one unit, all above 0.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Percentiles {
    /// Median.
    pub p50: f64,
    /// 90th percentile.
    pub p90: f64,
    /// 95th percentile.
    pub p95: f64,
    /// 99th percentile, where the summary has it.
    pub p99: Option<f64>,
    /// Number of requests.
    pub n: f64,
}

/// Squared standard errors of the logarithms of three percentiles.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SquaredErrors {
    /// Of ln p50.
    pub w50: f64,
    /// Of ln p95.
    pub w95: f64,
    /// Of ln p99, where p99 is there.
    pub w99: Option<f64>,
}

/// Computes the squared standard errors of log percentiles from the percentiles alone.
///
/// w₅₀ = 2·(1.2533·(ln p90 − ln p50)/1.2816)²/n, as for log-normal latencies. Beyond p95 the tail is
/// taken as exponential in ln latency with rate λ = ln 5/(ln p99 − ln p95), or ln 2/(ln p95 − ln p90)
/// without p99, so that the density at p95 is 0.05·λ: w₉₅ = 2·(0.0475/n)/(0.05·λ)², w₉₉ =
/// 2·(0.0099/n)/(0.01·λ)² (variance of an order statistic, q(1 − q)/(n·f²); David and Nagaraja, *Order
/// Statistics*, §10.2). Log gaps are at least [`MIN_LOG_GAP`]. `None` where a percentile is not above
/// 0 or there are no requests.
pub fn squared_errors_of_summary(percentiles: Percentiles) -> Option<SquaredErrors> {
    let Percentiles { p50, p90, p95, p99, n } = percentiles;
    let is_positive = |value: f64| value.is_finite() && value > 0.0;
    if ![p50, p90, p95, n, p99.unwrap_or(p95)].into_iter().all(is_positive) {
        return None;
    }
    let gap = |low: f64, high: f64| (high.ln() - low.ln()).max(MIN_LOG_GAP);
    let sigma = gap(p50, p90) / Z_90;
    let rate = match p99 {
        Some(p99) => 5.0_f64.ln() / gap(p95, p99),
        None => 2.0_f64.ln() / gap(p90, p95),
    };
    let at_tail = |share: f64| UNSEEN_BURSTS * (share * (1.0 - share) / n) / (share * rate).powi(2);
    Some(SquaredErrors {
        w50: UNSEEN_BURSTS * (MEDIAN_ERROR * sigma).powi(2) / n,
        w95: at_tail(0.05),
        w99: p99.map(|_| at_tail(0.01)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_close(found: f64, expected: f64, relative: f64) {
        assert!((found - expected).abs() <= relative * expected.abs(), "{found:e} is not {expected:e}");
    }

    #[test]
    fn squared_error_is_half_the_log_distance() {
        // n = 400, q = 0.5: h = 10, h/n = 0.025; Q̂(q) = e^q: half the distance is 0.025.
        let w = squared_error(400.0, 0.5, 1.0, |q| Some(q.exp())).unwrap();
        assert_close(w.sqrt(), 0.025, 1e-12);
        // Four times the variance is twice the reach.
        let w = squared_error(400.0, 0.5, 4.0, |q| Some(q.exp())).unwrap();
        assert_close(w.sqrt(), 0.05, 1e-12);
        // n = 100, q = 0.99: h/n = 0.00995; deff 4 reaches past 1 and is clipped there.
        let w = squared_error(100.0, 0.99, 4.0, |q| Some(q.exp())).unwrap();
        assert_close(w.sqrt(), (0.01 + 2.0 * 0.009_949_874_371) / 2.0, 1e-9);
    }

    #[test]
    fn squared_error_has_no_answer_without_latencies() {
        assert_eq!(squared_error(400.0, 0.5, 1.0, |_| None), None);
        assert_eq!(squared_error(400.0, 0.5, 1.0, |_| Some(0.0)), None);
        assert_eq!(squared_error(0.0, 0.5, 1.0, |q| Some(q.exp())), None);
        assert_eq!(squared_error(400.0, 0.5, f64::NAN, |q| Some(q.exp())), None);
    }

    #[test]
    fn summary_errors_equal_those_by_hand() {
        // ln 2 apart at p50…p90, ln 1.5 at p95…p99: λ = 1.609438/0.405465 = 3.969360.
        let of = Percentiles { p50: 50.0, p90: 100.0, p95: 120.0, p99: Some(180.0), n: 1000.0 };
        let found = squared_errors_of_summary(of).unwrap();
        assert_close(found.w50, 2.0 * 0.677_841_f64.powi(2) / 1000.0, 1e-5);
        assert_close(found.w95, 2.0 * 0.000_047_5 / 0.198_468_f64.powi(2), 1e-5);
        assert_close(found.w99.unwrap(), 2.0 * 0.000_009_9 / 0.039_693_6_f64.powi(2), 1e-5);
        // Without p99: λ = 0.693147/0.182322 = 3.801782.
        let found = squared_errors_of_summary(Percentiles { p99: None, ..of }).unwrap();
        assert_close(found.w95, 2.0 * 0.000_047_5 / 0.190_089_1_f64.powi(2), 1e-5);
        assert_eq!(found.w99, None);
    }

    #[test]
    fn gaps_have_a_floor() {
        let flat = Percentiles { p50: 50.0, p90: 50.0, p95: 50.0, p99: Some(50.0), n: 1000.0 };
        let found = squared_errors_of_summary(flat).unwrap();
        assert_close(found.w50, 2.0 * (1.2533 * 0.02 / 1.2816_f64).powi(2) / 1000.0, 1e-12);
        assert_close(found.w95, 2.0 * 0.000_047_5 / (0.05 * 80.471_9_f64).powi(2), 1e-5);
        // A gap just above the floor counts in full.
        let found = squared_errors_of_summary(Percentiles { p90: 51.5, ..flat }).unwrap();
        assert_close(found.w50, 2.0 * (1.2533 * 0.029_558_8 / 1.2816_f64).powi(2) / 1000.0, 1e-5);
    }

    #[test]
    fn summaries_without_positive_percentiles_have_no_errors() {
        let of = Percentiles { p50: 50.0, p90: 100.0, p95: 120.0, p99: Some(180.0), n: 1000.0 };
        assert_eq!(squared_errors_of_summary(Percentiles { p50: 0.0, ..of }), None);
        assert_eq!(squared_errors_of_summary(Percentiles { n: 0.0, ..of }), None);
        assert_eq!(squared_errors_of_summary(Percentiles { p99: Some(0.0), ..of }), None);
        assert_eq!(squared_errors_of_summary(Percentiles { p95: f64::NAN, ..of }), None);
    }
}
