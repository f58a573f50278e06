#!/usr/bin/env bash
# Measures what inputs cost that grow without end: submetrics, crossed and kept thresholds, checks, metrics of the script, long
# names, endpoints of points, metrics of the servers. Each in five sizes, with every report; the slope is log time over log size
# between one and the next, 1 where cost is linear.
#
#   benches/cost.sh [PROGRAM]     target/release/perfreport by default, which is built; needs python3
#
# Bar: linear up to 500,000 submetrics, 100,000 thresholds and checks, 80,000 metrics of the servers, 200,000 endpoints.
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

START = 1_795_354_000

def write_summary(folder, made):
    return [write(folder, "run.json", [json.dumps(made, separators=(",", ":"))])]

def write(folder, name, parts):
    path = os.path.join(folder, name)
    with open(path, "w") as out:
        out.writelines(parts)
    return path

def points(n):
    """Raw points of n endpoints; at least 200,000 requests of all together."""
    requests = 0
    while requests < max(n, 200_000):
        second, name = requests * 600 // max(n, 200_000), f"GET /{requests % n}"
        tags = f'"tags":{{"name":"{name}","method":"GET","status":"200","scenario":"default","expected_response":"true","group":""}}'
        at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(START + second))
        for metric, value in ("http_reqs", 1), ("http_req_duration", 20 + requests % 97 / 7):
            yield f'{{"metric":"{metric}","type":"Point","data":{{"time":"{at}","value":{value},{tags}}}}}\n'
        requests += 1

def servers(n):
    """An answer of Prometheus with n metrics, each of ten minutes."""
    yield '{"status":"success","data":{"resultType":"matrix","result":['
    for i in range(n):
        values = ",".join(f'[{START + 60 * step},"{(i * 7919 + step * 31) % 1009 / 1e3}"]' for step in range(11))
        yield f'{"," if i else ""}{{"metric":{{"__name__":"own_metric_{i}","instance":"shop:8080"}},"values":[{values}]}}'
    yield "]}}"

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

# The same of what is more than a summary: from how many on, and what is given to the program.
LARGER = {
    "endpoints": (2_000, 200_000, lambda folder, n: [write(folder, "points.json", points(n))]),
    "servers' metrics": (5_000, 80_000, lambda folder, n: [write(folder, "run.json", points(20)), "--prometheus", write(folder, "prometheus.json", servers(n))]),
}

print(f"{'what grows':<16}{'how many':>12}{'file MB':>9}{'wall s':>8}{'cpu s':>8}{'MB':>7}{'reports MB':>12}{'slope':>7}")
def apart(make):
    """Makes files in a process of its own, and returns what it returns: what this one holds would count as the program's memory."""
    read, wrote = os.pipe()
    if (child := os.fork()) == 0:
        os.write(wrote, json.dumps(make()).encode())
        os._exit(0)
    os.close(wrote)
    with open(read) as made:
        given = json.load(made)
    os.waitpid(child, 0)
    return given

def of_summaries():
    for name, (most, make) in GROWING.items():
        yield name, [most // part for part in (16, 8, 4, 2, 1)], lambda folder, n, make=make: write_summary(folder, make(n))

def of_larger():
    for name, (least, most, files) in LARGER.items():
        yield name, [round(least * (most / least) ** (step / 4)) for step in range(5)], files

for name, sizes, files in (*of_summaries(), *of_larger()):
    before = None
    for n in sizes:
        with tempfile.TemporaryDirectory() as folder:
            given = apart(lambda: files(folder, n))
            begin = time.perf_counter()
            process = subprocess.Popen([program, "check", *given, "--out", folder + "/out"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
            said = process.stderr.read()
            _, status, usage = os.wait4(process.pid, 0)
            wall, processor = time.perf_counter() - begin, usage.ru_utime + usage.ru_stime
            assert os.waitstatus_to_exitcode(status) in (0, 1, 3), said
            written = sum(os.path.getsize(os.path.join(at, file)) for at, _, names in os.walk(folder + "/out") for file in names)
            shown = f"{math.log(processor / before[0]) / math.log(n / before[1]):>7.2f}" if before else ""
            size = os.path.getsize(given[-1]) / 1e6
            print(f"{name:<16}{n:>12,}{size:>9.1f}{wall:>8.2f}{processor:>8.2f}{usage.ru_maxrss / 1024:>7.0f}{written / 1e6:>12.1f}{shown}", flush=True)
            before = (processor, n)
PY
