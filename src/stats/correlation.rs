//! How closely two series follow each other.

/// Spearman's rank correlation of two series of equal length: Pearson's correlation of their ranks, where equal values
/// share the mean of their ranks (Spearman 1904; Kendall, *Rank Correlation Methods*, chapter 3).
///
/// Nothing where there are fewer than three pairs, or where one series is constant.
pub fn spearman(a: &[f64], b: &[f64]) -> Option<f64> {
    if a.iter().chain(b).any(|value| !value.is_finite()) {
        return None;
    }
    pearson(&ranks(a), &ranks(b))
}

/// Pearson's correlation of two series of equal length.
///
/// Nothing where there are fewer than three pairs, where one series is constant, or where a value is not finite.
pub fn pearson(a: &[f64], b: &[f64]) -> Option<f64> {
    if a.len() != b.len() || a.len() < 3 {
        return None;
    }
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let (mean_a, mean_b) = (mean(a), mean(b));
    let (mut both, mut of_a, mut of_b) = (0.0, 0.0, 0.0);
    for (a, b) in a.iter().zip(b) {
        let (a, b) = (a - mean_a, b - mean_b);
        both += a * b;
        of_a += a * a;
        of_b += b * b;
    }
    let scale = f64::sqrt(of_a * of_b);
    let correlation = both / scale;
    (scale > 0.0 && correlation.is_finite()).then(|| correlation.clamp(-1.0, 1.0))
}

/// The steps from each value to the next.
pub fn differences(values: &[f64]) -> Vec<f64> {
    values.windows(2).map(|pair| pair[1] - pair[0]).collect()
}

/// Ranks from 1; equal values share the mean of theirs.
fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&i, &j| values[i].total_cmp(&values[j]));
    let mut ranks = vec![0.0; values.len()];
    for tied in order.chunk_by(|&i, &j| values[i] == values[j]) {
        let below = order.partition_point(|&i| values[i] < values[tied[0]]);
        for &index in tied {
            ranks[index] = below as f64 + (tied.len() as f64 + 1.0) / 2.0;
        }
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::{differences, pearson, ranks, spearman};

    #[test]
    fn equal_values_share_their_ranks() {
        assert_eq!(ranks(&[10.0, 20.0, 10.0, 5.0]), [2.5, 4.0, 2.5, 1.0]);
    }

    #[test]
    fn a_textbook_example() {
        // IQ and hours of television of ten people: Σd² = 194, ρ = 1 − 6·194/(10·99) = −29/165.
        let iq = [86.0, 97.0, 99.0, 100.0, 101.0, 103.0, 106.0, 110.0, 112.0, 113.0];
        let hours = [2.0, 20.0, 28.0, 27.0, 50.0, 29.0, 7.0, 17.0, 6.0, 12.0];
        assert!((spearman(&iq, &hours).unwrap() + 29.0 / 165.0).abs() < 1e-12);
    }

    #[test]
    fn only_the_order_counts() {
        assert_eq!(spearman(&[1.0, 2.0, 3.0], &[1.0, 10.0, 1000.0]), Some(1.0));
        assert_eq!(spearman(&[1.0, 2.0, 3.0], &[9.0, 4.0, 1.0]), Some(-1.0));
    }

    #[test]
    fn a_constant_series_follows_nothing() {
        assert_eq!(spearman(&[0.0; 5], &[1.0, 2.0, 3.0, 4.0, 5.0]), None);
        assert_eq!(spearman(&[1.0, 2.0], &[1.0, 2.0]), None);
        assert_eq!(spearman(&[1.0, f64::NAN, 2.0], &[1.0, 2.0, 3.0]), None);
    }

    #[test]
    fn correlation_by_hand() {
        // Deviations −1 0 1 and −2 1 1: 3 / √(2·6).
        assert!((pearson(&[1.0, 2.0, 3.0], &[0.0, 3.0, 3.0]).unwrap() - 3.0 / 12.0_f64.sqrt()).abs() < 1e-12);
        assert_eq!(pearson(&[1.0; 4], &[1.0, 2.0, 3.0, 4.0]), None);
    }

    #[test]
    fn steps_are_one_fewer() {
        assert_eq!(differences(&[1.0, 4.0, 2.0]), [3.0, -2.0]);
        assert!(differences(&[]).is_empty());
    }
}
