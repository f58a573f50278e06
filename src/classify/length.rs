//! Names that are longer than anybody reads are cut, so that they cost no memory and fit into every report.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

/// The most bytes of a name, a label or a text of an input. docs/formats.md says so.
const MOST: usize = 1_000;
/// What is kept of each of its ends.
const KEPT: usize = 450;
/// Bytes of the digest that keeps names with the same ends apart.
const DIGEST: usize = 8;

/// Cuts the middle out of a text that is too long.
pub(super) fn cut(text: String) -> String {
    if text.len() <= MOST {
        return text;
    }
    let mut out = text[..boundary(&text, KEPT)].to_owned();
    out.push('…');
    for byte in Sha256::digest(&text).iter().take(DIGEST) {
        // Writing to a string cannot fail.
        let _ = write!(out, "{byte:02x}");
    }
    out.push('…');
    out.push_str(&text[boundary(&text, text.len() - KEPT)..]);
    out
}

/// The end of the character at a byte.
fn boundary(text: &str, at: usize) -> usize {
    (at..text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::{MOST, cut};

    #[test]
    fn the_ends_of_a_long_name_are_kept_and_names_stay_apart() {
        let short = "é".repeat(MOST / 2);
        assert_eq!(cut(short.clone()), short);
        let [one, other] =
            ["a", "b"].map(|middle| cut(format!("GET /é{}{middle}{}/end", "x".repeat(600), "é".repeat(600))));
        assert!(one.starts_with("GET /é") && one.ends_with("/end") && one.len() < MOST, "{one}");
        assert_ne!(one, other);
        assert_eq!(cut(one.clone()), one);
    }
}
