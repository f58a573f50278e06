#!/usr/bin/env bash
# Measures `perfreport record` as a whole, from the first byte to the synced snapshot, beside `wc -l` on the same file in
# the same run: wall time (the least of several runs), processor time, peak memory.
#
#   benches/ingest.sh [MEGABYTES]     500 by default; needs ../shared/data, python3 and gzip
#
# The files are made under target/bench/ from recorded runs: copies one after the other in time, as one long run. Runs
# are interleaved, so that other work on the machine touches all alike. Bars: 1.0 for NDJSON, 1.5 for CSV, 3 where every
# URL differs and for JMeter's CSV, 0.35 of `zcat | wc -l` for gzip; 64 MB, and 256 MB with 200 endpoints. jq and DuckDB (as a program, or as
# Python's package) are measured too where they are installed.
set -euo pipefail
cd "$(dirname "$0")/.."
megabytes=${1:-500}
data=../shared/data/shop
[ -d "$data" ] || { echo "skipped: ../shared is missing"; exit 0; }
mkdir -p target/bench

cargo build --release --no-default-features --quiet

python3 - "$megabytes" "$data" <<'PY'
import datetime, gzip, os, re, sys

size, data = int(sys.argv[1]) * 1_000_000, sys.argv[2]
stamp = re.compile(rb'"time":"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)')
product = re.compile(rb"/api/products/\d+")
named = re.compile(rb'"(?:name|url)":"[^"]+')

def shifted(line, seconds, known):
    found = stamp.search(line)
    if not found:
        return line
    text = found.group(1)
    if text not in known:
        time = datetime.datetime.fromisoformat(text.decode()) + datetime.timedelta(seconds=seconds)
        known[text] = time.isoformat().encode()
    return line[: found.start(1)] + known[text] + line[found.end(1) :]

def make(name, source, change):
    path = f"target/bench/{name}-{size // 1_000_000}"
    path += next(ending for ending in (".csv", ".jtl", ".json") if ending in source)
    if os.path.exists(path):
        return
    lines = gzip.open(source if os.path.exists(source) else f"{data}/{source}").readlines()
    copy = 0
    with open(path + ".part", "wb") as out:
        while out.tell() < size:
            out.writelines(change(lines, copy))
            copy += 1
    os.rename(path + ".part", path)

def ndjson(lines, copy):
    known = {}
    return (shifted(line, 75 * copy, known) for line in lines)

def csv(lines, copy):
    for line in lines[1:] if copy else lines:
        metric, time, rest = line.split(b",", 2)
        yield b",".join([metric, str(int(time) + 75 * copy).encode() if time.isdigit() else time, rest])

def naive(lines, copy):
    # Every request gets an id of its own; its nine lines share it.
    known, request = {}, copy * 10_000_000
    for line in ndjson(lines, copy):
        request += b'"http_reqs"' in line
        yield product.sub(b"/api/products/%d" % request, line)

def many(lines, copy):
    # Each of the eight endpoints becomes twenty-five; a request's lines share theirs.
    request = copy * 7
    for line in ndjson(lines, copy):
        request += b'"http_reqs"' in line
        yield named.sub(lambda found: found.group(0) + b"-%d" % (request % 25), line)

def jtl(lines, copy):
    for line in lines[1:] if copy else lines:
        time, rest = line.split(b",", 1)
        yield b"%d,%s" % (int(time) + 75_000 * copy, rest) if time.isdigit() else line

make("points", "base-1/points.json.gz", ndjson)
make("jmeter", "fixtures/jmeter/base.jtl.gz", jtl)
make("many", "base-1/points.json.gz", many)
make("points", "base-1/points.csv.gz", csv)
make("naive", "naive-base/points.json.gz", naive)
PY

plain=target/bench/points-$megabytes.json
[ -f "$plain.gz" ] || gzip -k -6 "$plain"

python3 - "$megabytes" <<'PY'
import os, shutil, subprocess, sys, time

megabytes = sys.argv[1]

def once(command):
    begin = time.perf_counter()
    process = subprocess.Popen(
        command, shell=isinstance(command, str), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    assert status == 0, command
    return time.perf_counter() - begin, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024

def record(path):
    return ["target/release/perfreport", "record", path, "-o", "target/bench/out.json"]

print(f"{'file':<28}{'wc -l':>9}{'ours':>9}{'ratio':>8}{'cpu s':>8}{'MB':>6}")
for name, rounds in [
    ("points-%s.json", 15),
    ("points-%s.csv", 15),
    ("jmeter-%s.jtl", 9),
    ("naive-%s.json", 9),
    ("many-%s.json", 5),
    ("points-%s.json.gz", 3),
]:
    path = "target/bench/" + name % megabytes
    count = f"zcat {path} | wc -l" if path.endswith(".gz") else ["wc", "-l", path]
    runs = [(once(count), once(record(path))) for _ in range(rounds)]
    theirs, ours = (min(run[side] for run in runs) for side in (0, 1))
    memory = max(run[1][2] for run in runs)
    print(f"{name % megabytes:<28}{theirs[0]:>9.3f}{ours[0]:>9.3f}{ours[0] / theirs[0]:>8.2f}{ours[1]:>8.3f}{memory:>6.0f}")

path = f"target/bench/points-{megabytes}.json"
query = (
    "select data.tags.name, count(*), quantile_cont(data.value, 0.95) "
    f"from read_ndjson('{path}', columns={{metric: 'varchar', type: 'varchar', "
    "data: 'struct(\"value\" double, tags struct(\"name\" varchar))'}, ignore_errors=true) "
    "where metric = 'http_req_duration' and type = 'Point' group by all"
)
others = {}
if shutil.which("jq"):
    others["jq"] = ["jq", "-c", 'select(.metric == "http_req_duration" and .type == "Point") | .data.value', path]
if shutil.which("duckdb"):
    others["duckdb"] = ["duckdb", "-c", query]
elif subprocess.run([sys.executable, "-c", "import duckdb"], stderr=subprocess.DEVNULL).returncode == 0:
    others["duckdb (Python)"] = [sys.executable, "-c", f"import duckdb; print(duckdb.sql({query!r}).fetchall())"]
for name, command in others.items():
    wall, processor, memory = once(command)
    print(f"{name + ', latencies alone':<37}{wall:>9.3f}{'':>8}{processor:>8.3f}{memory:>6.0f}")
PY
