//! Links from a report to what else is known of a run.

use chrono::{DateTime, Utc};

use crate::model::link::{Link, LinkTemplate};
use crate::model::missing::Known;
use crate::model::note::Note;
use crate::model::run::Meta;
use crate::words::text;

/// Fills in all links with what a run, and the newest of its base runs, say; those that lack something become a note.
pub(super) fn fill(templates: &[LinkTemplate], run: &Meta, base: Option<&Meta>) -> (Vec<Link>, Vec<Note>) {
    let (mut links, mut notes) = (Vec::new(), Vec::new());
    for template in templates {
        match template.fill(|name| value(name, run, base)) {
            Ok(link) => links.push(link),
            Err(name) => {
                let text = text!("link-left-out", label = template.label(), name = name);
                let tag = name.rsplit('.').next().unwrap_or(name);
                notes.push(Note::new(text).with_hint(text!("link-left-out-hint", tag = tag)));
            }
        }
    }
    (links, notes)
}

/// What a name stands for: a tag of the run, its name, the time of the test in milliseconds since 1970; behind `base.` of the
/// newest base run.
fn value(name: &str, run: &Meta, base: Option<&Meta>) -> Option<String> {
    let milliseconds = |at: &Known<DateTime<Utc>>| Some(at.as_ref().ok()?.timestamp_millis().to_string());
    match name.split_once('.') {
        Some(("base", name)) => value(name, base?, None),
        _ => match name {
            "from" => milliseconds(&run.started),
            "to" => milliseconds(&run.ended),
            "name" => Some(run.name.clone()),
            tag => run.tags.get(tag).cloned(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::sample;

    fn meta(commit: &str) -> Meta {
        let mut meta = sample::run("run 7").meta;
        meta.tags.insert("commit".to_owned(), commit.to_owned());
        meta.started = Ok(DateTime::from_timestamp_millis(1_000).unwrap());
        meta.ended = Ok(DateTime::from_timestamp_millis(66_000).unwrap());
        meta
    }

    #[test]
    fn runs_fill_in_their_tags_times_and_names() {
        let template = |address| LinkTemplate::parse("Diff", address).unwrap();
        let templates = [
            template("https://h/{base.commit}...{commit}"),
            template("https://g/d?from={from}&to={to}&var-run={name}"),
        ];
        let (run, base) = (meta("c1"), meta("b2"));
        let (links, notes) = fill(&templates, &run, Some(&base));
        let urls: Vec<&str> = links.iter().map(|link| link.url.as_str()).collect();
        assert_eq!(urls, ["https://h/b2...c1", "https://g/d?from=1000&to=66000&var-run=run%207"]);
        assert!(notes.is_empty());

        let (links, notes) = fill(&templates[..1], &run, None);
        assert!(links.is_empty());
        assert_eq!(notes[0].text, "The link `Diff` is left out: nothing tells its `{base.commit}`.");
        assert_eq!(notes[0].hint.as_ref().unwrap(), &"Give the run the tag: `--tag commit=…`.");
    }
}
