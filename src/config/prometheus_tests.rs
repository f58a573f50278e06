//! What `[prometheus]` means, and what is wrong with it.

use super::error::Diagnostic;
use super::{ConfigError, parse};
use crate::model::series::role::{Part, Resource, Role};
use crate::model::series::unit::{SampleKind, SeriesUnit};
use crate::model::settings::PrometheusSettings;

fn read(text: &str) -> PrometheusSettings {
    parse(text, "perfreport.toml").unwrap_or_else(|error| panic!("{error}")).prometheus
}

fn wrong(text: &str) -> Diagnostic {
    match parse(text, "perfreport.toml") {
        Err(ConfigError::Invalid(diagnostic)) => *diagnostic,
        other => panic!("{text} gave {other:?}"),
    }
}

#[test]
fn clocks_may_be_ahead_or_behind() {
    for (text, offset) in [("1.5s", 1.5), ("-2s", -2.0), ("+300ms", 0.3), ("-1h 30m", -5_400.0), ("0s", 0.0)]
    {
        assert_eq!(read(&format!("[prometheus]\nclock_offset = '{text}'")).clock_offset, offset, "{text}");
    }
    for (value, message) in [
        ("'--2s'", "`-2s` is no duration"),
        ("'2'", "`2` has no unit"),
        ("2", "`2` has no unit"),
        ("'3d'", "expected at most a day"),
        ("true", "invalid type: boolean `true`, expected a duration such as \"1.5s\" or \"-2s\""),
    ] {
        assert_eq!(wrong(&format!("[prometheus]\nclock_offset = {value}")).message, message);
    }
}

#[test]
fn rules_and_queries_are_read() {
    let settings = read(
        r#"
        [[prometheus.signals]]
        match = "shop_slots_*"
        role = "saturation"
        resource = "thread_pool"
        part = "pending"
        unit = "count"
        kind = "gauge"
        [[prometheus.signals]]
        match = "shop_fails"
        role = "errors"
        kind = "increase"
        over = "1m"
        [[prometheus.queries]]
        name = "orders"
        query = "sum(rate(orders_total[1m]))"
        [[prometheus.queries]]
        name = "slots"
        query = "shop_slots"
        role = "saturation"
        resource = "queue"
        "#,
    );
    let [slots, fails] = settings.signals.as_slice() else { panic!("{settings:?}") };
    let full = |resource, part| Role::Saturation { resource, part };
    assert_eq!(
        (slots.pattern.as_str(), slots.role),
        ("shop_slots_*", full(Resource::ThreadPool, Part::Pending))
    );
    assert_eq!((slots.unit, slots.kind), (Some(SeriesUnit::Count), Some(SampleKind::Gauge)));
    assert_eq!((fails.role, fails.kind), (Role::Errors, Some(SampleKind::Increase { over: 60_000_000 })));
    let [orders, slots] = settings.queries.as_slice() else { panic!("{settings:?}") };
    assert_eq!(
        (orders.query.as_str(), orders.role, orders.kind),
        ("sum(rate(orders_total[1m]))", None, None)
    );
    assert_eq!(slots.role, Some(full(Resource::Queue, Part::Used)));
}

#[test]
fn what_does_not_fit_says_what_is_expected() {
    let rule = "[[prometheus.signals]]\nmatch = 'a'\n";
    let query = "[[prometheus.queries]]\nname = 'a'\n";
    let cases = [
        (format!("{rule}role = 'saturated'"), "unknown value `saturated`", "did you mean `saturation`?"),
        (
            format!("{rule}role = 'x'"),
            "unknown value `x`",
            "known values here: `traffic`, `errors`, `latency`, `saturation`, `other`",
        ),
        (
            format!("{rule}role = 'saturation'"),
            "a saturation without `resource`",
            "say what may be full: `resource = \"connection_pool\"`",
        ),
        (
            format!("{rule}role = 'errors'\npart = 'used'"),
            "`resource` and `part` belong to a saturation",
            "add `role = \"saturation\"`",
        ),
        (
            format!("{rule}role = 'saturation'\nresource = 'conection_pool'"),
            "unknown value `conection_pool`",
            "did you mean `connection_pool`?",
        ),
        (
            format!("{rule}role = 'errors'\nkind = 'increase'"),
            "an increase without `over`",
            "say over how long: `over = \"1m\"`",
        ),
        (
            format!("{rule}role = 'errors'\nover = '1m'"),
            "`over` belongs to an increase",
            "add `kind = \"increase\"`",
        ),
        (format!("{rule}role = 'errors'\nmatches = 'b'"), "unknown key `matches`", "did you mean `match`?"),
        (
            format!("{query}query = 'x'\nresource = 'cpu'"),
            "`resource` and `part` belong to a saturation",
            "add `role = \"saturation\"`",
        ),
    ];
    for (text, message, hint) in cases {
        let found = wrong(&text);
        assert_eq!((found.message.as_str(), found.hint.as_deref()), (message, Some(hint)), "{text}");
    }
    assert_eq!(wrong(rule).message, "`role` is missing");
    assert_eq!(wrong(query).message, "`query` is missing");
    assert_eq!(
        wrong(&format!("{query}query = 'x'\n{query}query = 'y'")).message,
        "two queries are called `a`"
    );
    assert_eq!(
        wrong("[prometheus.signals]\nmatch = 'a'").message,
        "expected a list of tables, found one table"
    );
}

#[test]
fn the_vocabulary_is_written_as_rules_are() {
    let mut rows = 0;
    for file in crate::model::series::vocabulary::FILES {
        let products = file.parse::<toml::Table>().unwrap();
        for product in products["product"].as_array().unwrap() {
            let signals = product["signals"].clone();
            rows += signals.as_array().unwrap().len();
            let prometheus = toml::Table::from_iter([("signals".to_owned(), signals)]);
            let text = toml::Table::from_iter([("prometheus".to_owned(), prometheus.into())]).to_string();
            read(&text);
        }
    }
    assert!(rows > 500, "{rows}");
}
