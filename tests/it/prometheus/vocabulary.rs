//! The metrics that are known, against a list of what products publish: `fixtures/prometheus/metric-names.tsv`.

use perfreport::model::pattern::matches;
use perfreport::model::series::Signal;
use perfreport::model::series::queries::QUERIES;
use perfreport::model::series::queries_of_products::{instrumentation_queries, product_queries};
use perfreport::model::series::role::{Part, Resource, Role, Vantage};
use perfreport::model::series::unit::{SampleKind, SeriesUnit};

use super::read;
use crate::support::{fixture, repository};

/// Reads a metric alone, as `/api/v1/query_range` answers it.
fn signal(metric: &str) -> Signal {
    let bucket = if metric.ends_with("_bucket") { r#","le":"+Inf""# } else { "" };
    let answer = format!(
        r#"{{"status":"success","data":{{"resultType":"matrix","result":[{{"metric":{{"__name__":"{metric}","job":"shop"{bucket}}},"values":[[1,"1"],[2,"1"]]}}]}}}}"#
    );
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("export.json"), answer).unwrap();
    let metrics = read(folder.path()).unwrap();
    assert_eq!(metrics.notes, [], "{metric}");
    let [signal] = <[Signal; 1]>::try_from(metrics.signals).unwrap();
    signal
}

/// Holds a signal against what the list says of it, word by word.
fn is_what_it_is(signal: &Signal, what: &str) -> Result<(), String> {
    let (_, resource, part) = signal.role.keys();
    if let Some(not) = what.strip_prefix("NOT ") {
        let refused = if not.starts_with("a limit") { Part::Limit } else { Part::Pending };
        return if part == Some(refused) { Err(format!("{:?}", signal.role)) } else { Ok(()) };
    }
    let is = |wanted| resource == Some(wanted);
    for word in what.to_ascii_lowercase().split([' ', '(', ')', '!']).filter(|word| !word.is_empty()) {
        let fits = match word {
            "sat" | "keep-alive" => true,
            "cpu" => is(Resource::Cpu),
            "memory" => is(Resource::Memory),
            "disk" => is(Resource::Disk),
            "network" => is(Resource::Network),
            "files" => is(Resource::Files),
            "threads" => is(Resource::Threads),
            // "thread pool" is two words.
            "thread_pool" | "thread" => is(Resource::ThreadPool),
            "pool" => is(Resource::ConnectionPool) || is(Resource::ThreadPool),
            "queue" => is(Resource::Queue),
            "gc" => is(Resource::GarbageCollection),
            "used" if signal.vantage == Vantage::LoadGenerator => is(Resource::ThreadPool),
            "used" => part == Some(Part::Used),
            "idle" => part == Some(Part::Idle),
            "limit" => part == Some(Part::Limit),
            "pending" => part == Some(Part::Pending),
            "time" => part == Some(Part::Time),
            "timeouts" => part == Some(Part::Timeouts),
            "total" | "limit/used" => part == Some(Part::Size),
            "traffic" => signal.role == Role::Traffic,
            "errors" => signal.role == Role::Errors,
            "latency" => signal.role == Role::Latency,
            "other" => is(Resource::Other),
            "lg" => signal.vantage == Vantage::LoadGenerator,
            "client" => signal.vantage == Vantage::Outgoing,
            "gauge" => signal.kind == SampleKind::Gauge,
            "counter" | "cores-rate" => signal.kind == SampleKind::Counter,
            "ms" => signal.unit == Ok(SeriesUnit::Milliseconds),
            "s" => signal.unit == Ok(SeriesUnit::Seconds),
            "ratio" => signal.unit == Ok(SeriesUnit::Ratio),
            "bytes" => signal.unit == Ok(SeriesUnit::Bytes),
            _ => return Err(format!("the list says {word:?}, which this test does not know")),
        };
        if !fits {
            return Err(format!("{word}: {:?} {:?} {:?}", signal.role, signal.unit, signal.kind));
        }
    }
    Ok(())
}

/// Whether `fetch` asks for a metric: alone, or with others of its product.
fn is_asked_for(metric: &str) -> bool {
    let word = |query: &str| {
        query.split(|c: char| !(c.is_ascii_alphanumeric() || "_.".contains(c))).any(|word| word == metric)
    };
    let of_product = |query: &str| {
        let names = query.split('"').nth(1).unwrap_or_default();
        names.split('|').any(|pattern| matches(&pattern.replace(".*", "*"), metric))
    };
    QUERIES.iter().any(|known| word(known.query))
        || instrumentation_queries().iter().any(|(asked, _, _)| word(&asked.query))
        || product_queries().iter().any(|asked| word(&asked.query) || of_product(&asked.query))
}

#[test]
fn every_metric_of_the_list_is_what_the_list_says() {
    let list = std::fs::read_to_string(fixture("prometheus").join("metric-names.tsv")).unwrap();
    let rows: Vec<Vec<&str>> = list.lines().skip(1).map(|line| line.split('\t').collect()).collect();
    let wrong: Vec<String> = rows
        .iter()
        .filter_map(|row| Some(format!("{}: {}", row[1], is_what_it_is(&signal(row[1]), row[3]).err()?)))
        .collect();
    let asked = rows.iter().filter(|row| is_asked_for(row[1])).count();
    println!("recognised {} of {}, asked for by fetch {asked}", rows.len() - wrong.len(), rows.len());
    assert!(wrong.is_empty(), "{wrong:#?}");
    let unasked: Vec<&str> = rows.iter().filter(|row| !is_asked_for(row[1])).map(|row| row[1]).collect();
    assert!(asked >= 135, "{asked} of {} are asked for; not: {unasked:?}", rows.len());
    let page = std::fs::read_to_string(repository().join("docs/servers.md")).unwrap();
    let before = |column: usize, not: &str| rows.iter().filter(|row| row[column] != not).count();
    for (when, recognised, asked) in [
        ("when the list was made", before(2, "—"), before(4, "no")),
        ("now", rows.len() - wrong.len(), asked),
    ] {
        let mut lines = page.lines().filter(|line| line.starts_with(&format!("| {when}")));
        let figures = format!("| {recognised} | {asked} |");
        assert!(lines.any(|line| line.ends_with(&figures)), "docs/servers.md lacks {when} {figures}");
    }
}
