//! Another engine reads the history: the queries of `docs/history.md` give what we give.

use super::engines::remembered;
use super::succeeds;
use crate::support::{python, repository};

/// The queries of the page, in their order.
fn queries() -> Vec<String> {
    let page = std::fs::read_to_string(repository().join("docs/history.md")).unwrap();
    let blocks = page.split("```sql\n").skip(1);
    blocks.map(|block| block.split("```").next().unwrap().to_owned()).collect()
}

/// Runs each query and prints its rows as JSON, one array a query. DuckDB itself makes the JSON: its times would need one
/// more package in Python.
const ASK: &str = "
import duckdb, json, sys
for query in json.load(sys.stdin):
    rows = duckdb.sql('SELECT CAST(to_json(answer) AS VARCHAR) FROM (' + query.strip().rstrip(';') + ') AS answer').fetchall()
    print('[' + ','.join(row[0] for row in rows) + ']')
";

#[test]
fn the_queries_of_the_page_give_what_we_give() {
    let Some(mut python) = python("duckdb") else { return };
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    remembered(folder);

    let queries = queries();
    assert!(queries.len() >= 2);
    let mut python = python
        .args(["-c", ASK])
        .current_dir(folder)
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    serde_json::to_writer(python.stdin.take().unwrap(), &queries).unwrap();
    let output = python.wait_with_output().unwrap();
    assert!(output.status.success());
    let answers: Vec<Vec<serde_json::Value>> = String::from_utf8(output.stdout)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();

    let ours = |endpoint: &str| -> Vec<serde_json::Value> {
        let args = ["history", "--endpoint", endpoint, "--measure", "p95", "--format", "json"];
        serde_json::from_str(&succeeds(folder, &args)).unwrap()
    };
    // The first query: p95 of one endpoint, run by run.
    let mut expected: Vec<(String, f64)> = ours("POST /api/orders")
        .iter()
        .filter(|row| row["endpoint"] == "POST /api/orders" && row["measure"] == "p95")
        .map(|row| (row["run"].as_str().unwrap().to_owned(), row["value"].as_f64().unwrap()))
        .collect();
    let mut answered: Vec<(String, f64)> = answers[0]
        .iter()
        .map(|row| (row["run"].as_str().unwrap().to_owned(), row["p95_ms"].as_f64().unwrap()))
        .collect();
    assert_eq!(expected.len(), 3);
    expected.sort_by(|a, b| a.0.cmp(&b.0));
    answered.sort_by(|a, b| a.0.cmp(&b.0));
    assert_eq!(answered, expected);

    // The second: runs and the worst p95 of each endpoint.
    let all = ours("*");
    for row in &answers[1] {
        let values: Vec<f64> = all
            .iter()
            .filter(|ours| ours["endpoint"] == row["endpoint"] && ours["measure"] == "p95")
            .map(|ours| ours["value"].as_f64().unwrap())
            .collect();
        assert_eq!(row["runs"].as_u64().unwrap() as usize, values.len(), "{row}");
        let worst = values.iter().copied().fold(0.0, f64::max);
        assert_eq!(row["worst_p95_ms"].as_f64(), Some(worst), "{row}");
    }
    let endpoints: std::collections::BTreeSet<&str> =
        all.iter().filter_map(|row| row["endpoint"].as_str()).collect();
    assert_eq!(answers[1].len(), endpoints.len());
}
