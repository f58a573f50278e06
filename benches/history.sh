#!/usr/bin/env bash
# Measures `perfreport review` and `perfreport history` over a generated history: wall time (the least of several runs),
# processor time, peak memory; with a file for each run, and joined by month.
#
#   benches/review.sh [RUNS] [ENDPOINTS]     5,000 runs with 20 endpoints by default; needs python3
#
# Bar: 1 s for the review, joined by month. The stores are made under target/bench/.
set -euo pipefail
cd "$(dirname "$0")/.."
runs=${1:-5000} endpoints=${2:-20}
store=target/bench/history-$runs-$endpoints
mkdir -p target/bench

cargo build --release --quiet
if [ ! -d "$store-single" ]; then
  cargo bench --quiet --bench make_history -- "$store-single.part" "$runs" "$endpoints"
  mv "$store-single.part" "$store-single"
fi
if [ ! -d "$store-joined" ]; then
  cp -r "$store-single" "$store-joined.part"
  target/release/perfreport store compact --store "$store-joined.part"
  mv "$store-joined.part" "$store-joined"
fi

python3 - "$store" <<'PY'
import os, subprocess, sys, time

store = sys.argv[1]

def once(command):
    begin = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    assert status == 0, command
    return time.perf_counter() - begin, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024

print(f"{'command':<44}{'wall s':>9}{'cpu s':>9}{'MB':>6}")
for kind in ["joined", "single"]:
    of = [f"--store={store}-{kind}", "--since=2000-01-01", "--until=2026-11-22"]
    for name, command in [
        ("review", ["review", *of, "--out=target/bench/review"]),
        ("review of the last week", ["review", of[0], "--since=7d", of[2], "--out=target/bench/review"]),
        ("history", ["history", *of]),
        ("history --measure p95 --endpoint *", ["history", *of, "--measure=p95", "--endpoint=*", "--format=csv"]),
    ]:
        results = [once(["target/release/perfreport", *command]) for _ in range(5)]
        wall, processor, memory = min(results)
        print(f"{name + ', ' + kind:<44}{wall:>9.3f}{processor:>9.3f}{memory:>6.0f}")
PY
