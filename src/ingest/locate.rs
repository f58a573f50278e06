//! The key path at a position of a JSON text, so that an error can say which key it is in.

use super::error::{Problem, shorten};

/// Turns a parser's error into a problem with position and key path.
pub(super) fn problem(text: &str, error: &serde_json::Error) -> Problem {
    let (line, column) = (error.line(), error.column());
    let key = key_path(text, line, column);
    if error.is_eof() {
        // After a line end the parser has read 0 columns of the next line.
        return Problem::Truncated { line, column: column.max(1), key };
    }
    let full = error.to_string();
    let position = format!(" at line {line} column {column}");
    let reason = match full.strip_suffix(&position).unwrap_or(&full) {
        "number out of range" => "a number too large for any figure",
        "recursion limit exceeded" => "nested too deeply",
        reason => reason,
    };
    // A parser may quote what it found, and that may be long.
    Problem::Syntax { line, column, key, reason: shorten(reason, 160) }
}

/// Returns the byte that `line` and `column` (from 1, in bytes) stand for, at most the length of the text.
pub(super) fn offset(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    (start + column).min(text.len())
}

/// Something that is open at a position.
enum Open {
    /// An object, and the key that is being read.
    Object(Option<String>),
    /// An array, and the index that is being read.
    Array(usize),
}

/// Returns the keys that lead to the value at `line` and `column` (from 1, in bytes), as in
/// `metrics."http_reqs".count`. Empty at the top level.
fn key_path(text: &str, line: usize, column: usize) -> String {
    let end = offset(text, line, column);
    let bytes = &text.as_bytes()[..end];
    let mut stack: Vec<Open> = Vec::new();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        // The last byte is where the error was seen; a bracket there still belongs to what it closes.
        let last = at + 1 == end;
        match byte {
            b'{' => stack.push(Open::Object(None)),
            b'[' => stack.push(Open::Array(0)),
            b'}' | b']' if !last => drop(stack.pop()),
            b',' if !last => match stack.last_mut() {
                Some(Open::Object(key)) => *key = None,
                Some(Open::Array(index)) => *index += 1,
                None => {}
            },
            b'"' => {
                let closing = string_end(bytes, at);
                if let Some(Open::Object(key @ None)) = stack.last_mut() {
                    *key = Some(unescaped(text.get(at + 1..closing).unwrap_or_default()));
                }
                at = closing;
            }
            _ => {}
        }
        at += 1;
    }
    render(&stack)
}

fn unescaped(raw: &str) -> String {
    serde_json::from_str(&format!("\"{raw}\"")).unwrap_or_else(|_| raw.to_owned())
}

/// Returns where the string that opens at `start` closes, or the end.
fn string_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'"' => return at,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    bytes.len()
}

/// More levels than this are cut in the middle: a text nested a thousand deep must not fill the screen.
const LEVELS_SHOWN: usize = 8;

fn render(stack: &[Open]) -> String {
    let mut path = String::new();
    for (level, open) in stack.iter().take(LEVELS_SHOWN).enumerate() {
        match open {
            Open::Object(Some(key)) => {
                if level > 0 {
                    path.push('.');
                }
                path.push_str(&quoted(key));
            }
            Open::Object(None) => {}
            Open::Array(index) => path.push_str(&format!("[{index}]")),
        }
    }
    if stack.len() > LEVELS_SHOWN {
        path.push('…');
    }
    path
}

/// Writes a key as it stands in a path: bare where it is a word of the format, quoted where a user chose it.
pub(super) fn quoted(key: &str) -> String {
    const BARE: &str = "metrics results values thresholds root_group groups checks state config metadata duration \
                        testRunDurationMs count rate passes fails name";
    if BARE.split_whitespace().any(|bare| bare == key) {
        key.to_owned()
    } else {
        format!("{:?}", shorten(key, 80))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path_before(text: &str, mark: &str) -> String {
        let offset = text.find(mark).unwrap();
        let before = &text[..offset];
        let line = before.matches('\n').count() + 1;
        let column = offset - before.rfind('\n').map_or(0, |end| end + 1) + 1;
        key_path(text, line, column)
    }

    #[test]
    fn the_path_leads_to_the_position() {
        let text = "{\n \"metrics\": {\n  \"a{name:x, \\\"y\\\"}\": {\"count\": 1},\r\n  \"http_reqs\": {\"count\": !}\n }\n}";
        assert_eq!(path_before(text, "!"), "metrics.\"http_reqs\".count");
        assert_eq!(path_before(text, "1"), "metrics.\"a{name:x, \\\"y\\\"}\".count");
        assert_eq!(path_before("{\"results\":{\"metrics\":[{},{\"name\":?", "?"), "results.metrics[1].name");
        assert_eq!(key_path("", 1, 0), "");
        assert_eq!(key_path("{", 1, 1), "");
        assert_eq!(key_path("x", 99, 99), "");
    }

    #[test]
    fn deep_paths_are_cut() {
        let deep = "{\"a\":".repeat(1000);
        assert!(key_path(&deep, 1, deep.len()).len() < 60);
    }
}
