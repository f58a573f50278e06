//! A real Prometheus, where its Debian package is installed: what `fetch` brings is what `promtool` brings.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use super::{Ran, ask};
use crate::support::{free_port, skip};

const START: i64 = 1_763_800_000;
/// Seconds with a sample every 5 of them.
const LENGTH: i64 = 600;

/// A counter's value: it goes on by `rate` a second, and begins anew in the middle.
fn counter(second: i64, rate: f64) -> f64 {
    (if second < LENGTH / 2 { second } else { second - LENGTH / 2 }) as f64 * rate
}

/// Classic buckets, counters with a restart, gauges with a gap: OpenMetrics with times.
fn open_metrics() -> String {
    let mut text = String::new();
    let mut family =
        |kind: &str, name: &str, sample: &str, labels: &str, value: &dyn Fn(i64) -> Option<f64>| {
            let line = format!("# TYPE {name} {kind}\n");
            if !text.contains(&line) {
                text.push_str(&line);
            }
            for second in (0..LENGTH).step_by(5) {
                if let Some(value) = value(second) {
                    writeln!(
                        text,
                        "{sample}{{job=\"shop\",instance=\"a:8080\",{labels}}} {value} {}",
                        START + second
                    )
                    .unwrap();
                }
            }
        };
    for (uri, rate) in [("/api/orders", 0.7), ("/api/cart", 3.25)] {
        let labels = format!("method=\"GET\",uri=\"{uri}\",status=\"200\"");
        let name = "http_server_requests_seconds";
        for (le, share) in [("0.05", 0.25), ("0.1", 0.5), ("0.5", 0.9), ("+Inf", 1.0)] {
            let labels = format!("{labels},le=\"{le}\"");
            family("histogram", name, &format!("{name}_bucket"), &labels, &|s| {
                Some(counter(s, rate * share))
            });
        }
        family("histogram", name, &format!("{name}_count"), &labels, &|s| Some(counter(s, rate)));
        family("histogram", name, &format!("{name}_sum"), &labels, &|s| Some(counter(s, rate / 10.0)));
    }
    let gap = |second: i64| (!(100..500).contains(&second)).then_some(second as f64 % 7.0);
    family("gauge", "hikaricp_connections_active", "hikaricp_connections_active", "pool=\"p\"", &gap);
    family("gauge", "jvm_memory_used_bytes", "jvm_memory_used_bytes", "area=\"heap\"", &|s| {
        Some(1e9 / (s + 1) as f64)
    });
    family("gauge", "up", "up", "x=\"y\"", &|_| Some(1.0));
    text + "# EOF\n"
}

/// A server that ends with the test.
pub(super) struct Prometheus {
    child: Child,
    pub(super) url: String,
    _folder: tempfile::TempDir,
}

impl Drop for Prometheus {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Prometheus {
    /// Starts a server with metrics in OpenMetrics' form; nothing where it is not installed.
    pub(super) fn start(metrics: &str) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        std::fs::write(path("metrics.om"), metrics).unwrap();
        std::fs::write(path("prometheus.yml"), "global: {}\n").unwrap();
        let blocks = Command::new("promtool")
            .args(["tsdb", "create-blocks-from", "openmetrics"])
            .args([path("metrics.om"), path("data")])
            .output();
        let Ok(blocks) = blocks else {
            skip("promtool and prometheus are not installed (apt-get install prometheus)");
            return None;
        };
        assert!(blocks.status.success(), "{}", String::from_utf8_lossy(&blocks.stderr));
        // Between finding a free port and taking it another process may: then the server ends, and the next port is tried.
        (0..5).find_map(|_| Self::serve(folder.path())).map(|(child, url)| Self {
            child,
            url,
            _folder: folder,
        })
    }

    fn serve(folder: &Path) -> Option<(Child, String)> {
        let address = format!("127.0.0.1:{}", free_port());
        let mut child = Command::new("prometheus")
            .current_dir(folder)
            .args([
                "--config.file=prometheus.yml",
                "--storage.tsdb.path=data",
                "--storage.tsdb.retention.time=100y",
            ])
            .arg(format!("--web.listen-address={address}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        let began = Instant::now();
        while began.elapsed() < Duration::from_secs(60) {
            if child.try_wait().unwrap().is_some() {
                return None;
            }
            if is_ready(&address) {
                return Some((child, format!("http://{address}")));
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        let _ = child.kill();
        let _ = child.wait();
        panic!("prometheus was not ready within a minute");
    }
}

fn is_ready(address: &str) -> bool {
    use std::io::{Read, Write};
    let Ok(mut stream) = TcpStream::connect(address) else { return false };
    let asked = format!("GET /-/ready HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    let mut answer = String::new();
    stream.write_all(asked.as_bytes()).is_ok()
        && stream.read_to_string(&mut answer).is_ok()
        && answer.starts_with("HTTP/1.1 200")
}

/// Series by their labels, with the bits of each number by its time.
type BySeries = BTreeMap<BTreeMap<String, String>, BTreeMap<i64, u64>>;

fn by_series(result: &Value) -> BySeries {
    let series = |series: &Value| {
        let labels = series["metric"].as_object().unwrap().iter();
        let labels = labels.map(|(name, value)| (name.clone(), value.as_str().unwrap().to_owned())).collect();
        let values = series["values"].as_array().unwrap().iter().filter_map(|pair| {
            let value: f64 = pair[1].as_str().unwrap().parse().unwrap();
            let at = (pair[0].as_f64().unwrap() * 1e3).round() as i64;
            value.is_finite().then_some((at, value.to_bits()))
        });
        (labels, values.collect())
    };
    result.as_array().unwrap().iter().map(series).collect()
}

fn promtool(url: &str, query: &str, step: u64) -> BySeries {
    let output = Command::new("promtool")
        .args(["query", "-o", "json", "range", &format!("--step={step}s")])
        .args([format!("--start={START}"), format!("--end={}", START + LENGTH)])
        .args([url, query])
        .output()
        .unwrap();
    assert!(output.status.success(), "{query}: {}", String::from_utf8_lossy(&output.stderr));
    by_series(&serde_json::from_slice(&output.stdout).unwrap())
}

/// Compares every signal of a bundle; returns their names.
fn compare(prometheus: &Prometheus, ran: Ran, step: u64) -> Vec<String> {
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let bundle = ran.bundle.unwrap();
    let signals = bundle["signals"].as_array().unwrap();
    for signal in signals {
        let query = signal["query"].as_str().unwrap();
        let found = by_series(&signal["response"]["data"]["result"]);
        let wanted = promtool(&prometheus.url, query, step);
        assert!(wanted.values().any(|values| !values.is_empty()), "{query} has no numbers");
        assert_eq!(found, wanted, "{query}");
    }
    signals.iter().map(|signal| signal["name"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn every_series_and_number_is_that_of_promtool() {
    let Some(prometheus) = Prometheus::start(&open_metrics()) else { return };
    let time = ["--start", "2025-11-22T08:26:40Z", "--end", "2025-11-22T08:36:40Z"];
    // The default set, with and without a choice of its own.
    let names = ["spring_requests", "spring_latency_buckets", "hikari_active", "jvm_heap_used"];
    let ran = ask(&prometheus.url, &time, &[]);
    assert!(ran.err.contains("not there (143): spring_latency_native,"), "{}", ran.err);
    let rate = ran.bundle.as_ref().unwrap()["signals"][0]["query"].as_str().unwrap().to_owned();
    assert!(rate.ends_with("[20s]))"), "one sample every 5 s: {rate}");
    assert_eq!(compare(&prometheus, ran, 2), names);
    let more = ["--match", "job=\"shop\"", "--rate-over", "1m", "--step", "5s"];
    assert_eq!(compare(&prometheus, ask(&prometheus.url, &[&time[..], &more].concat(), &[]), 5), names);
    // Queries of our own: raw samples, a quantile, buckets, a point each second.
    let own = [
        "--step",
        "1s",
        "--query",
        "raw=http_server_requests_seconds_bucket",
        "--query",
        "p99=histogram_quantile(0.99, sum by (le, uri) (rate(http_server_requests_seconds_bucket[30s])))",
        "--query",
        "resets=resets(http_server_requests_seconds_count[1m])",
        "--query",
        "heap=jvm_memory_used_bytes / 3",
        "--query",
        "nothing=0 / (hikaricp_connections_active - hikaricp_connections_active % 2)",
    ];
    let names = compare(&prometheus, ask(&prometheus.url, &[&time[..], &own].concat(), &[]), 1);
    assert_eq!(names, ["raw", "p99", "resets", "heap", "nothing"]);
    // The server's own words.
    let wrong = ask(&prometheus.url, &[&time[..], &["--query", "a=sum(("]].concat(), &[]);
    assert!(wrong.err.contains("HTTP 400 Bad Request: bad_data: 1:6: parse error"), "{}", wrong.err);
    let other = ask(&format!("{}/x", prometheus.url), &time, &[]);
    assert!(other.err.contains("HTTP 404 Not Found") && other.err.contains("base address?"), "{}", other.err);
}
