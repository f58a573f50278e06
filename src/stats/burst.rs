//! The worst slices of a run, which are left out where error shares are compared.

/// Finds the `count` slices with most bad requests, the earliest where they tie; as indices in
/// ascending order. Slices without bad requests count too, so that every run is trimmed alike.
pub fn worst_slices(bad: &[f64], count: usize) -> Vec<usize> {
    let mut by_size: Vec<usize> = (0..bad.len()).collect();
    by_size.sort_by(|&one, &other| bad[other].total_cmp(&bad[one]).then(one.cmp(&other)));
    by_size.truncate(count);
    by_size.sort_unstable();
    by_size
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worst_slices_are_the_earliest_of_those_that_tie() {
        assert_eq!(worst_slices(&[0.0, 3.0, 1.0, 3.0, 3.0], 2), [1, 3]);
        assert_eq!(worst_slices(&[0.0, 1.0, 9.0, 0.0, 8.0], 2), [2, 4]);
        assert_eq!(worst_slices(&[0.0; 4], 2), [0, 1]);
        assert_eq!(worst_slices(&[5.0], 2), [0]);
        assert!(worst_slices(&[], 2).is_empty());
    }
}
