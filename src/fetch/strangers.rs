//! Services that are not asked for, as label matchers: what has none of their labels is not concerned.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::request_labels::Labels;
use crate::model::series::workload::set_and_ends;

/// Labels that say which service it is. Those of the environment tell services of the same name apart, and are shared with others.
pub(super) const NAMES: [&str; 4] = ["job", "app", "app_kubernetes_io_name", "service_name"];
/// Metrics of containers and of Kubernetes have it, which do not have those.
pub(super) const POD: &str = "pod";

/// Longer matchers would make queries that a server which forbids POST does not take in an address.
const LONGEST: usize = 3_000;

/// A value of a label: as it is, or by how it begins, and a regular expression for its end.
type Value = (&'static str, String, &'static str);

/// What is left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Strangers {
    /// By label, and by how values end.
    values: BTreeMap<(&'static str, &'static str), BTreeSet<String>>,
    /// Each service by the first label that only it has.
    names: BTreeSet<String>,
}

impl Strangers {
    /// Leaves services out by what nothing else has, as many of them as matchers of some length can name.
    pub(super) fn of<'a>(
        services: impl Iterator<Item = &'a BTreeSet<Labels>>,
        others: impl Iterator<Item = &'a Labels>,
    ) -> Self {
        let others: BTreeSet<Value> = others.flat_map(values).collect();
        let mut strangers = Self::default();
        for service in services {
            let mut all = strangers.clone();
            let own: Vec<Value> =
                service.iter().flat_map(values).filter(|value| !others.contains(value)).collect();
            let first = own
                .iter()
                .min_by_key(|(label, ..)| NAMES.iter().position(|name| name == label).unwrap_or(NAMES.len()));
            let Some((label, value, end)) = first else { continue };
            all.names.insert(format!("{label}=\"{value}{}\"", if end.is_empty() { "" } else { "-…" }));
            for (label, value, end) in own {
                all.values.entry((label, end)).or_default().insert(value);
            }
            if all.selector().len() <= LONGEST {
                strangers = all;
            }
        }
        strangers
    }

    /// Label matchers, without braces, that leave them out.
    pub(super) fn selector(&self) -> String {
        let matcher = |((label, end), values): (&(&str, &str), &BTreeSet<String>)| {
            let values: Vec<String> = values.iter().map(|value| escaped(value)).collect();
            format!("{label}!~\"({}){end}\"", values.join("|"))
        };
        self.values.iter().map(matcher).collect::<Vec<_>>().join(",")
    }

    /// Each as `label="value"`.
    pub(super) fn names(self) -> Vec<String> {
        self.names.into_iter().collect()
    }
}

/// The values that say which service it is.
fn values(labels: &Labels) -> Vec<Value> {
    let name = |label: &'static str| Some((label, labels.get(label)?.clone(), ""));
    let pod = labels.get(POD).map(|pod| set_and_ends(pod)).map(|(set, end)| (POD, set.to_owned(), end));
    NAMES.into_iter().filter_map(name).chain(pod).collect()
}

/// A value as a regular expression in a string of PromQL.
fn escaped(value: &str) -> String {
    let mut out = String::new();
    for character in value.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\n' => out.push_str("\\n"),
            '\\' => out.push_str(r"\\\\"),
            c if r".+*?()|[]{}^$".contains(c) => {
                out.push_str(r"\\");
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{LONGEST, Labels, Strangers};

    fn labels(pairs: &[(&str, &str)]) -> Labels {
        pairs.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect()
    }

    #[test]
    fn what_others_have_too_leaves_nobody_out() {
        let service = [labels(&[("job", "pods"), ("app", "b.c"), ("pod", "b-5f6bdc9c77-x2v8k")])];
        let service = BTreeSet::from(service);
        let other = labels(&[("job", "pods"), ("pod", "b-0")]);
        let strangers = Strangers::of([&service].into_iter(), [&other].into_iter());
        let hash = "[b-df-hj-np-tv-xz24-9]";
        assert_eq!(strangers.selector(), format!(r#"app!~"(b\\.c)",pod!~"(b)-{hash}{{6,10}}-{hash}{{5}}""#));
        assert_eq!(strangers.names(), [r#"app="b.c""#]);
        let all = Strangers::of([&service].into_iter(), service.iter());
        assert_eq!(all, Strangers::default());
    }

    #[test]
    fn matchers_are_of_bounded_length() {
        let services: Vec<BTreeSet<Labels>> =
            (0..1000).map(|i| BTreeSet::from([labels(&[("job", &format!("service-{i:03}"))])])).collect();
        let strangers = Strangers::of(services.iter(), [].into_iter());
        let length = strangers.selector().len();
        assert!((LONGEST - 20..=LONGEST).contains(&length), "{length}");
        // What does not fit is asked for, and not named.
        assert_eq!(strangers.selector().matches("service-").count(), strangers.names().len());
    }
}
