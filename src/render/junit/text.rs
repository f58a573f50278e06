//! Names and texts that XML can hold.

use crate::model::harmless::is_unseen;

/// Stands for a character that XML forbids, so that a name does not silently become another one.
const FORBIDDEN: char = '\u{fffd}';

/// Makes a text of several lines fit for XML: what XML forbids, and what would make a name read as another one, is replaced.
///
/// It also keeps the XML library from taking an escape for the start of a terminal sequence and
/// dropping what follows.
pub(super) fn printable(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\n' => '\n',
            '\t' | '\r' => ' ',
            c if is_unseen(c) => FORBIDDEN,
            c => c,
        })
        .collect()
}

/// Makes a name or message fit for an attribute: as [`printable`], on one line.
pub(super) fn one_line(text: &str) -> String {
    printable(text).replace('\n', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_forbids_is_replaced_and_the_rest_is_kept() {
        assert_eq!(printable("a\u{0}b\u{1b}[31mc\u{85}\u{ffff}\td\r\ne"), "a�b�[31mc�� d \ne");
        assert_eq!(one_line("p95\n< 500 \u{a0}ms → \"ok\""), "p95 < 500 \u{a0}ms → \"ok\"");
    }
}
