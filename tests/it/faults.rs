//! Disks that are full, folders that cannot be written to, outputs that are no files, processes that are stopped, a store
//! that goes away: nothing is torn, nothing that was there is lost, and the exit code says so.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::{FileTypeExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use crate::store::{command, run, shop, succeeds, text};
use crate::support::{contents, skip, snapshot};

/// A file system of two megabytes in memory, which only we see: at the first folder it can be written to, at the second not.
struct Disk {
    holder: Child,
    writable: PathBuf,
    read_only: PathBuf,
    // The places that are mounted over.
    _folder: tempfile::TempDir,
}

impl Disk {
    fn new() -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let [writable, read_only] = ["writable", "read-only"].map(|name| folder.path().join(name));
        for place in [&writable, &read_only] {
            fs::create_dir(place).unwrap();
        }
        let mounted = "mount -t tmpfs -o size=2m tmpfs \"$1\" && mount -t tmpfs -o ro tmpfs \"$2\" && echo ready && cat";
        let holder = Command::new("unshare")
            .args(["-rm", "sh", "-c", mounted, "sh"])
            .args([&writable, &read_only])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn();
        let ready = |holder: &mut Child| {
            let mut line = String::new();
            BufReader::new(holder.stdout.take().unwrap()).read_line(&mut line).unwrap();
            line == "ready\n"
        };
        let Some(holder) = holder.ok().and_then(|mut holder| ready(&mut holder).then_some(holder)) else {
            skip("a file system of our own cannot be mounted with unshare");
            return None;
        };
        let mut disk = Self { holder, writable, read_only, _folder: folder };
        let root = disk.root();
        for place in [&mut disk.writable, &mut disk.read_only] {
            *place = root.join(place.strip_prefix("/").unwrap());
        }
        Some(disk)
    }

    /// Leaves room for so many bytes.
    fn fill(&self, room: u64) {
        let path = self.writable.join("filler");
        let mut filler = fs::File::create(&path).unwrap();
        while filler.write_all(&[0; 4096]).is_ok() {}
        let length = filler.metadata().unwrap().len();
        filler.set_len(length.saturating_sub(room)).unwrap();
    }

    /// Runs the program there, in its own name for the place.
    fn run(&self, place: &Path, args: &[&str]) -> Output {
        let there = Path::new("/").join(place.strip_prefix(self.root()).unwrap());
        Command::new("nsenter")
            .args(["--target", &self.holder.id().to_string(), "--user", "--mount", "--preserve-credentials"])
            .args(["sh", "-c", "cd \"$1\" && shift && exec \"$@\"", "sh"])
            .arg(there)
            .arg(env!("CARGO_BIN_EXE_perfreport"))
            .args(args)
            .env_remove("PERFREPORT_STORE")
            .output()
            .unwrap()
    }

    /// The root of the holder's file systems, as we see it.
    fn root(&self) -> PathBuf {
        Path::new("/proc").join(self.holder.id().to_string()).join("root")
    }

    fn empty(&self) {
        let _ = fs::remove_file(self.writable.join("filler"));
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = self.holder.kill();
        let _ = self.holder.wait();
    }
}

/// What writes: the exit code where it is let, and the arguments.
fn writers() -> Vec<(i32, Vec<String>)> {
    let (base, run) = (shop("base-1"), shop("orders-slower-30"));
    let points = snapshot("shop/base-2").to_str().unwrap().to_owned();
    let of = |code: i32, line: &str| {
        let words = line.split(' ').map(|word| match word {
            "BASE" => base.clone(),
            "RUN" => run.clone(),
            "POINTS" => points.clone(),
            word => word.to_owned(),
        });
        (code, words.collect())
    };
    let mut writers = vec![
        of(1, "compare BASE RUN --out out --format html,md,json,junit,csv"),
        of(0, "record POINTS -o run.json"),
        of(0, "record POINTS -o run.json.gz"),
        of(0, "baseline add main POINTS --force --why new"),
        of(0, "init new --from RUN --script --ci gitlab"),
        of(0, "dashboard -o dashboards"),
    ];
    if cfg!(feature = "history") {
        writers.push(of(1, "compare BASE RUN --no-report --save --keep-runs"));
        writers.push(of(0, "store compact"));
        writers.push(of(0, "review --out review"));
    }
    writers
}

/// Fills a store with a run in a baseline, and one in the history.
fn filled(run: &dyn Fn(&[&str]) -> Output) {
    let add = ["baseline", "add", "main", &shop("base-1"), "--force", "--why", "first"];
    let save = ["compare", &shop("base-2"), &shop("base-1"), "--save", "--no-report", "--inconclusive-ok"];
    let commands: &[&[&str]] = if cfg!(feature = "history") { &[&add, &save] } else { &[&add] };
    for command in commands {
        let output = run(command);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output));
    }
}

/// What a command that failed must leave: what was there, whole or replaced as a whole, and nothing half done.
fn unharmed(before: &BTreeMap<PathBuf, Vec<u8>>, folder: &Path, said: &str) {
    let after = contents(folder);
    for (path, old) in before {
        let is_lock = path.ends_with("lock");
        assert!(is_lock || after.get(path) == Some(old), "{} is another: {said}", path.display());
    }
    let torn = after.iter().find(|(path, bytes)| {
        let name = path.file_name().unwrap().to_string_lossy();
        name.starts_with(".perfreport-")
            || (bytes.is_empty() && name != "lock" && !before.contains_key(*path))
    });
    assert_eq!(torn.map(|(path, _)| path), None, "{said}");
}

#[test]
fn a_full_disk_tears_nothing() {
    let Some(disk) = Disk::new() else { return };
    let mut full = 0;
    for (code, args) in writers() {
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        for room in [0, 4 << 10, 20 << 10, 100 << 10] {
            disk.empty();
            for entry in fs::read_dir(&disk.writable).unwrap().map(Result::unwrap) {
                let path = entry.path();
                if path.is_dir() { fs::remove_dir_all(path).unwrap() } else { fs::remove_file(path).unwrap() }
            }
            filled(&|args| disk.run(&disk.writable, args));
            disk.fill(room);
            let before = contents(&disk.writable);
            let output = disk.run(&disk.writable, &args);
            let said = format!("{args:?} with {room} bytes: {}", text(&output));
            match output.status.code() {
                Some(2) => {
                    full += 1;
                    assert!(
                        said.matches("No space left").count() == 1 && !said.contains(".perfreport-"),
                        "{said}"
                    );
                    assert_eq!(args[0] == "compare", said.contains("FAIL   POST /api/orders"), "{said}");
                    unharmed(&before, &disk.writable, &said);
                }
                ended => assert_eq!(ended, Some(code), "{said}"),
            }
            disk.empty();
            let verified = text(&disk.run(&disk.writable, &["store", "verify"]));
            assert!(verified.contains(" 0 problems"), "{said}\n{verified}");
            // What failed can be done again where there is room.
            let again = disk.run(&disk.writable, &args);
            let is_kept = args[0] == "init" && again.status.code() == Some(2);
            assert!(is_kept || again.status.code() == Some(code), "again: {}", text(&again));
        }
    }
    assert!(full >= 15, "the disk was full {full} times");
}

#[test]
fn a_place_that_cannot_be_written_to_is_named() {
    let Some(disk) = Disk::new() else { return };
    for (_, args) in writers().into_iter().filter(|(_, args)| args[0] != "store" && args[0] != "review") {
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        let output = disk.run(&disk.read_only, &args);
        let said = text(&output).to_lowercase();
        assert_eq!(output.status.code(), Some(2), "{args:?}: {said}");
        assert!(said.contains("read-only file") && !said.contains(".perfreport-"), "{args:?}: {said}");
    }
}

#[test]
fn an_output_that_is_no_file_stays_what_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let path = |name: &str| folder.join(name);
    let points = snapshot("shop/base-1").to_str().unwrap().to_owned();
    let record = |output: &str| run(folder, &["record", &points, "-o", output]);
    assert_eq!(record("run.json").status.code(), Some(0));
    let whole = fs::read(path("run.json")).unwrap();

    // A device and a pipe take it. Nobody else knows of this pipe.
    assert_eq!(record("/dev/null").status.code(), Some(0));
    assert!(fs::metadata("/dev/null").unwrap().file_type().is_char_device());
    assert!(Command::new("mkfifo").arg(path("pipe")).status().unwrap().success());
    let reader = std::thread::spawn({
        let pipe = path("pipe");
        move || fs::read(pipe).unwrap()
    });
    let piped = record("pipe");
    assert_eq!((piped.status.code(), piped.stdout.len()), (Some(0), 0));
    assert_eq!(reader.join().unwrap(), whole);
    let printed = record("/dev/stdout");
    assert_eq!((printed.status.code(), printed.stdout == whole), (Some(0), true));

    // A link leads to the file that is written.
    fs::write(path("aim.json"), "old").unwrap();
    symlink("aim.json", path("link.json")).unwrap();
    assert_eq!(record("link.json").status.code(), Some(0));
    assert!(path("link.json").is_symlink());
    assert_eq!(fs::read(path("aim.json")).unwrap(), whole);

    // A folder, and a file where a folder is needed.
    for (output, why) in
        [("", "is a directory"), ("run.json/x.json", "run.json is a file, and a folder is needed")]
    {
        let output = if output.is_empty() { folder.to_str().unwrap() } else { output };
        let refused = record(output);
        assert_eq!(refused.status.code(), Some(2), "{output}");
        assert!(text(&refused).to_lowercase().contains(why), "{output}: {}", text(&refused));
    }
    let refused = run(folder, &["compare", &shop("base-1"), &shop("orders-slower-30"), "--out", "run.json"]);
    assert!(text(&refused).contains("run.json is a file, and a folder is needed"), "{}", text(&refused));
    assert_eq!(fs::read(path("run.json")).unwrap(), whole);
}

/// How often each command is stopped: `FAULTS=500` for a campaign.
fn times() -> u32 {
    std::env::var("FAULTS").ok().and_then(|times| times.parse().ok()).unwrap_or(12)
}

#[test]
fn stopped_processes_tear_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    for (_, args) in writers() {
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        filled(&|args| run(folder, args));
        let begin = Instant::now();
        run(folder, &args);
        let took = begin.elapsed().max(Duration::from_millis(2));
        for step in 0..times() {
            let signal = ["KILL", "INT", "TERM"][step as usize % 3];
            let mut child =
                command(folder, &args).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
            std::thread::sleep(took * step / times());
            // It may have ended.
            let _ = Command::new("kill").args([&format!("-{signal}"), &child.id().to_string()]).output();
            child.wait().unwrap();
            for (path, bytes) in contents(folder) {
                let name = path.file_name().unwrap().to_string_lossy().into_owned();
                let is_whole = match path.extension().and_then(|extension| extension.to_str()) {
                    _ if name.starts_with(".perfreport-") || name == "lock" => true,
                    Some("json") => serde_json::from_slice::<serde_json::Value>(&bytes).is_ok(),
                    Some("html") => bytes.ends_with(b"</html>"),
                    _ => !bytes.is_empty(),
                };
                assert!(is_whole, "{args:?}, {signal} at {step}: {}", path.display());
            }
        }
        // Nothing holds the next one up, and what was left behind is cleaned up.
        succeeds(folder, &["store", "prune"]);
        assert!(succeeds(folder, &["store", "verify"]).contains(" 0 problems"), "{args:?}");
        let left = contents(&folder.join(".perfreport"));
        assert!(
            left.keys().all(|path| !path.to_string_lossy().contains(".perfreport-")),
            "{args:?}: {left:?}"
        );
    }
}

#[test]
fn a_store_that_goes_away_is_an_error_at_most() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let runs =
        ["base-1", "base-2"].map(|name| snapshot(&format!("shop/{name}")).to_str().unwrap().to_owned());
    std::thread::scope(|scope| {
        let writes = scope.spawn(|| {
            for step in 0..times() {
                let run_file = &runs[step as usize % 2];
                let add = run(folder, &["baseline", "add", "main", run_file, "--force", "--why", "again"]);
                let said = text(&add);
                assert!(matches!(add.status.code(), Some(0 | 2)) && !said.contains("panicked"), "{said}");
                let compare = run(folder, &["compare", "@main", &runs[1], "--no-report"]);
                let said = text(&compare);
                assert!(compare.status.code().is_some() && !said.contains("panicked"), "{said}");
            }
        });
        while !writes.is_finished() {
            let _ = fs::remove_dir_all(folder.join(".perfreport"));
            std::thread::sleep(Duration::from_millis(3));
        }
        writes.join().unwrap();
    });
    succeeds(folder, &["baseline", "add", "main", &runs[0], "--force", "--why", "at the end"]);
    assert!(succeeds(folder, &["store", "verify"]).contains(" 0 problems"));
}
