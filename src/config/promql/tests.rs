use super::*;

/// Writes a query again, with all of its brackets.
fn told(expr: &Expr) -> String {
    match expr {
        Expr::Number(number) => number.to_string(),
        Expr::Selector(Selector { metric, matchers }) => {
            let matchers: Vec<String> = matchers
                .iter()
                .map(|Matcher { label, operator, value }| format!("{label}{operator}{value}"))
                .collect();
            format!("{metric}{{{}}}", matchers.join(","))
        }
        Expr::Call { name, by, arguments } => {
            let arguments: Vec<String> = arguments.iter().map(told).collect();
            let by = if by.is_empty() { String::new() } else { format!(" by {}", by.join(",")) };
            format!("{name}({}){by}", arguments.join(","))
        }
        Expr::Binary { operator, left, right } => format!("({} {operator} {})", told(left), told(right)),
    }
}

#[test]
fn queries_are_read_as_prometheus_reads_them() {
    let table = [
        ("up", "up{}"),
        ("a - b / c", "(a{} - (b{} / c{}))"),
        ("a - b - c", "((a{} - b{}) - c{})"),
        ("-a + 2", "((0 - a{}) + 2)"),
        ("a OR on() vector(0)", "(a{} or vector(0))"),
        ("a / ignoring(x) group_left (y) b", "(a{} / b{})"),
        ("sum by (le, x) (rate(a[5m]))", "sum(rate(a{})) by le,x"),
        ("sum(rate(a[{{.window}}])) BY (le,)", "sum(rate(a{})) by le"),
        ("sum without(pod) (a)", "sum(a{}) by all but pod"),
        ("rate(a{x=\"1\", y!~'2.*',}[$__rate_interval] offset 1h)", "rate(a{x=1,y!~2.*})"),
        ("{__name__=\"a\",x=`\\d`}", "a{x=\\d}"),
        ("# a comment\n(\n a{x=\"\\\\.\\\"é\"} # more\n)", "a{x=\\.\"é}"),
        (
            "histogram_quantile(0.95, sum(a) by (le)) > bool 1e3",
            "(histogram_quantile(0.95,sum(a{}) by le) > 1000)",
        ),
    ];
    for (query, expected) in table {
        assert_eq!(
            told(&parse(query).unwrap_or_else(|error| panic!("{query}: {error}"))),
            expected,
            "{query}"
        );
    }
}

#[test]
fn what_is_no_query_is_an_error_that_shows_the_place() {
    let table = [
        ("", "the query ends where a metric or a function is expected"),
        ("sum(a", "the query ends where `)` is expected"),
        ("a b", "the query has `b` where the end is expected"),
        ("a{x=1}", "the query has `1}` where a text in quotation marks is expected"),
        ("a{x \"1\"}", "where `=` is expected"),
        ("a{x=\"1}", "without its closing quotation mark"),
        ("rate(a[5m)", "where a range and `]` is expected"),
        ("rate(a[5m:1m])", "the query has a subquery, `[5m:1m]`"),
        ("sum by (1) (a)", "where a label is expected"),
        ("a @ end()", "the query has `@ end()` where the end is expected"),
        ("é", "the query has `é` where"),
        ("1x", "where a number is expected"),
    ];
    for (query, expected) in table {
        let error = parse(query).unwrap_err();
        assert!(error.contains(expected), "{query}: {error}");
    }
    assert!(parse(&"(".repeat(100_000)).unwrap_err().contains("too many brackets"));
    assert!(parse(&"-".repeat(100_000)).unwrap_err().contains("too many brackets"));
}
