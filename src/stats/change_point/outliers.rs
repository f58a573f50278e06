//! Takes odd figures back: one or two slow runs are no level.

use super::quantile;

/// Values on either side that a value is compared with: the median of five withstands two outliers.
const RADIUS: usize = 2;

const WIDTH: usize = 2 * RADIUS + 1;

/// How often noise alone lies further out on one side: the three standard deviations of Hampel's usual choice.
const OUTLYING: f64 = 0.001_35;

/// A median deviation is as sure as a standard deviation of 37 % of the values (Rousseeuw and Croux, JASA 88, 1993).
const EFFICIENCY: f64 = 0.37;

/// Replaces each value that lies far from the median of the five around it by that median.
///
/// A Hampel filter (Pearson, "Outliers in process modeling and identification", IEEE Transactions on Control Systems
/// Technology 10, 2002), with one scale for the series: the median deviation of five values is too unsure. Far is three times
/// `noise`, and more in short series, where `noise` is unsure too: the quantile of Student's t in place of the normal one. Three
/// values on a new level are the majority of every window about them, so that a step stays; at the ends the window is the
/// first or the last five, so that two outliers are outnumbered there too.
pub(super) fn filtered(values: &[f64], noise: f64) -> Vec<f64> {
    let df = EFFICIENCY * values.len().saturating_sub(1) as f64;
    let far = quantile(1.0 - OUTLYING, df) * noise;
    let last_start = values.len().saturating_sub(WIDTH);
    values
        .iter()
        .enumerate()
        .map(|(index, &value)| {
            let start = index.saturating_sub(RADIUS).min(last_start);
            let Some(mut around) = values[start..].first_chunk::<WIDTH>().copied() else { return value };
            around.sort_unstable_by(f64::total_cmp);
            let middle = around[RADIUS];
            if (value - middle).abs() > far { middle } else { value }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_or_two_odd_values_go_and_three_stay() {
        for (values, expected) in [
            (vec![1.0, 1.0, 9.0, 1.0, 1.0, 1.0], vec![1.0; 6]),
            (vec![1.0, 1.0, 9.0, 8.0, 1.0, 1.0], vec![1.0; 6]),
            (vec![9.0, 9.0, 1.0, 1.0, 1.0, 1.0], vec![1.0; 6]),
            (vec![1.0, 1.0, 1.0, 1.0, 9.0, 9.0], vec![1.0; 6]),
            (vec![1.0, 9.0, 1.0, 9.0, 1.0, 1.0], vec![1.0; 6]),
            (vec![1.0, 1.0, 1.0, 9.0, 9.0, 9.0], vec![1.0, 1.0, 1.0, 9.0, 9.0, 9.0]),
            (vec![1.0, 1.0, 9.0, 9.0, 9.0, 1.0], vec![9.0; 6]),
        ] {
            assert_eq!(filtered(&values, 0.1), expected, "{values:?}");
        }
    }

    #[test]
    fn what_noise_explains_stays() {
        let values: Vec<f64> = [1.0, 3.0, 0.0, 2.9, 1.5, -1.0].repeat(20);
        assert_eq!(filtered(&values, 1.0), values);
        // t of 1.85 degrees of freedom: five standard deviations are nothing unusual for six values.
        let few = [1.0, 1.0, 6.0, 1.0, 1.0, 1.0];
        assert_eq!(filtered(&few, 1.0), few);
        assert_eq!(filtered(&[1.0, 5.0], 0.1), [1.0, 5.0]);
        assert!(filtered(&[], 1.0).is_empty());
    }
}
