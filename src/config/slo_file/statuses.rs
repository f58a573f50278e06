//! Sets of HTTP statuses: what `code=~"5.."` means.

use std::collections::BTreeSet;

use regex_lite::Regex;

use crate::config::promql::Matcher;

/// Statuses of answers. 1xx are none.
pub(super) type Statuses = BTreeSet<u16>;

/// All that an answer may have.
pub(super) fn all() -> Statuses {
    (200..600).collect()
}

/// Those that a success objective counts as errors.
pub(super) fn server_errors() -> Statuses {
    (500..600).collect()
}

/// What metrics call the outcome of each class of statuses, from 2xx on.
const OUTCOMES: [&str; 4] = ["SUCCESS", "REDIRECTION", "CLIENT_ERROR", "SERVER_ERROR"];

/// Those that a matcher of a label with the status leaves: `503`, or `5xx` where the label has classes.
pub(super) fn of_code(matcher: &Matcher) -> Result<Statuses, String> {
    selected(matcher, |status| vec![status.to_string(), format!("{}xx", status / 100)])
}

/// Those that a matcher of Micrometer's label `outcome` leaves.
pub(super) fn of_outcome(matcher: &Matcher) -> Result<Statuses, String> {
    selected(matcher, |status| {
        OUTCOMES.get(usize::from(status / 100) - 2).map(|name| (*name).to_owned()).into_iter().collect()
    })
}

fn selected(matcher: &Matcher, spellings: impl Fn(u16) -> Vec<String>) -> Result<Statuses, String> {
    let value = &matcher.value;
    let is_regex = matcher.operator.ends_with('~');
    // Prometheus anchors regular expressions.
    let regex = if is_regex { Some(regex(value)?) } else { None };
    let is_named = |text: &String| regex.as_ref().map_or(text == value, |regex| regex.is_match(text));
    let is_wanted = !matcher.operator.starts_with('!');
    Ok(all().into_iter().filter(|status| spellings(*status).iter().any(is_named) == is_wanted).collect())
}

fn regex(pattern: &str) -> Result<Regex, String> {
    Regex::new(&format!("^(?:{pattern})$"))
        .map_err(|_| format!("the regular expression `{pattern}` is not understood"))
}

/// Names a set: `4xx, 500 to 511`.
pub(super) fn words(statuses: &Statuses) -> String {
    let mut ranges: Vec<(u16, u16)> = Vec::new();
    for &status in statuses {
        match ranges.last_mut() {
            // Classes stay apart.
            Some((_, last)) if *last + 1 == status && status % 100 != 0 => *last = status,
            _ => ranges.push((status, status)),
        }
    }
    let words = ranges.into_iter().map(|(first, last)| match last - first {
        0 => first.to_string(),
        99 => format!("{}xx", first / 100),
        _ => format!("{first} to {last}"),
    });
    words.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matcher(operator: &'static str, value: &str) -> Matcher {
        Matcher { label: "code".to_owned(), operator, value: value.to_owned() }
    }

    #[test]
    fn matchers_leave_statuses() {
        let table = [
            ("=~", "5..", "5xx"),
            ("=~", "5.*", "5xx"),
            ("=~", r"5\d{2}", "5xx"),
            ("=~", "^5[0-9][0-9]$", "5xx"),
            ("=~", "(5..|429)", "429, 5xx"),
            ("=", "5xx", "5xx"),
            ("=~", "5xx", "5xx"),
            ("!~", "5..", "2xx, 3xx, 4xx"),
            ("!=", "5xx", "2xx, 3xx, 4xx"),
            ("=", "503", "503"),
            ("!=", "500", "2xx, 3xx, 4xx, 501 to 599"),
            ("=~", "50[0-4]", "500 to 504"),
            ("=~", "2..|3..", "2xx, 3xx"),
            ("=~", "5", ""),
        ];
        for (operator, value, expected) in table {
            assert_eq!(words(&of_code(&matcher(operator, value)).unwrap()), expected, "{operator}{value}");
        }
        assert_eq!(of_outcome(&matcher("=", "SERVER_ERROR")).unwrap(), server_errors());
        assert_eq!(words(&of_outcome(&matcher("!~", "SERVER_ERROR|CLIENT_ERROR")).unwrap()), "2xx, 3xx");
        assert!(of_code(&matcher("=~", "5(")).unwrap_err().contains("`5(` is not understood"));
    }
}
