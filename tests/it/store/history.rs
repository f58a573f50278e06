//! Runs are remembered, looked up and joined.

#[cfg(feature = "history")]
use std::path::Path;

#[cfg(not(feature = "history"))]
#[test]
fn without_the_feature_it_is_said_before_anything_is_read() {
    let folder = tempfile::tempdir().unwrap();
    for args in [&["check", "missing.json", "--save"][..], &["history"], &["store", "compact"]] {
        let output = super::run(folder.path(), args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(super::text(&output).contains("built without the history"), "{}", super::text(&output));
    }
}

/// Points of a small test that began on `day`, its latencies from 10 ms on.
#[cfg(feature = "history")]
pub(super) fn points(folder: &Path, day: &str) -> String {
    let tags =
        r#"{"name":"GET /a","method":"GET","status":"200","expected_response":"true","scenario":"default"}"#;
    let mut lines = String::new();
    for n in 0..300 {
        let time = format!("{day}T10:{:02}:{:02}.5Z", n / 60, n % 60);
        for (metric, value) in [("http_reqs", 1.0), ("http_req_duration", 10.0 + f64::from(n) / 10.0)] {
            lines += &format!(
                "{{\"metric\":\"{metric}\",\"type\":\"Point\",\"data\":{{\"time\":\"{time}\",\"value\":{value},\"tags\":{tags}}}}}\n"
            );
        }
    }
    let name = format!("{day}.json");
    std::fs::write(folder.join(&name), lines).unwrap();
    name
}

#[cfg(feature = "history")]
mod with_history {
    use std::path::{Path, PathBuf};

    use super::points;
    use crate::store::{run, shop, succeeds, text};

    fn files(folder: &Path) -> Vec<PathBuf> {
        let history = folder.join(".perfreport/history");
        let mut files: Vec<PathBuf> = Vec::new();
        for year in std::fs::read_dir(history).unwrap() {
            for month in std::fs::read_dir(year.unwrap().path()).unwrap() {
                let inside = std::fs::read_dir(month.unwrap().path()).unwrap();
                files.extend(inside.map(|entry| entry.unwrap().path()));
            }
        }
        files.sort();
        files
    }

    #[test]
    fn what_is_remembered_is_what_the_verdict_says() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        let config =
            "[[slo]]\nsuccess = \"99.9%\"\n\n[[slo]]\nendpoint = \"POST /api/orders\"\np95 = \"80ms\"\n";
        std::fs::write(folder.join("perfreport.toml"), config).unwrap();
        let (base, slower) = (shop("base-1"), shop("orders-slower-30"));
        let compared = [
            "compare",
            &base,
            &slower,
            "--save",
            "--tag",
            "commit=1a2b3c",
            "--tag",
            "service=shop",
            "--out",
            "out",
        ];
        assert_eq!(run(folder, &compared).status.code(), Some(1));
        let verdict: serde_json::Value =
            serde_json::from_str(&std::fs::read_to_string(folder.join("out/verdict.json")).unwrap()).unwrap();
        let rows: Vec<serde_json::Value> =
            serde_json::from_str(&succeeds(folder, &["history", "--endpoint", "*", "--format", "json"]))
                .unwrap();
        let value = |endpoint: Option<&str>, measure: &str| {
            let row =
                rows.iter().find(|row| row["endpoint"].as_str() == endpoint && row["measure"] == measure);
            row.map(|row| row["value"].as_f64().unwrap())
        };
        let seen = &verdict["run"];
        for measure in ["p50", "p95", "p99"] {
            assert_eq!(value(None, measure), seen["latency"][measure].as_f64(), "{measure}");
            for endpoint in seen["endpoints"].as_array().unwrap() {
                let name = endpoint["name"].as_str();
                assert_eq!(value(name, measure), endpoint["latency"][measure].as_f64(), "{name:?} {measure}");
            }
        }
        assert_eq!(value(None, "requests"), seen["requests"].as_f64());
        let orders = Some("POST /api/orders");
        let row = |measure: &str| {
            rows.iter().find(|row| row["endpoint"].as_str() == orders && row["measure"] == measure).unwrap()
        };
        for (key, expected) in [("verdict", "FAIL"), ("commit", "1a2b3c"), ("test", "shop · measure")] {
            assert_eq!(row("p95")[key], expected);
        }
        assert_eq!(row("p95")["objective"], 80.0);
        assert_eq!(row("slo")["slo"], "95\u{a0}% within 80\u{a0}ms");
        assert_eq!(row("slo")["objective"], 0.95);
        assert_eq!(row("p95")["reason"], verdict["findings"][0]["title"]);
    }

    #[test]
    fn saving_again_replaces_and_times_select() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        for day in ["2026-01-31", "2026-02-01", "2026-02-03"] {
            let file = points(folder, day);
            succeeds(folder, &["check", &file, "--save", "--no-report"]);
            succeeds(folder, &["check", &file, "--save", "--no-report"]);
        }
        let found = |args: &[&str]| {
            let lines =
                succeeds(folder, &[&["history", "--format", "csv", "--measure", "p95"], args].concat());
            let mut names: Vec<String> =
                lines.lines().skip(1).filter_map(|line| line.split(',').nth(1)).map(str::to_owned).collect();
            names.dedup();
            names
        };
        assert_eq!(found(&[]), ["2026-01-31", "2026-02-01", "2026-02-03"]);
        assert_eq!(found(&["--since", "2026-02-01"]), ["2026-02-01", "2026-02-03"]);
        assert_eq!(found(&["--until", "2026-02-01"]), ["2026-01-31", "2026-02-01"]);
        assert_eq!(found(&["--since", "48h", "--until", "2026-02-01"]), ["2026-01-31", "2026-02-01"]);
        let nothing = succeeds(folder, &["history", "--since", "2026-03-01"]);
        assert!(nothing.contains("no run in the history"), "{nothing}");
        let table = succeeds(folder, &["history"]);
        assert!(table.contains("2026-01-31 10:00") && table.contains("p95 "), "{table}");
    }

    #[test]
    fn joining_a_month_loses_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        for day in ["2026-01-03", "2026-01-20", "2026-02-01"] {
            succeeds(folder, &["check", &points(folder, day), "--save", "--no-report"]);
        }
        let before = succeeds(folder, &["history", "--format", "csv"]);
        let said = succeeds(folder, &["store", "compact"]);
        assert!(said.contains("joined 2 months with 3 runs"), "{said}");
        let names: Vec<String> = files(folder).iter().map(|file| file.display().to_string()).collect();
        assert_eq!(names.len(), 2);
        assert!(names.iter().all(|name| name.ends_with("month.parquet")), "{names:?}");
        assert_eq!(succeeds(folder, &["history", "--format", "csv"]), before);
        // What comes later is joined as well, and a month that is joined is left alone.
        succeeds(folder, &["check", &points(folder, "2026-01-25"), "--save", "--no-report"]);
        let said = succeeds(folder, &["store", "compact"]);
        assert!(said.contains("joined 1 month with 3 runs"), "{said}");
        assert!(succeeds(folder, &["store", "verify"]).contains("4 runs in the history, 0 problems"));
    }

    #[test]
    fn what_cannot_be_read_is_named_and_stays() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        for day in ["2026-01-03", "2026-01-20", "2026-01-21"] {
            succeeds(folder, &["check", &points(folder, day), "--save", "--no-report"]);
        }
        let kept = files(folder);
        let (cut, damaged) = (std::fs::read(&kept[0]).unwrap(), std::fs::read(&kept[1]).unwrap());
        std::fs::write(&kept[0], &cut[..cut.len() / 2]).unwrap();
        let mut damaged = damaged;
        damaged[500] ^= 1;
        std::fs::write(&kept[1], &damaged).unwrap();
        let said = succeeds(folder, &["history"]);
        assert_eq!(said.matches("was left out").count(), 2, "{said}");
        let verified = run(folder, &["store", "verify"]);
        assert_eq!(verified.status.code(), Some(1));
        for file in &kept[..2] {
            assert!(
                text(&verified).contains(file.file_name().unwrap().to_str().unwrap()),
                "{}",
                text(&verified)
            );
        }
        let said = succeeds(folder, &["store", "compact"]);
        assert!(said.contains("joined 1 month with 1 run") && said.contains("left alone"), "{said}");
        assert_eq!(std::fs::read(&kept[1]).unwrap(), damaged);
        // A joined month that is damaged must not be replaced by one without its runs.
        std::fs::remove_file(&kept[0]).unwrap();
        std::fs::remove_file(&kept[1]).unwrap();
        let joined = files(folder).pop().unwrap();
        std::fs::write(&joined, b"PAR1").unwrap();
        succeeds(folder, &["check", "2026-01-03.json", "--save", "--no-report"]);
        succeeds(folder, &["store", "compact"]);
        assert_eq!(std::fs::read(&joined).unwrap(), b"PAR1");
        assert_eq!(files(folder).len(), 2);
    }
}
