//! Programs that a test begins on ports and in folders of its own, and ends.

use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::support::{free_port, repository};

/// Waits until somebody listens on a port.
pub(super) fn listens(port: u16, who: &str) {
    let began = Instant::now();
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        assert!(began.elapsed() < Duration::from_secs(30), "{who} did not listen within 30 s");
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// A program that ends with the test.
pub(super) struct Program(Child);

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Program {
    /// Begins it, and waits until it listens on its port.
    pub(super) fn begin(command: &mut Command, port: u16) -> Self {
        let who = command.get_program().to_string_lossy().into_owned();
        let child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        let program = Self(child.unwrap_or_else(|error| panic!("{who}: {error}")));
        listens(port, &who);
        program
    }
}

/// PostgreSQL, which never runs as root.
pub(super) struct Postgres {
    programs: PathBuf,
    folder: String,
    pub(super) port: u16,
}

impl Postgres {
    /// Where its programs are: the newest version.
    pub(super) fn programs() -> Option<PathBuf> {
        let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?;
        let folders = versions.filter_map(|version| Some(version.ok()?.path().join("bin")));
        folders.filter(|folder| folder.join("initdb").is_file()).max()
    }

    /// Makes a database in a folder of its own, and begins it.
    pub(super) fn begin(programs: PathBuf) -> Self {
        let made =
            as_postgres(Path::new("mktemp")).args(["-d", "-t", "perfreport-live-XXXXXX"]).output().unwrap();
        let folder = String::from_utf8(made.stdout).unwrap().trim().to_owned();
        assert!(!folder.is_empty(), "{}", String::from_utf8_lossy(&made.stderr));
        let postgres = Self { programs, folder, port: free_port() };
        postgres.run("initdb", &["--auth=trust", "--username=shop", "--no-sync"]);
        let options = format!(
            "-p {} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off -c max_connections=60",
            postgres.port
        );
        postgres.run("pg_ctl", &["-w", "-s", "-l", "/dev/null", "-o", &options, "start"]);
        postgres
    }

    fn run(&self, program: &str, args: &[&str]) {
        let data = format!("{}/data", self.folder);
        let mut command = as_postgres(&self.programs.join(program));
        let done = command.args(["-D", &data]).args(args).current_dir("/").stdout(Stdio::null()).status();
        assert!(done.unwrap().success(), "{program} {args:?}");
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let data = format!("{}/data", self.folder);
        let stop = ["-D", &data, "-m", "immediate", "-s", "stop"];
        let _ = as_postgres(&self.programs.join("pg_ctl")).args(stop).current_dir("/").status();
        let _ = as_postgres(Path::new("rm")).args(["-rf", &self.folder]).status();
    }
}

/// A command as the user `postgres`, where that of the test is root.
fn as_postgres(program: &Path) -> Command {
    let user = Command::new("id").arg("-u").output().unwrap().stdout;
    if user.trim_ascii() != b"0" {
        return Command::new(program);
    }
    let mut command = Command::new("runuser");
    command.args(["-u", "postgres", "--"]).arg(program);
    command
}

/// The service with a pool of so many connections.
pub(super) fn service(port: u16, pool: u32, postgres: u16, redis: u16) -> Program {
    let mut command = Command::new("node");
    command
        .arg(repository().join("tests/it/live/service.cjs"))
        .env("NODE_PATH", modules())
        .envs(
            [("PORT", port), ("POSTGRES", postgres), ("REDIS", redis)]
                .map(|(name, port)| (name, port.to_string())),
        )
        .env("POOL", pool.to_string());
    Program::begin(&mut command, port)
}

/// Where `.ci/run` puts the modules of Node.
pub(super) fn modules() -> PathBuf {
    repository().join("target/node/node_modules")
}
