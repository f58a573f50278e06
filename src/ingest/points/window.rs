//! What part of a test is judged.

use std::collections::BTreeSet;

use super::collected::Cells;
use crate::model::labeller::Labeller;
use crate::model::run::Window;
use crate::model::settings::Settings;
use crate::model::tag_filter::TagFilter;
use crate::words::{Arg, Text, text};

/// Says in words what is judged and what is left out.
pub(in crate::ingest) fn of(cells: &Cells, labeller: &dyn Labeller, settings: &Settings) -> Window {
    let named = |judged: bool| {
        let of_side = cells.keys().filter(|cell| cell.judged == judged && !cell.scenario.is_empty());
        let names: BTreeSet<&str> = of_side.map(|cell| cell.scenario.as_str()).collect();
        let mut names: Vec<String> = names.into_iter().map(|name| labeller.scrub(name)).collect();
        names.dedup();
        names
    };
    let (judged, mut left_out) = (named(true), named(false));
    left_out.retain(|name| !judged.contains(name));
    let warm_up = settings.window.warm_up.filter(|seconds| *seconds > 0.0);
    window_of(judged, left_out, warm_up, settings.window.tags.clone())
}

/// Puts a window into words.
pub(in crate::ingest) fn window_of(
    scenarios: Vec<String>,
    left_out: Vec<String>,
    warm_up: Option<f64>,
    tags: TagFilter,
) -> Window {
    let mut text = if left_out.is_empty() || scenarios.is_empty() {
        Text::plain("window-of-test")
    } else {
        text!("window-of-scenarios", count = scenarios.len(), names = scenarios.join(", "))
    };
    if !tags.is_empty() {
        text = text!("window-of-tags", part = text, tags = tags.to_string());
    }
    if let Some(seconds) = warm_up {
        text = text!("window-of-later", part = text, first = Arg::Quantity(format!("{seconds} s")));
    }
    if !left_out.is_empty() {
        text = text!("window-of-rest", part = text, count = left_out.len(), names = left_out.join(", "));
    }
    Window { scenarios, left_out, warm_up, tags, text }
}
