use proptest::prelude::{Strategy, any, prop, prop_assert_eq, proptest};

use super::{Contents, FORMAT, NamedSeries, read, write};
use crate::model::missing::Missing;
use crate::model::series::native::{Bounds, NativeBucket, NativeHistogram};
use crate::model::series::role::{Part, Resource, Role, Vantage};
use crate::model::series::unit::{SampleKind, SeriesUnit};
use crate::model::series::{HistogramSample, Remarks, Sample, Series, ServerMetrics, Signal};

const ANSWER: &str = r#"{"status":"success","data":{"resultType":"matrix","result":[
  {"metric":{"__name__":"up","job":"shop"},"values":[[1795354383,"0.4"],[1795354383.5,"NaN"],[1795354384.25,"1e3"],[1795354385,"+Inf"],[1795354386,"-Inf"]]},
  {"metric":{},"histograms":[
    [1795354383,{"count":"7","sum":"2.5","buckets":[[3,"-0.001","0.001","1"],[1,"-2","-1","2"],[0,"1","2","3"],[2,"4","8","1"]]}],
    [1795354385,{"count":"0","sum":"0"}]]}
]},"warnings":["a store is away"],"infos":["not a counter"],"isPartial":true}"#;

fn refusal(text: impl AsRef<[u8]>) -> String {
    read(text.as_ref()).unwrap_err().to_string()
}

fn answer(text: &str) -> super::Answer {
    match read(text.as_bytes()).unwrap() {
        Contents::Answer(answer) => answer,
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_answer_is_read_whole() {
    let answer = answer(ANSWER);
    let sample = |at, value| Sample { at, value };
    let [NamedSeries { metric: up, series: numbers }, NamedSeries { metric: None, series: native }] =
        &answer.series[..]
    else {
        panic!("{answer:?}");
    };
    assert_eq!(up.as_deref(), Some("up"));
    assert_eq!(numbers.labels, [("job".to_owned(), "shop".to_owned())].into());
    assert_eq!(numbers.samples, [sample(1_795_354_383_000_000, 0.4), sample(1_795_354_384_250_000, 1000.0)]);
    let bucket = |bounds, lower, upper, count| NativeBucket { bounds, lower, upper, count };
    let buckets = vec![
        bucket(Bounds::Lower, -2.0, -1.0, 2.0),
        bucket(Bounds::Both, -0.001, 0.001, 1.0),
        bucket(Bounds::Upper, 1.0, 2.0, 3.0),
        bucket(Bounds::Neither, 4.0, 8.0, 1.0),
    ];
    let at = |at, histogram| HistogramSample { at, histogram };
    let empty = NativeHistogram { count: 0.0, sum: Some(0.0), buckets: Vec::new() };
    assert_eq!(
        native.histograms,
        [
            at(1_795_354_383_000_000, NativeHistogram { count: 7.0, sum: Some(2.5), buckets }),
            at(1_795_354_385_000_000, empty),
        ]
    );
    let remarks = Remarks {
        warnings: vec!["a store is away".to_owned()],
        infos: vec!["not a counter".to_owned()],
        is_partial: true,
        not_a_number: 1,
        infinite: 2,
        impossible: 0,
    };
    assert_eq!(answer.remarks, remarks);
}

#[test]
fn what_other_tools_keep_of_an_answer_is_read_as_well() {
    let series = r#"[{"metric":{"a":"b"},"values":[[1,"2"]]}]"#;
    let whole = answer(&format!(
        r#"{{"status":"success","stats":{{"a":[1]}},"data":{{"resultType":"matrix","result":{series},"more":1}}}}"#
    ));
    assert_eq!(whole.series[0].series.samples, [Sample { at: 1_000_000, value: 2.0 }]);
    // `promtool query range --format=json`, `jq .data`, `jq -S .`, numbers as numbers, warnings as null.
    for text in [
        series.to_owned(),
        format!(r#"{{"resultType":"matrix","result":{series}}}"#),
        format!(
            r#"{{"data":{{"result":{series},"resultType":"matrix"}},"status":"success","warnings":null}}"#
        ),
        series.replace("\"2\"", "2"),
        series.replace("[[1,\"2\"]]", "[[1.0,2.0]]"),
    ] {
        assert_eq!(answer(&text), whole, "{text}");
    }
}

#[test]
fn samples_out_of_order_are_put_in_order() {
    let answer = answer(r#"[{"metric":{},"values":[[3,"1"],[1,"2"],[3,"4"]]}]"#);
    let sample = |at, value| Sample { at, value };
    assert_eq!(answer.series[0].series.samples, [sample(1_000_000, 2.0), sample(3_000_000, 1.0)]);
}

#[test]
fn every_refusal_says_what_the_file_is() {
    let data = |kind: &str, result: &str| {
        format!(r#"{{"status":"success","data":{{"resultType":"{kind}","result":{result}}}}}"#)
    };
    let instant = |kind: &str| format!("an instant query, which has one time only: `resultType` is `{kind}`");
    let cases = [
        (data("vector", r#"[{"metric":{},"value":[1,"1"]}]"#), instant("vector")),
        (data("scalar", r#"[1,"1"]"#), instant("scalar")),
        (data("string", r#"[1,"a"]"#), instant("string")),
        (
            r#"{"data":{"result":[{"metric":{},"value":[1,"1"]}],"resultType":"vector"}}"#.to_owned(),
            instant("vector"),
        ),
        (r#"[{"metric":{},"value":[1,"1"]}]"#.to_owned(), instant("vector")),
        (
            data("streams", r#"[{"stream":{},"values":[["1795354383000000000","line"]]}]"#),
            "an answer of Loki, which holds lines of a log: `resultType` is `streams`".to_owned(),
        ),
        (data("tensor", "{}"), "`resultType` is `tensor`, expected `matrix`".to_owned()),
        (
            r#"{"status":"error","errorType":"bad_data","error":"invalid parameter \"query\""}"#.to_owned(),
            r#"Prometheus answered with an error: bad_data: invalid parameter "query""#.to_owned(),
        ),
        (
            r#"{"status":"error","data":null}"#.to_owned(),
            "Prometheus answered with an error: unknown: without a text".to_owned(),
        ),
        (r#"{"status":"success"}"#.to_owned(), "an answer without `data`".to_owned()),
        (r#"{"status":"success","data":{}}"#.to_owned(), "an answer without `data`".to_owned()),
        (
            r#"{"metrics":{},"root_group":{}}"#.to_owned(),
            "JSON, but no answer of Prometheus: this is a summary of k6"
                .to_owned(),
        ),
        (
            "{}".to_owned(),
            "JSON, but no answer of Prometheus: found no key at all; expected `status` and `data`".to_owned(),
        ),
        (
            "7".to_owned(),
            "no answer of Prometheus: expected JSON, found text that begins with \"7\"".to_owned(),
        ),
        ("{\n\"status\": }".to_owned(), "line 2, column 11: expected value".to_owned()),
        (
            format!("{}{}", data("matrix", "[]"), data("matrix", "[]")),
            "line 1, column 64: more text behind the answer".to_owned(),
        ),
        (data("matrix", r#"[{"values":[]}]"#), "line 1, column 73: missing field `metric`".to_owned()),
        (
            data("matrix", r#"[{"metric":{},"values":[[1,"one"]]}]"#),
            r#"line 1, column 91: invalid value: string "one", expected a number as text"#.to_owned(),
        ),
        (
            data("matrix", r#"[{"metric":{},"values":[["1","1"]]}]"#),
            r#"line 1, column 87: invalid type: string "1", expected a time in Unix seconds before the year 10,000"#.to_owned(),
        ),
        (
            data("matrix", r#"[{"metric":{},"values":[[1e300,"1"]]}]"#),
            "line 1, column 90: invalid value: floating point `1e+300`, expected a time in Unix seconds before the year 10,000"
                .to_owned(),
        ),
        (
            data(
                "matrix",
                r#"[{"metric":{},"histograms":[[1,{"count":"1","sum":"1","buckets":[[4,"1","2","1"]]}]]}]"#,
            ),
            "line 1, column 128: a bucket of a native histogram has the boundary rule 4, known are 0 to 3"
                .to_owned(),
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(refusal(&text), expected, "{text}");
    }
}

#[test]
fn a_file_that_is_cut_or_not_text_says_where() {
    for end in [1, 20, 60, 120, 400, ANSWER.len() - 1] {
        let text = refusal(&ANSWER[..end]);
        assert!(text.ends_with("the JSON ends here, in the middle of an answer"), "{end}: {text}");
    }
    assert_eq!(refusal(&ANSWER[..200]), "line 2, column 139: the JSON ends here, in the middle of an answer");
    let latin = b"[{\"metric\":{\"name\":\"caf\xE9\"},\"values\":[]}]";
    assert_eq!(refusal(latin), "line 1, column 24: not UTF-8");
    let deep = "[".repeat(10_000);
    assert!(refusal(&deep).starts_with("line 1, column"), "{}", refusal(&deep));
}

#[test]
fn hints_say_what_to_do() {
    let hint = |text: &str| read(text.as_bytes()).unwrap_err().hint();
    let vector = r#"{"status":"success","data":{"resultType":"vector","result":[]}}"#;
    assert_eq!(
        hint(vector),
        Some("ask `/api/v1/query_range` with `start`, `end` and `step`, not `/api/v1/query`")
    );
    let bundle = format!(r#"{{"format":"{FORMAT}","signals":[{{"name":"a","response":{vector}}}]}}"#);
    assert_eq!(hint(&bundle), hint(vector));
    assert_eq!(hint("{"), Some("was the download cut short? save the answer of `/api/v1/query_range` again"));
}

fn metrics() -> ServerMetrics {
    let Contents::Answer(answer) = read(ANSWER.as_bytes()).unwrap() else { panic!("not an answer") };
    let series: Vec<Series> = answer.series.into_iter().map(|named| named.series).collect();
    let signal = |name: &str, role, kind, unit| Signal {
        name: name.to_owned(),
        metric: (name == "pool").then(|| "hikaricp_connections_active".to_owned()),
        query: Some("rate(x{a=\"b\"}[1m])".to_owned()),
        role,
        vantage: Vantage::LoadGenerator,
        worse: Role::worse(role),
        unit,
        kind,
        quantile: Some(0.99),
        series: series.clone(),
        remarks: Remarks { not_a_number: 0, infinite: 0, ..answer.remarks.clone() },
        source: String::new(),
    };
    let pool = Role::Saturation { resource: Resource::ConnectionPool, part: Part::Pending };
    let unknown = Err(Missing::because("unknown"));
    ServerMetrics {
        signals: vec![
            signal("pool", pool, SampleKind::Gauge, Ok(SeriesUnit::Count)),
            signal("x", Role::Errors, SampleKind::Increase { over: 60_000_000 }, unknown.clone()),
            signal("y", Role::Traffic, SampleKind::Counter, Ok(SeriesUnit::Cores)),
            signal("z", Role::Other, SampleKind::Rate, unknown),
        ],
        notes: Vec::new(),
    }
}

fn written(metrics: &ServerMetrics) -> String {
    let mut bytes = Vec::new();
    write(metrics, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

#[test]
fn a_bundle_comes_back_as_it_was() {
    let metrics = metrics();
    let text = written(&metrics);
    assert!(text.starts_with(r#"{"format":"perfreport/prometheus@1","signals":[{"name":"pool","query":"#));
    let Contents::Bundle(signals) = read(text.as_bytes()).unwrap() else { panic!("not a bundle") };
    assert_eq!(signals.len(), metrics.signals.len());
    for (found, signal) in signals.iter().zip(&metrics.signals) {
        assert_eq!(found.name, signal.name);
        assert_eq!(found.query, signal.query);
        assert_eq!(found.role, Some(signal.role));
        assert_eq!(found.unit, signal.unit.clone().ok());
        assert_eq!(found.kind, Some(signal.kind));
        assert_eq!(found.quantile, signal.quantile);
        assert_eq!(found.vantage, Some(signal.vantage));
        assert_eq!(found.answer.remarks, signal.remarks);
        let series: Vec<_> = found.answer.series.iter().map(|named| named.series.clone()).collect();
        assert_eq!(series, signal.series);
        assert!(found.answer.series.iter().all(|named| named.metric == signal.metric));
    }
}

#[test]
fn a_bundle_made_by_hand_needs_names_and_answers_alone() {
    let series = r#"{"data":{"result":[]}}"#;
    let text = format!(
        r#"{{"format":"{FORMAT}","made":"by hand","signals":[{{"name":"a","role":"saturation","response":{series}}}]}}"#
    );
    let Contents::Bundle(signals) = read(text.as_bytes()).unwrap() else { panic!("not a bundle") };
    let other = Role::Saturation { resource: Resource::Other, part: Part::Used };
    assert_eq!((signals[0].role, signals[0].unit), (Some(other), None));
}

#[test]
fn other_versions_and_broken_signals_are_refused_by_name() {
    let cases = [
        (
            r#"{"format":"perfreport/prometheus@2","signals":{"changed":true}}"#.to_owned(),
            "perfreport/prometheus@2 is newer than this program reads, which is perfreport/prometheus@1",
        ),
        (
            r#"{"format":"perfreport/run@1","data":7}"#.to_owned(),
            "not a perfreport/prometheus file: its format is \"perfreport/run@1\"",
        ),
        (
            format!(
                r#"{{"format":"{FORMAT}","signals":[{{"name":"a","response":{{"status":"error","errorType":"timeout","error":"slow"}}}}]}}"#
            ),
            "the signal \"a\": Prometheus answered with an error: timeout: slow",
        ),
        (
            format!(r#"{{"format":"{FORMAT}","signals":[{{"name":"a"}}]}}"#),
            "line 1, column 59: missing field `response`",
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(refusal(&text), expected, "{text}");
    }
}

proptest! {
    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        drop(read(&bytes[..]));
    }

    #[test]
    fn no_damage_panics(at in 0..ANSWER.len(), length in 0..20_usize, with in "[\\[\\]{}\",:0-9a-zNI.+-]{0,6}") {
        let mut bytes = ANSWER.as_bytes().to_vec();
        let end = (at + length).min(bytes.len());
        bytes.splice(at..end, with.into_bytes());
        drop(read(&bytes[..]));
    }

    #[test]
    fn every_number_and_time_comes_back(
        values in prop::collection::vec((0..4_000_000_000_000_000_i64, prop::num::f64::NORMAL | prop::num::f64::SUBNORMAL | prop::num::f64::ZERO), 0..20)
            .prop_map(|pairs| pairs.into_iter().collect::<std::collections::BTreeMap<_, _>>())
    ) {
        let samples: Vec<_> = values.into_iter().map(|(at, value)| Sample { at, value }).collect();
        let mut metrics = metrics();
        metrics.signals.truncate(1);
        metrics.signals[0].series = vec![Series { samples: samples.clone(), ..Series::default() }];
        let Contents::Bundle(signals) = read(written(&metrics).as_bytes()).unwrap() else { panic!("not a bundle") };
        prop_assert_eq!(&signals[0].answer.series[0].series.samples, &samples);
    }
}
