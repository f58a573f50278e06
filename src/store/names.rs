//! Names of baselines as names of files, and back.

use std::fmt::Write;

use super::error::StoreError;

/// Longer names do not fit into a file's name everywhere.
const MAX_BYTES: usize = 120;

/// Ends every file of a baseline.
const EXTENSION: &str = ".json";

/// Stands for the id in the name of a change where there are no locks: of two changes with one number only one is written.
pub(super) const UNLOCKED: &str = "change";

/// Tells what a baseline is called on disk. Letters, digits and `-_.@` stay, everything else is written as `%XX`: a name
/// may hold a branch and an environment, and no name leaves the folder or hides in it.
pub(super) fn stem_of(name: &str) -> Result<String, StoreError> {
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
    Ok(file)
}

/// The folder with a baseline's changes. Windows drops a dot at the end, and files end in `.json`: there the dot is `%2E`.
pub(super) fn folder_of(stem: &str) -> String {
    let end = [EXTENSION, "."].into_iter().find(|end| stem.ends_with(end)).unwrap_or_default();
    stem[..stem.len() - end.len()].to_owned() + &end.replace('.', "%2E")
}

/// The file that held a whole baseline before each change had one of its own.
pub(super) fn single_file_of(stem: &str) -> String {
    format!("{stem}{EXTENSION}")
}

/// The stem of such a file; absent where it is none.
pub(super) fn stem_in(file: &str) -> Option<&str> {
    file.strip_suffix(EXTENSION).filter(|_| is_json(file))
}

/// Tells whether a file holds a baseline, or a part of one, and is no temporary file or foreign thing.
pub(super) fn is_json(file: &str) -> bool {
    file.ends_with(EXTENSION) && !file.starts_with('.')
}

/// Tells what the file of a change is called. Its number is one more than that of any change it knows of; changes of two
/// branches may share it, and the id of their text keeps them apart.
pub(super) fn change_file(number: u64, id: &str) -> String {
    format!("{number:05}-{id}{EXTENSION}")
}

/// The number in the name of a change's file; 0 where there is none.
pub(super) fn number_in(file: &str) -> u64 {
    file.split('-').next().and_then(|number| number.parse::<u32>().ok()).map_or(0, u64::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_in_the_folder_and_apart() {
        for (name, folder, file) in [
            ("main", "main", "main.json"),
            ("release/1.4", "release%2F1.4", "release%2F1.4.json"),
            ("main@staging", "main@staging", "main@staging.json"),
            ("..", "%2E%2E", "%2E..json"),
            (".", "%2E", "%2E.json"),
            (".hidden", "%2Ehidden", "%2Ehidden.json"),
            ("main.json", "main%2Ejson", "main.json.json"),
            ("v1.", "v1%2E", "v1..json"),
            ("a%2Fb", "a%252Fb", "a%252Fb.json"),
            ("prüfung 1", "pr%C3%BCfung%201", "pr%C3%BCfung%201.json"),
            ("C:\\x", "C%3A%5Cx", "C%3A%5Cx.json"),
        ] {
            let stem = stem_of(name).unwrap();
            assert_eq!((folder_of(&stem).as_str(), single_file_of(&stem).as_str()), (folder, file));
            assert_eq!((stem_in(file), stem_in(folder)), (Some(stem.as_str()), None));
        }
        for name in ["", "  ", "a\nb", &"x".repeat(121), &"/".repeat(41)] {
            assert!(stem_of(name).is_err(), "{name:?}");
        }
        assert!(!is_json(".perfreport-AbC"));
        assert!(!is_json("README.md"));
    }

    #[test]
    fn changes_are_numbered() {
        for (file, number) in [
            (change_file(7, "00ff").as_str(), 7),
            (&change_file(123_456, "00ff"), 123_456),
            ("notes.json", 0),
            ("99999999999999999999999-a.json", 0),
        ] {
            assert_eq!(number_in(file), number, "{file}");
        }
        assert_eq!(change_file(7, "00ff"), "00007-00ff.json");
    }
}
