//! The catalogues against each other and against what the program asks them for.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use fluent_bundle::FluentResource;
use regex_lite::Regex;

use super::catalogue::{self, files};
use super::{Arg, Language, Text, text};

/// The messages of a language, each with the places in it.
fn messages(language: Language) -> BTreeMap<String, BTreeSet<String>> {
    let place = Regex::new(r"\$([a-z_]+)").unwrap();
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (name, text) in files(language) {
        if let Err((_, errors)) = FluentResource::try_new(text.to_owned()) {
            panic!("{}/{name}.ftl: {errors:?}", language.code());
        }
        for (key, message) in catalogue::messages(text) {
            let places = place.captures_iter(message).map(|found| found[1].to_owned()).collect();
            let before = found.insert(key.to_owned(), places);
            assert!(before.is_none(), "{}/{name}.ftl: {key} is there twice", language.code());
        }
    }
    found
}

/// What the code and the templates ask for: key, places; where a template fills them, nobody can tell by reading it.
fn asked() -> Vec<(String, Option<BTreeSet<String>>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let call = Regex::new(r#"\b(?:text|say)!\(\s*"([a-z0-9-]+)""#).unwrap();
    let plain = Regex::new(r#"(?:Text::plain|Missing::message)\(\s*"([a-z0-9-]+)""#).unwrap();
    let template = Regex::new(r#"\b(?:t|rich)\("([a-z0-9-]+)""#).unwrap();
    let mut asked = Vec::new();
    for path in sources(&root.join("src")) {
        let source = without_comments(&fs::read_to_string(&path).unwrap());
        for found in call.captures_iter(&source) {
            asked.push((found[1].to_owned(), Some(places(&source[found.get(0).unwrap().end()..]))));
        }
        for found in plain.captures_iter(&source) {
            asked.push((found[1].to_owned(), Some(BTreeSet::new())));
        }
    }
    for path in sources(&root.join("templates")) {
        let source = fs::read_to_string(&path).unwrap();
        asked.extend(template.captures_iter(&source).map(|found| (found[1].to_owned(), None)));
    }
    asked
}

fn without_comments(source: &str) -> String {
    source.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

fn sources(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|ext| ext == "rs" || ext == "html" || ext == "md") {
            found.push(path);
        }
    }
    found
}

/// The names of the places that a call of a macro fills: what stands before a `=` at its own depth.
fn places(call: &str) -> BTreeSet<String> {
    let (mut depth, mut word, mut found) = (0, String::new(), BTreeSet::new());
    let mut letters = call.chars().peekable();
    let mut begins = false;
    while let Some(letter) = letters.next() {
        match letter {
            '"' => {
                while let Some(inner) = letters.next().filter(|inner| *inner != '"') {
                    if inner == '\\' {
                        letters.next();
                    }
                }
            }
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' if depth == 0 => break,
            ')' | ']' | '}' => depth -= 1,
            ',' if depth == 0 => (begins, word) = (true, String::new()),
            '=' if depth == 0 && begins && letters.peek() != Some(&'=') => {
                found.insert(word.trim().to_owned());
                begins = false;
            }
            other if begins => word.push(other),
            _ => {}
        }
    }
    found
}

#[test]
fn every_language_has_the_messages_and_places_of_english() {
    let english = messages(Language::English);
    for language in Language::ALL {
        let own = messages(language);
        let keys = |messages: &BTreeMap<String, _>| messages.keys().cloned().collect::<BTreeSet<_>>();
        let missing: Vec<_> = keys(&english).difference(&keys(&own)).cloned().collect();
        let unknown: Vec<_> = keys(&own).difference(&keys(&english)).cloned().collect();
        assert!(missing.is_empty() && unknown.is_empty(), "{language:?} lacks {missing:?}, has {unknown:?}");
        for (key, places) in &own {
            assert!(places.is_subset(&english[key]), "{language:?}: {key} fills {places:?}");
        }
    }
}

#[test]
fn what_is_asked_for_is_there_and_what_is_there_is_asked_for() {
    let english = messages(Language::English);
    let asked = asked();
    for (key, places) in &asked {
        let own = english.get(key).unwrap_or_else(|| panic!("no message {key}"));
        if let Some(places) = places {
            assert_eq!(own, places, "{key}");
        }
    }
    let asked: BTreeSet<&String> = asked.iter().map(|(key, _)| key).collect();
    let idle: Vec<&String> = english.keys().filter(|key| !asked.contains(key)).collect();
    assert!(idle.is_empty(), "nobody asks for {idle:?}");
}

#[test]
fn a_text_is_written_in_the_language_that_is_spoken() {
    let requests = text!("requests", count = 1200_u64);
    assert_eq!(requests.to_string(), "1,200 requests");
    assert_eq!(text!("requests", count = 1_u64).to_string(), "1 request");
    let korean = Language::Korean.speak(|| requests.to_string());
    assert_eq!(korean, "요청 1,200건");
    assert_eq!(requests.to_string(), "1,200 requests", "and then English again");
    assert_eq!(serde_json::to_string(&requests).unwrap(), "\"1,200 requests\"");
    assert_eq!(serde_json::from_str::<Text>("\"1,200 requests\"").unwrap(), requests);

    let whole = text!("whole");
    let read: Text = serde_json::from_str(&serde_json::to_string(&whole).unwrap()).unwrap();
    Language::Korean.speak(|| {
        assert_eq!(read.to_string(), whole.to_string(), "a text of a file is found again");
        assert_eq!(Text::written(whole.english()).to_string(), whole.english(), "a name stays");
    });
}

#[test]
fn what_a_file_holds_is_said_in_the_language_that_is_spoken() {
    let went = || {
        let (low, high) = (Arg::Quantity("+21".to_owned()), Arg::Quantity("+41".to_owned()));
        text!(
            "latency-went",
            measure = "p95",
            base = Arg::Quantity("71.6\u{a0}ms".to_owned()),
            run = Arg::Quantity("95.9\u{a0}ms".to_owned()),
            change = Arg::Quantity("+34\u{a0}%".to_owned()),
            low = low,
            high = high,
        )
    };
    let others = text!("latency-others", scope = "rest", others = 7_u64, changes = "0 % at p50");
    for said in [
        text!("moved-title", who = "POST /api/orders", direction = "slower"),
        text!("moved-title", who = text!("whole"), direction = "faster"),
        went(),
        Text::sentences([went(), others]),
        Text::sentences([text!("shift-one-base"), text!("shift-rerun")]),
        text!("requests", count = 1_u64),
        text!("requests", count = 12_345_u64),
        text!("head-requests", count = 1_u64),
        text!(
            "failed-requests",
            failed = 4_u64,
            total = 5_u64,
            share = Arg::Quantity("80\u{a0}%".to_owned()),
            kinds = "both",
            errors = 1_u64,
            undeclared = 3_u64
        ),
        Text::written("GET /api/orders answers in 3 ms, says the team"),
        text!("moved-title", who = "size", direction = "slower"),
    ] {
        let read = Text::read(said.english());
        Language::Korean.speak(|| assert_eq!(read.to_string(), said.to_string()));
    }
}

#[test]
fn hostile_texts_are_read_in_time() {
    for text in ["a, b; c. ".repeat(160), " of ".repeat(300), "x went from y to z, ".repeat(60)] {
        Language::Korean.speak(|| assert!(!Text::read(text).to_string().is_empty()));
    }
}

#[test]
fn sentences_leave_out_what_says_nothing() {
    let told = Text::sentences([Text::written("A."), Text::empty(), Text::written("B.")]);
    assert_eq!(told.to_string(), "A. B.");
    assert!(Text::sentences([Text::empty()]).is_empty());
}
