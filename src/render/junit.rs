//! Writes JUnit XML, so that CI systems list what was judged as test cases.
//!
//! One case per finding: FAIL is a failure, WARN passes and carries its text as output, INCONCLUSIVE
//! is skipped; [`JunitWarn`] shows the last two otherwise. What was tested and found nothing passes, so that the counts mean something; what was
//! not tested is skipped with the reason. The class of a case is the key of its rule.
//!
//! * `cases`: which cases there are; `text`: names and texts that XML can hold

mod cases;
mod text;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::io;

use quick_junit::{NonSuccessKind, Property, Report, SerializeError, TestCase, TestCaseStatus, TestSuite};

use self::cases::{Case, Status};
use self::text::{one_line, printable};
use crate::model::judgement::Assessment;

/// Why a JUnit file could not be written.
#[derive(Debug, thiserror::Error)]
pub enum JunitError {
    /// The document could not be put into XML.
    #[error("cannot encode as JUnit XML")]
    Encode(#[from] SerializeError),
    /// The document could not be written.
    #[error("cannot write: {0}")]
    Write(#[source] io::Error),
}

/// How a finding that does not fail the run is shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum JunitWarn {
    /// WARN passes and carries its text as output, INCONCLUSIVE is skipped.
    #[default]
    Pass,
    /// WARN is skipped as well: CI systems list what was skipped, with its message.
    Skipped,
    /// Both are failures.
    Failure,
}

/// Writes an assessment as JUnit XML with one suite, named by the report's title. Cases have no time:
/// nothing here was timed. The same assessment always gives the same text.
///
/// # Errors
///
/// [`JunitError::Write`] where `out` does not take the text.
pub fn write(assessment: &Assessment, warn: JunitWarn, out: &mut dyn io::Write) -> Result<(), JunitError> {
    let mut suite = TestSuite::new(one_line(&assessment.title.english()));
    suite.add_property(Property::new("verdict", assessment.verdict.word()));
    suite.add_property(Property::new("generator", one_line(&assessment.generator)));
    let mut taken = BTreeMap::new();
    for case in cases::of(assessment, warn) {
        suite.add_test_case(test_case(case, &mut taken));
    }
    suite.set_system_out(printable(&assessment.summary.english()));

    let mut report = Report::new("perfreport");
    report.add_test_suite(suite);
    let text = report.to_string()?;
    out.write_all(text.as_bytes()).map_err(JunitError::Write)
}

/// The names of a class that are taken, each with the last number that it was given.
type Taken = BTreeMap<(&'static str, String), usize>;

/// Numbers a name that is taken; the search goes on where it ended, however many have the name.
fn name_of_its_own(class: &'static str, wanted: String, taken: &mut Taken) -> String {
    let mut key = (class, wanted);
    let Some(&last) = taken.get(&key) else {
        taken.insert(key.clone(), 1);
        return key.1;
    };
    let mut number = last + 1;
    let mut name = format!("{} ({number})", key.1);
    while taken.contains_key(&(class, name.clone())) {
        number += 1;
        name = format!("{} ({number})", key.1);
    }
    taken.insert((class, name.clone()), 1);
    taken.insert((class, std::mem::take(&mut key.1)), number);
    name
}

/// Turns a case into XML, under a name that no other has.
fn test_case(case: Case, taken: &mut Taken) -> TestCase {
    let name = name_of_its_own(case.class, one_line(&case.name), taken);
    let (status, output) = match case.status {
        Status::Passed => (TestCaseStatus::success(), None),
        Status::Warned(text) => (TestCaseStatus::success(), Some(text)),
        Status::Failed { title, text } => {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
            status.set_message(one_line(&title)).set_type(case.class).set_description(printable(&text));
            (status, None)
        }
        Status::Skipped(reason) => {
            let mut status = TestCaseStatus::skipped();
            status.set_message(one_line(&reason));
            (status, None)
        }
    };
    let mut test_case = TestCase::new(name, status);
    test_case.set_classname(case.class);
    if let Some(output) = output {
        test_case.set_system_out(printable(&output));
    }
    test_case
}
