//! A live service with a pool, PostgreSQL and Redis behind it, and Debian's Prometheus and exporters beside it: with a tenth of
//! the connections the pool is named first, by what `fetch` asks for by itself, and nothing of the exporters.

mod load;
mod programs;

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use serde_json::Value;

use crate::support::{free_port, skip};
use programs::{Postgres, Program, modules, service};

/// How long each of both runs is.
const LENGTH: Duration = Duration::from_secs(22);

/// What must be there beside PostgreSQL and the modules of Node.
const PROGRAMS: [&str; 6] = [
    "prometheus",
    "prometheus-node-exporter",
    "prometheus-postgres-exporter",
    "prometheus-redis-exporter",
    "redis-server",
    "node",
];

/// The first thing that is not installed.
fn missing() -> Option<String> {
    let is_there = |program: &&str| Command::new(program).arg("--version").output().is_ok();
    let program = PROGRAMS.iter().find(|program| !is_there(program)).map(|program| (*program).to_owned());
    let module = || ["pg", "prom-client"].into_iter().find(|module| !modules().join(module).is_dir());
    program
        .or_else(|| Postgres::programs().is_none().then(|| "postgresql".to_owned()))
        .or_else(|| module().map(|module| format!("the npm package {module} in target/node")))
}

/// Everything that runs beside the service.
struct Shop {
    postgres: Postgres,
    redis: u16,
    port: u16,
    prometheus: String,
    _programs: Vec<Program>,
}

impl Shop {
    fn begin(folder: &Path) -> Self {
        let postgres = Postgres::begin(Postgres::programs().unwrap());
        let [redis, port, node, of_postgres, of_redis, prometheus] = [(); 6].map(|()| free_port());
        let address = |port: u16| format!("--web.listen-address=127.0.0.1:{port}");
        let mut programs = Vec::new();
        let mut begin = |program: &str, port: u16, args: &[String], variables: &[(&str, String)]| {
            let mut command = Command::new(program);
            command.args(args).envs(variables.iter().cloned()).current_dir(folder);
            programs.push(Program::begin(&mut command, port));
        };
        let of_server =
            ["--port", &redis.to_string(), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"];
        begin("redis-server", redis, &of_server.map(str::to_owned), &[]);
        begin("prometheus-node-exporter", node, &[address(node)], &[]);
        let source = format!("postgresql://shop@127.0.0.1:{}/postgres?sslmode=disable", postgres.port);
        let source = [("DATA_SOURCE_NAME", source)];
        begin("prometheus-postgres-exporter", of_postgres, &[address(of_postgres)], &source);
        let server = format!("--redis.addr=redis://127.0.0.1:{redis}");
        begin("prometheus-redis-exporter", of_redis, &[server, address(of_redis)], &[]);
        let jobs = [
            ("shop", port),
            ("node", node),
            ("postgres", of_postgres),
            ("redis", of_redis),
            ("prometheus", prometheus),
        ];
        let mut config = "global: {scrape_interval: 1s, scrape_timeout: 1s}\nscrape_configs:\n".to_owned();
        for (job, port) in jobs {
            config +=
                &format!("  - job_name: {job}\n    static_configs: [{{targets: ['127.0.0.1:{port}']}}]\n");
        }
        std::fs::write(folder.join("prometheus.yml"), config).unwrap();
        let args = ["--config.file=prometheus.yml", "--storage.tsdb.path=data"].map(str::to_owned);
        begin("prometheus", prometheus, &[&args[..], &[address(prometheus)]].concat(), &[]);
        let prometheus = format!("http://127.0.0.1:{prometheus}");
        Self { postgres, redis, port, prometheus, _programs: programs }
    }

    /// Tests the service with so many connections, and fetches what the servers measured.
    fn test(&self, folder: &Path, name: &str, pool: u32) {
        let _service = service(self.port, pool, self.postgres.port, self.redis);
        load::warm_up(self.port);
        let points = format!("{name}.ndjson");
        load::load(self.port, LENGTH, &folder.join(&points));
        // What came last is scraped as well.
        std::thread::sleep(Duration::from_secs(2));
        let metrics = format!("{name}-prom.json");
        perfreport(folder, &["fetch", "--url", &self.prometheus, "--run", &points, "-o", &metrics]);
    }
}

/// Runs the program; an answer of 0 or 1 is one.
fn perfreport(folder: &Path, args: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_perfreport"));
    let output = command.args(args).current_dir(folder).output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(matches!(output.status.code(), Some(0 | 1)), "{args:?}: {told}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn a_pool_cut_to_a_tenth_is_named_first_and_nothing_of_the_exporters() {
    if let Some(missing) = missing() {
        return skip(&format!("{missing} is not installed"));
    }
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let shop = Shop::begin(folder);
    shop.test(folder, "base", 20);
    shop.test(folder, "run", 2);
    let metrics = ["--base-prometheus", "base-prom.json", "--prometheus", "run-prom.json"];
    perfreport(
        folder,
        &[&["compare", "base.ndjson", "run.ndjson", "--out", "out", "--format", "json"], &metrics[..]]
            .concat(),
    );
    let verdict = std::fs::read_to_string(folder.join("out/verdict.json")).unwrap();
    let verdict: Value = serde_json::from_str(&verdict).unwrap();
    let resources = verdict["servers"]["resources"].as_array().unwrap();
    let named: Vec<&str> = resources
        .iter()
        .filter(|resource| resource["movement"] == "rose_together")
        .map(|resource| resource["title"].as_str().unwrap())
        .collect();
    assert!(named.first().is_some_and(|first| first.contains("pool shop")), "{named:?}");
    let first = &verdict["servers"]["conclusions"][0]["text"];
    assert!(first.as_str().unwrap().contains("Look first at service pool shop: full (limit 2)"), "{first}");
    // Runtimes of exporters and of Prometheus have their job beside their address.
    let of_exporters = [", node)", ", postgres)", ", redis)", ", prometheus)", "Go "];
    let strangers = named.iter().filter(|title| of_exporters.iter().any(|exporter| title.contains(exporter)));
    assert_eq!(strangers.collect::<Vec<_>>(), [] as [&&str; 0], "{named:?}");
    let base = ["--base", "base.ndjson", "--out", "postmortem"];
    perfreport(folder, &[&["postmortem", "run.ndjson"], &base[..], &metrics].concat());
    let postmortem = std::fs::read_to_string(folder.join("postmortem/postmortem.md")).unwrap();
    assert!(postmortem.contains("pool shop: full (limit 2)"), "{postmortem}");
}
