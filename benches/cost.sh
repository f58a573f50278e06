#!/usr/bin/env bash
# Measures what inputs cost that grow without end: submetrics, crossed and kept thresholds, checks, metrics of the script, long
# names. Each in five sizes, with every report; the slope is log time over log size between the two largest, 1 where cost is linear.
#
#   benches/cost.sh [PROGRAM]     target/release/perfreport by default, which is built; needs python3
#
# Bar: linear up to 500,000 submetrics, 100,000 thresholds and checks.
set -euo pipefail
cd "$(dirname "$0")/.."
program=${1:-target/release/perfreport}
[ $# -gt 0 ] || cargo build --release --quiet

python3 - "$program" <<'PY'
import json, math, os, subprocess, sys, tempfile, time

program = os.path.abspath(sys.argv[1])
figures = {"avg": 10.0, "min": 1.0, "med": 9.0, "max": 90.0, "p(90)": 20.0, "p(95)": 30.0, "p(99)": 50.0, "count": 1000}

def trend(n, thresholds=None, of=tuple(figures)):
    values = {figure: round(figures[figure] * (1 + n % 7 / 50), 2) for figure in of}
    return {"type": "trend", "contains": "time", "values": values, **({"thresholds": thresholds} if thresholds else {})}

def summary(metrics, checks=()):
    whole = {
        "http_req_duration": trend(0),
        "http_reqs": {"type": "counter", "contains": "default", "values": {"count": 1_000_000, "rate": 10_000.0}},
        "http_req_failed": {"type": "rate", "contains": "default", "values": {"rate": 0.0, "passes": 0, "fails": 1_000_000}},
    }
    root = {"name": "", "path": "", "id": "r", "groups": [], "checks": list(checks)}
    return {"root_group": root, "state": {"testRunDurationMs": 100_000.0}, "metrics": {**whole, **metrics}}

# What grows, how many there are at most, and the file of so many.
GROWING = {
    "submetrics": (500_000, lambda n: summary({
        # So many fit into the 64 MB that a summary may have.
        f"http_req_duration{{name:GET /{i}}}": trend(i, of=("med", "p(95)")) for i in range(n)})),
    "thresholds": (100_000, lambda n: summary({
        f"http_req_duration{{name:GET /{i}}}": trend(i, {"p(95)<25": {"ok": False}, "p(99)<900": {"ok": True}})
        for i in range(n // 2)})),
    "checks": (100_000, lambda n: summary({}, [
        {"name": f"check {i}", "path": f"::check {i}", "id": str(i), "passes": 900, "fails": i % 3} for i in range(n)])),
    "metrics": (100_000, lambda n: summary({f"own_{i}": trend(i) for i in range(n)})),
    "bytes of names": (30_000_000, lambda n: summary({
        f"http_req_duration{{name:GET /{i}/{'x' * (n // 300)}}}": trend(i) for i in range(300)})),
}

print(f"{'what grows':<16}{'how many':>12}{'file MB':>9}{'wall s':>8}{'cpu s':>8}{'MB':>7}{'reports MB':>12}{'slope':>7}")
for name, (most, make) in GROWING.items():
    before = None
    for part in (16, 8, 4, 2, 1):
        n = most // part
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "run.json")
            with open(path, "w") as out:
                json.dump(make(n), out, separators=(",", ":"))
            begin = time.perf_counter()
            process = subprocess.Popen([program, "check", path, "--out", folder + "/out"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
            said = process.stderr.read()
            _, status, usage = os.wait4(process.pid, 0)
            wall, processor = time.perf_counter() - begin, usage.ru_utime + usage.ru_stime
            assert os.waitstatus_to_exitcode(status) in (0, 1, 3), said
            written = sum(os.path.getsize(os.path.join(at, file)) for at, _, files in os.walk(folder + "/out") for file in files)
            slope = math.log(processor / before) / math.log(2) if before else math.nan
            size = os.path.getsize(path) / 1e6
            shown = f"{slope:>7.2f}" if before else ""
            print(f"{name:<16}{n:>12,}{size:>9.1f}{wall:>8.2f}{processor:>8.2f}{usage.ru_maxrss / 1024:>7.0f}{written / 1e6:>12.1f}{shown}", flush=True)
            before = processor
PY
