//! Which names are most like one that is not there.

use super::pattern::split_method;

/// Names longer than this are compared by their beginning: distances cost the product of both lengths.
const LONGEST: usize = 200;
/// More proposals than this are a list and no hint.
const MOST: usize = 3;

/// Returns the names most like `wanted`, the nearest first: by the Damerau–Levenshtein distance, whatever the case, with
/// the method in front or without it.
pub fn nearest<'a>(wanted: &str, names: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut found: Vec<(usize, &str)> = names.map(|name| (distance(wanted, name), name)).collect();
    found.sort_unstable();
    found.dedup();
    found.into_iter().take(MOST).map(|(_, name)| name).collect()
}

fn distance(wanted: &str, name: &str) -> usize {
    let tidy = |text: &str| text.to_lowercase().replace('*', "").chars().take(LONGEST).collect::<String>();
    let of = |a: &str, b: &str| strsim::damerau_levenshtein(&tidy(a), &tidy(b));
    of(wanted, name).min(of(split_method(wanted).1, split_method(name).1))
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn the_nearest_names_come_first() {
        let names = ["GET /api/products", "POST /api/orders", "GET /api/orders", "POST /login"];
        assert_eq!(
            nearest("POST /api/order", names.into_iter())[..2],
            ["GET /api/orders", "POST /api/orders"]
        );
        assert_eq!(nearest("post /logn*", names.into_iter())[0], "POST /login");
        assert!(nearest("x", std::iter::empty()).is_empty());
        assert_eq!(nearest("x", names.into_iter()).len(), 3);
    }
}
