//! What k6 itself judged: checks and thresholds.

/// A k6 check.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Check {
    /// Groups and name, joined by `::` as k6 does (without the leading one); the name alone where the file has no path.
    pub path: String,
    /// How often it passed.
    pub passes: u64,
    /// How often it failed.
    pub fails: u64,
}

impl Check {
    /// Returns the name alone, for sources that do not tell the group.
    pub fn name(&self) -> &str {
        self.path.rsplit("::").next().unwrap_or(&self.path)
    }

    /// The share that failed, absent where the check never ran.
    pub fn failed_share(&self) -> Option<f64> {
        let total = self.passes + self.fails;
        (total > 0).then(|| self.fails as f64 / total as f64)
    }
}

/// A k6 threshold, its polarity normalised.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Threshold {
    /// The metric with its selector: `http_req_duration{scenario:measure}`.
    pub metric: String,
    /// The condition as the script wrote it: `p(95)<500`.
    pub expression: String,
    /// Whether the run crossed it, that is, failed it.
    pub crossed: bool,
}
