//! What git leaves in a file that it could not merge.

/// The line, from 1, with the first of git's conflict markers; absent where there is none.
pub fn marked_line(text: &str) -> Option<usize> {
    let is_marker = |line: &str| line.starts_with("<<<<<<< ") || line.starts_with(">>>>>>> ");
    text.lines().position(is_marker).map(|index| index + 1)
}

/// What to do about such a file.
pub fn remedy(file: &str) -> String {
    format!(
        "keep one side (`git checkout --ours {file}`, or `--theirs`), and add what the other side had again"
    )
}
