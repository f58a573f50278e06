//! How text fits the columns of a terminal.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::render::text::shorten;

/// Columns of a text: a syllable of Korean fills two.
pub(super) fn length(text: &str) -> usize {
    text.width()
}

/// Columns of a text without its colours.
pub(super) fn visible(text: &str) -> usize {
    let mut inside = false;
    text.chars()
        .filter(|&c| {
            let counts = !inside && c != '\u{1b}';
            inside = c == '\u{1b}' || (inside && c != 'm');
            counts
        })
        .filter_map(UnicodeWidthChar::width)
        .sum()
}

/// Breaks text at spaces; no-break spaces hold figures and units together.
pub(super) fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in text.split(' ').map(|word| shorten(word, width)) {
        if !line.is_empty() && length(&line) + 1 + length(&word) > width {
            lines.push(std::mem::take(&mut line).trim_end().to_owned());
        }
        if !line.is_empty() {
            line.push(' ');
        } else if word.is_empty() {
            continue;
        }
        line.push_str(&word);
    }
    lines.push(line.trim_end().to_owned());
    lines
}

/// The same in at most so many lines; what is left out shows as an ellipsis.
pub(super) fn wrap_at_most(most: usize, text: &str, width: usize) -> Vec<String> {
    let mut lines = wrap(text, width);
    if lines.len() > most {
        // Room for the ellipsis.
        lines = wrap(text, width.saturating_sub(1));
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            last.push('…');
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_is_left_out() {
        assert_eq!(wrap_at_most(2, "aaa bbb ccc", 7), ["aaa bbb", "ccc"]);
        assert_eq!(wrap_at_most(2, "aaa bbb ccc ddd eee", 7), ["aaa", "bbb…"]);
    }
}
