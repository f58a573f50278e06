//! Objectives on metrics: what is read, and what errors look like.

use super::{ConfigError, parse};
use crate::model::metric_objective::MetricObjective;

fn read(keys: &str) -> Result<Vec<MetricObjective>, String> {
    match parse(&format!("[[slo]]\n{keys}\n"), "perfreport.toml") {
        Ok(settings) => {
            assert!(settings.slos.is_empty());
            Ok(settings.metric_objectives)
        }
        Err(ConfigError::Invalid(diagnostic)) => Err(diagnostic.to_string()),
        Err(other) => panic!("{other}"),
    }
}

#[test]
fn bounds_are_read_in_each_way_they_are_written() {
    let table = [
        ("metric = 'node_load1'\nmax = 4", "max of node_load1 at most 4"),
        ("metric = 'node_load1'\nmin = 0.5", "min of node_load1 at least 0.5"),
        ("metric = 'a:b'\nmax = '80%'\nstatistic = 'p95'", "p95 of a:b at most 80\u{a0}%"),
        ("metric = 'w'\nmax = '1.5s'\nstatistic = 'avg'", "mean of w at most 1500\u{a0}ms"),
        ("metric = 'w{a=\"b\"}'\nmax = 2e9\nstatistic = 'p99.9'", "p99.9 of w{a=\"b\"} at most 2000000000"),
        ("metric = 'pool_*'\nmax = -1", "max of pool_* at most -1"),
    ];
    for (keys, expected) in table {
        let [objective] = &read(keys).unwrap()[..] else { panic!("{keys}") };
        assert_eq!(objective.text(), expected, "{keys}");
    }
    let labels = "metric = 'm{a=\"x\",b!=\"y\", c=~\"z.*\" , d!~\"1|2\"}'\nmax = 1";
    let selector = &read(labels).unwrap()[0].selector;
    assert_eq!((selector.name.as_str(), selector.matchers.len()), ("m", 4));
    let takes = |pairs: &[(&str, &str)]| {
        selector.takes(&pairs.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect())
    };
    assert!(takes(&[("a", "x"), ("c", "zz"), ("d", "12")]));
    assert!(!takes(&[("a", "x"), ("c", "az")]) && !takes(&[("a", "x"), ("c", "z"), ("d", "1")]));
}

#[test]
fn both_sides_may_be_bound_in_tables_of_their_own() {
    let both = read(
        "metric = 'm'\nmax = 9\n[[slo]]\nmetric = 'm'\nmin = 1\n[[slo]]\nmetric = 'm'\nmax = 5\nstatistic = 'mean'",
    );
    assert_eq!(both.unwrap().len(), 3);
}

#[test]
fn errors_say_what_is_wrong_and_what_to_write() {
    let table = [
        ("metric = 'm'", "`metric` needs a bound", "max = 5"),
        ("max = 5", "`max` goes with `metric`", "hikaricp_connections_pending"),
        ("p95 = '1s'\nstatistic = 'max'", "`statistic` goes with `metric`", ""),
        ("metric = 'm'\nmax = 5\nmin = 1", "an objective asks one question", "second `[[slo]]` table"),
        (
            "metric = 'm'\nmax = 5\np95 = '1s'",
            "a percentile does not go with `metric`",
            "two `[[slo]]` tables",
        ),
        ("metric = 'm'\nmax = 5\nendpoint = 'x'", "`endpoint` does not go with `metric`", ""),
        ("metric = 'm'\nmax = 5\nwindow = '7d'", "`window` does not go with `metric`", ""),
        ("metric = 'rate(m[1m])'\nmax = 5", "`rate(m[1m])` is no metric", "[[prometheus.queries]]"),
        ("metric = ''\nmax = 5", "expected a metric", ""),
        ("metric = '{a=\"b\"}'\nmax = 5", "expected a metric", ""),
        ("metric = 'm{a}'\nmax = 5", "label matchers as Prometheus does", ""),
        ("metric = 'm{a=\"b\"} > 5'\nmax = 5", "label matchers alone", ""),
        ("metric = 'm{a=~\"(\"}'\nmax = 5", "`(` is no regular expression", "whole value"),
        ("metric = 'm'\nmax = 'many'", "`many` is no duration", ""),
        ("metric = 'm'\nmax = '5'", "`5` is a text", "without quotation marks"),
        ("metric = 'm'\nmax = nan", "expected a number", ""),
        ("metric = 'm'\nmax = 5\nstatistic = 'p100'", "`p100` is no figure", "\"p95\""),
        ("metric = 'm'\nmax = 5\nstatistic = 'median'", "`median` is no figure", "\"p95\""),
        (
            "metric = 'm'\nmax = 5\n[[slo]]\nmetric = 'm'\nmax = 6",
            "this objective is there twice",
            "first given here",
        ),
        ("metrics = 'm'\nmax = 5", "unknown key `metrics`", "did you mean `metric`?"),
    ];
    for (keys, problem, hint) in table {
        let error = read(keys).unwrap_err();
        assert!(error.contains(problem) && error.contains(hint), "{keys}\n{error}");
    }
}
