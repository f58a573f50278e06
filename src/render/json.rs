//! Writes and reads `verdict.json`: every number, for scripts, and enough to render the report again.

use std::io;

use crate::model::judgement::Assessment;
use crate::wire::{WireError, verdict};

/// Writes an assessment as JSON. Nothing is written where it cannot be encoded whole.
///
/// # Errors
///
/// [`WireError::NotFinite`] names a number that is NaN or infinite; [`WireError::Write`] where `out`
/// does not take the text.
pub fn write(assessment: &Assessment, out: &mut dyn io::Write) -> Result<(), WireError> {
    let text = verdict::to_json(assessment)?;
    out.write_all(text.as_bytes()).map_err(WireError::Write)
}

/// Takes an assessment back from the text of a `verdict.json`; `name` is the file, for errors.
///
/// # Errors
///
/// Where the text is no verdict, is cut short, or is of a newer version.
pub fn read(text: &str, name: &str) -> Result<Assessment, WireError> {
    verdict::from_json(text, name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::verdict::sample;

    #[test]
    fn what_is_written_can_be_read_back() {
        let mut bytes = Vec::new();
        write(&sample::assessment(), &mut bytes).unwrap();
        assert_eq!(verdict::from_reader(bytes.as_slice(), "verdict.json").unwrap(), sample::assessment());
    }

    #[test]
    fn nothing_is_written_of_a_broken_assessment() {
        let mut broken = sample::assessment();
        broken.run.rate = Ok(f64::NAN);
        let mut bytes = Vec::new();
        let error = write(&broken, &mut bytes).unwrap_err();
        assert!(matches!(error, WireError::NotFinite { path } if path == "run.rate"));
        assert!(bytes.is_empty());
    }

    #[test]
    fn a_full_disk_is_reported() {
        let error = write(&sample::assessment(), &mut [0_u8; 10].as_mut_slice()).unwrap_err();
        assert!(matches!(error, WireError::Write(_)), "{error}");
    }
}
