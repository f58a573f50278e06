//! Names of baselines as names of files, and back.

use std::fmt::Write;

use super::error::StoreError;

/// Longer names do not fit into a file's name everywhere.
const MAX_BYTES: usize = 120;

/// Ends every baseline's file.
const EXTENSION: &str = ".json";

/// Tells what a baseline's file is called. Letters, digits and `-_.@` stay, everything else is written as `%XX`: a name
/// may hold a branch and an environment, and no name leaves the folder or hides in it.
pub(super) fn file_of(name: &str) -> Result<String, StoreError> {
    let refuse = |reason| Err(StoreError::Name { name: name.to_owned(), reason });
    if name.trim().is_empty() {
        return refuse("it is empty");
    }
    if name.chars().any(char::is_control) {
        return refuse("it holds a control character");
    }
    let mut file = String::new();
    for (index, byte) in name.bytes().enumerate() {
        let stays = byte.is_ascii_alphanumeric() || b"-_@".contains(&byte) || (byte == b'.' && index > 0);
        if stays {
            file.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(file, "%{byte:02X}");
        }
    }
    if file.len() > MAX_BYTES {
        return refuse("it is too long");
    }
    Ok(file + EXTENSION)
}

/// Tells whether a file in the folder of baselines is one, and no temporary file or foreign thing.
pub(super) fn is_baseline(file: &str) -> bool {
    file.ends_with(EXTENSION) && !file.starts_with('.')
}

#[cfg(test)]
mod tests {
    use super::{file_of, is_baseline};

    #[test]
    fn names_stay_in_the_folder_and_apart() {
        for (name, file) in [
            ("main", "main.json"),
            ("release/1.4", "release%2F1.4.json"),
            ("main@staging", "main@staging.json"),
            ("..", "%2E..json"),
            (".hidden", "%2Ehidden.json"),
            ("a%2Fb", "a%252Fb.json"),
            ("prüfung 1", "pr%C3%BCfung%201.json"),
            ("C:\\x", "C%3A%5Cx.json"),
        ] {
            assert_eq!(file_of(name).unwrap(), file);
            assert!(is_baseline(file));
        }
        for name in ["", "  ", "a\nb", &"x".repeat(121), &"/".repeat(41)] {
            assert!(file_of(name).is_err(), "{name:?}");
        }
        assert!(!is_baseline(".perfreport-AbC"));
        assert!(!is_baseline("README.md"));
    }
}
