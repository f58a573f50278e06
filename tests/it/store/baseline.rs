//! Baselines as a user has them: added, compared with, guarded.

use super::{run, shop, succeeds, text};
use crate::support::fixture;

#[test]
fn a_run_is_compared_with_the_baseline_it_was_added_to() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    for (index, base) in ["base-1", "base-2", "base-3"].into_iter().enumerate() {
        let why = format!("run {index}");
        let said = succeeds(folder, &["baseline", "add", "main", &shop(base), "--why", &why]);
        assert!(said.contains(&format!("{} run", index + 1)), "{said}");
    }
    assert!(succeeds(folder, &["baseline", "add", "main", &shop("base-1")]).contains("has it already"));
    let compared = run(folder, &["compare", "@main", &shop("orders-slower-30"), "--no-report"]);
    assert_eq!(compared.status.code(), Some(1), "{}", text(&compared));
    assert!(text(&compared).contains("@main (3 runs)"), "{}", text(&compared));
    let below = folder.join("a/b");
    std::fs::create_dir_all(&below).unwrap();
    assert!(succeeds(&below, &["compare", "@main", &shop("base-4"), "--no-report"]).contains("PASS"));
    let shown = succeeds(folder, &["baseline", "show", "main"]);
    assert!(shown.contains("ada") && shown.contains("added: run 2"), "{shown}");
    assert!(succeeds(folder, &["baseline", "list"]).contains("main"));
    let calibrated = succeeds(folder, &["baseline", "calibrate", "main"]);
    assert!(calibrated.contains("false alarms: 0 of 3 FAIL"), "{calibrated}");
    succeeds(folder, &["baseline", "promote", "main", "release/1.4", "--why", "it went live"]);
    assert!(
        succeeds(folder, &["baseline", "show", "release/1.4"]).contains("promoted from main: it went live")
    );
    assert!(
        succeeds(folder, &["store", "verify"])
            .contains("2 baselines, 3 runs, 0 runs in the history, 0 problems")
    );
    succeeds(folder, &["baseline", "remove", "main"]);
    assert!(succeeds(folder, &["store", "prune"]).contains("deleted 2 runs"));
}

#[test]
fn a_baseline_that_is_missing_is_an_error_with_a_way_out() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let missing = run(folder, &["compare", "@main", &shop("base-1"), "--no-report"]);
    assert_eq!(missing.status.code(), Some(2));
    let said = text(&missing);
    assert!(said.contains("no baseline `main`") && said.contains("--allow-missing-baseline"), "{said}");
    let first = ["compare", "@main", &shop("base-1"), "--no-report", "--allow-missing-baseline"];
    let said = succeeds(folder, &first).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("perfreport baseline add main RUN"), "{said}");
    succeeds(folder, &["baseline", "add", "staging", &shop("base-1")]);
    let other = text(&run(folder, &["compare", "@main", &shop("base-1"), "--no-report"]));
    assert!(other.contains("there are staging"), "{other}");
}

#[test]
fn what_speaks_against_a_run_keeps_it_out() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    for base in ["base-1", "base-2"] {
        succeeds(folder, &["baseline", "add", "main", &shop(base), "--tag", "service=shop"]);
    }
    // Run, tags, what is said.
    let table = [
        ("orders-slower-30", "service=shop", "POST /api/orders is slower"),
        ("open-model", "service=shop", "it does not compare"),
        ("base-3", "service=cart", "cart instead of shop"),
    ];
    for (run_name, tag, reason) in table {
        let refused = run(folder, &["baseline", "add", "main", &shop(run_name), "--tag", tag]);
        assert_eq!(refused.status.code(), Some(1), "{}", text(&refused));
        assert!(text(&refused).contains(reason), "{}", text(&refused));
    }
    let unexplained = run(folder, &["baseline", "add", "main", &shop("open-model"), "--force"]);
    assert_eq!(unexplained.status.code(), Some(2));
    let forced = ["baseline", "add", "main", &shop("open-model"), "--force", "--why", "a new executor"];
    assert!(succeeds(folder, &forced).contains("overruled: it does not compare"));
    assert!(succeeds(folder, &["baseline", "show", "main"]).contains("a new executor"));
    assert!(
        succeeds(folder, &["store", "verify"])
            .contains("1 baseline, 3 runs, 0 runs in the history, 0 problems")
    );
}

#[test]
fn a_cut_run_is_kept_out_and_small_steps_are_seen_against_the_oldest() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let bytes = std::fs::read(fixture("shop/base-1/points.json.gz")).unwrap();
    std::fs::write(folder.join("cut.json.gz"), &bytes[..bytes.len() / 2]).unwrap();
    let refused = run(folder, &["baseline", "add", "main", "cut.json.gz", "--allow-truncated"]);
    assert_eq!(refused.status.code(), Some(1), "{}", text(&refused));
    assert!(text(&refused).contains("cut short"), "{}", text(&refused));

    // Each step is within what a comparison lets pass; together they are +36 %.
    let slower = |step: i32| {
        let mut snapshot: serde_json::Value =
            serde_json::from_str(&std::fs::read_to_string(shop("base-1")).unwrap()).unwrap();
        let factor = 1.08_f64.powi(step);
        for (name, metric) in snapshot["metrics"].as_object_mut().unwrap() {
            if name.starts_with("http_req_duration") {
                for (_, value) in
                    metric["values"].as_object_mut().unwrap().iter_mut().filter(|(key, _)| *key != "count")
                {
                    *value = (value.as_f64().unwrap() * factor).into();
                }
            }
        }
        let name = format!("step-{step}.json");
        std::fs::write(folder.join(&name), snapshot.to_string()).unwrap();
        name
    };
    let mut refused = None;
    for step in 0..5 {
        let output = run(folder, &["baseline", "add", "slow", &slower(step)]);
        if output.status.code() != Some(0) {
            refused = Some((step, text(&output)));
            break;
        }
    }
    let (step, said) = refused.expect("the drift is seen");
    assert!(step >= 2 && said.contains("drifted away from the oldest"), "{step}: {said}");
}

#[test]
fn a_run_whose_file_is_missing_is_written_again_by_adding_it() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let add = ["baseline", "add", "main", &shop("base-1")];
    succeeds(folder, &add);
    let run_file =
        std::fs::read_dir(folder.join(".perfreport/runs")).unwrap().next().unwrap().unwrap().path();
    std::fs::remove_file(&run_file).unwrap();
    assert_eq!(run(folder, &["store", "verify"]).status.code(), Some(1));
    assert!(succeeds(folder, &add).contains("has it already"));
    assert!(succeeds(folder, &["store", "verify"]).contains("1 baseline, 1 run,"));
}

#[cfg(not(feature = "remote"))]
#[test]
fn an_address_is_no_store_and_makes_no_folder() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    for address in ["s3://bucket/prefix", "gs://bucket", "az://container/prefix"] {
        let store = ["--store", address];
        for args in [
            &["check", &shop("base-1"), "--save", "--no-report"][..],
            &["baseline", "add", "main", &shop("base-1")],
            &["store", "verify"],
        ] {
            let refused = run(folder, &[args, &store].concat());
            assert_eq!(refused.status.code(), Some(2), "{}", text(&refused));
            let said = text(&refused);
            assert!(said.contains(address) && said.contains("a store is a folder"), "{said}");
        }
    }
    let by_variable =
        super::command(folder, &["store", "verify"]).env("PERFREPORT_STORE", "s3://bucket").output().unwrap();
    assert_eq!(by_variable.status.code(), Some(2), "{}", text(&by_variable));
    assert_eq!(std::fs::read_dir(folder).unwrap().count(), 0, "nothing was made");
}
