use super::*;
use crate::render::{checks, sample};

/// A review in which nothing happened.
fn empty() -> Review {
    Review {
        runs: Vec::new(),
        first: 0,
        promotions: Vec::new(),
        trends: Vec::new(),
        change_points: Vec::new(),
        movers: Vec::new(),
        budgets: Vec::new(),
        noisy: Vec::new(),
        inconclusive: Vec::new(),
        actions: Vec::new(),
        notes: Vec::new(),
        ..sample::reviewed()
    }
}

/// A review of one run, without anything that needs several.
fn single() -> Review {
    let review = sample::reviewed();
    let mut trends = review.trends;
    for series in trends.iter_mut().flat_map(|trend| &mut trend.series) {
        series.values.truncate(1);
        series.levels.clear();
        series.objective.clear();
    }
    Review { runs: review.runs[..1].to_vec(), first: 0, trends, ..empty() }
}

#[test]
fn a_review_reads_like_this() {
    insta::assert_snapshot!(markdown(&sample::reviewed()).unwrap().text);
}

#[test]
fn pages_are_well_made() {
    for review in [sample::reviewed(), single(), sample::years(300, 3)] {
        let page = html(&review).unwrap();
        checks::page(&page);
        assert_eq!(page, html(&review).unwrap());
        checks::markdown(&markdown(&review).unwrap());
    }
}

#[test]
fn an_empty_review_says_so_in_every_section() {
    let (page, text) = (html(&empty()).unwrap(), markdown(&empty()).unwrap());
    assert!(text.charts.is_empty());
    for words in [
        "0 runs",
        "No figure changed its level in this period.",
        "The figures suggest nothing to do.",
        "There was no run in this period.",
        "No run has figures that could be drawn.",
        "Nothing moved, or there is nothing to compare with.",
        "No run of this period was measured against an objective.",
        "No endpoint varies so much",
        "Every run of this period could be judged.",
        "No run became part of a baseline.",
    ] {
        assert!(page.contains(words), "{words}");
        assert!(text.text.contains(words), "{words}");
    }
}

#[test]
fn sections_stand_in_their_order() {
    let page = html(&sample::reviewed()).unwrap();
    let order = [
        "happened",
        "actions",
        "runs",
        "trends",
        "change-points",
        "movers",
        "budgets",
        "noisy",
        "inconclusive",
        "promotions",
        "method",
    ];
    let places = order.map(|id| page.find(&format!("<section id=\"{id}\"")).unwrap());
    assert!(places.is_sorted());
}

#[test]
fn names_from_outside_stay_text() {
    let page = html(&sample::reviewed()).unwrap();
    for raw in ["<b>nightly", "<u>agreed", "<i>", "<img", "<b>bold", "49|"] {
        assert!(!page.contains(raw), "{raw}");
    }
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/<wbr>script&gt;|{{ 7*7 }}"));
    let text = markdown(&sample::reviewed()).unwrap().text;
    for raw in ["<script", "<b>", "<u>", "<i>", "<img", "](javascript", "`rm`"] {
        assert!(!text.contains(raw), "{raw}");
    }
}

#[test]
fn what_has_something_to_tell_comes_first_and_is_open() {
    let page = html(&sample::reviewed()).unwrap();
    let trends = page.split("<section id=\"trends\"").nth(1).unwrap().split("</section>").next().unwrap();
    let endpoints: Vec<&str> = trends.split("<details class=\"endpoint\"").skip(1).collect();
    let open: Vec<bool> = endpoints.iter().map(|endpoint| endpoint.starts_with(" open")).collect();
    assert_eq!(open, [true, true, false]);
    assert!(endpoints[0].contains("GET /<wbr>api/<wbr>cart") && endpoints[1].contains("+34\u{a0}%"));
    assert!(trends.find("all requests") < trends.find("<details"));
}

#[test]
fn charts_tell_levels_objectives_promotions_and_the_time_before() {
    let charts = markdown(&sample::reviewed()).unwrap().charts;
    let orders = &charts.iter().find(|chart| chart.1.contains("POST /api/orders")).unwrap().1;
    for text in [
        "before this period",
        "◆ main",
        "▲ slower: p95 +34\u{a0}%, p99 +34\u{a0}%",
        "SLO p95",
        "time in UTC, 2026",
        "Wed 11 Nov",
        "objective: p95 within 125\u{a0}ms",
        "objective: at most 1.0\u{a0}%, beyond this scale",
    ] {
        assert!(orders.contains(text), "{text}");
    }
    // Twelve runs as p95, p99, errors and rate.
    assert_eq!(orders.matches("<circle").count(), 48);
}

#[test]
fn a_chart_of_the_last_runs_alone_begins_with_them() {
    let mut review = sample::reviewed();
    for series in &mut review.trends[0].series {
        series.values.retain(|value| value.0 >= 10);
    }
    let charts = markdown(&review).unwrap().charts;
    // From 14 November 09:00 to 15 November 11:00; the others have a mark every other day.
    let with = |mark: &str| charts.iter().filter(|chart| chart.1.contains(&format!("\n{mark}\n"))).count();
    assert_eq!((with("10:00"), with("Wed 11 Nov")), (1, 3));
}

#[test]
fn five_thousand_runs_of_twenty_endpoints_stay_under_a_megabyte() {
    let review = sample::years(5_000, 20);
    let page = html(&review).unwrap();
    checks::page(&page);
    assert!(page.len() < 1_000_000, "{} bytes", page.len());
    assert_eq!(page.matches("<title id=\"trend-").count(), 21);
    assert!(page.contains("perfreport history --since 2025-01-01"));
    let text = markdown(&review).unwrap();
    checks::markdown(&text);
    let whole: usize = text.charts.iter().map(|chart| chart.1.len()).sum();
    assert!(whole < 1_500_000, "{whole} bytes");
}

#[test]
fn files_are_the_document_and_its_charts() {
    let review = sample::reviewed();
    let page = files(&review, DocumentFormat::Html).unwrap();
    assert_eq!(page.len(), 1);
    assert_eq!(page[0].path.to_str(), Some("review.html"));
    let text = files(&review, DocumentFormat::Markdown).unwrap();
    assert_eq!(text[0].path.to_str(), Some("review.md"));
    assert!(text[1..].iter().all(|file| file.path.starts_with("charts")));
    assert_eq!(text.len(), 1 + 4);
}
