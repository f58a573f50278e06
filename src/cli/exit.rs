//! Exit codes. They are an API: CI jobs act on them.

use std::process::ExitCode;

use super::args::FailOn;
use crate::model::judgement::Verdict;

/// What the process tells its caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Code {
    /// PASS, WARN, or nothing to judge.
    Success = 0,
    /// FAIL.
    Fail = 1,
    /// Usage, unreadable input, I/O.
    CouldNotRun = 2,
    /// INCONCLUSIVE.
    Inconclusive = 3,
}

impl Code {
    /// The code of a verdict under the caller's wishes.
    pub(super) fn of(verdict: Verdict, fail_on: FailOn, inconclusive_ok: bool) -> Self {
        match verdict {
            _ if fail_on == FailOn::Never => Self::Success,
            Verdict::Fail => Self::Fail,
            Verdict::Warn if fail_on == FailOn::Warn => Self::Fail,
            Verdict::Inconclusive if !inconclusive_ok => Self::Inconclusive,
            Verdict::Warn | Verdict::Inconclusive | Verdict::Pass | Verdict::None => Self::Success,
        }
    }
}

impl From<Code> for ExitCode {
    fn from(code: Code) -> Self {
        Self::from(code as u8)
    }
}

#[cfg(test)]
mod tests {
    use super::{Code, FailOn, Verdict};

    #[test]
    fn every_verdict_has_its_code() {
        let table = [
            (Verdict::None, FailOn::Fail, false, Code::Success),
            (Verdict::Pass, FailOn::Warn, false, Code::Success),
            (Verdict::Warn, FailOn::Fail, false, Code::Success),
            (Verdict::Warn, FailOn::Warn, false, Code::Fail),
            (Verdict::Fail, FailOn::Fail, true, Code::Fail),
            (Verdict::Inconclusive, FailOn::Fail, false, Code::Inconclusive),
            (Verdict::Inconclusive, FailOn::Warn, false, Code::Inconclusive),
            (Verdict::Inconclusive, FailOn::Warn, true, Code::Success),
            (Verdict::Inconclusive, FailOn::Never, false, Code::Success),
            (Verdict::Fail, FailOn::Never, false, Code::Success),
        ];
        for (verdict, fail_on, inconclusive_ok, code) in table {
            assert_eq!(
                Code::of(verdict, fail_on, inconclusive_ok),
                code,
                "{verdict} {fail_on:?} {inconclusive_ok}"
            );
        }
    }
}
