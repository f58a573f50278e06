#!/usr/bin/env bash
# Measures what a growing history costs: `store compact`, `review` and `history`, as wall time (the least of three runs; of one
# for `store compact`), processor time and peak memory; joined by month, and with a file for each run.
#
#   benches/history.sh [RUNS …]     the newest 100, 1,000, 5,000 and 20,000 of 20,000 generated runs of 20 endpoints; needs python3
#
# Bar for 20,000 runs on two cores, joined: review 2 s and 150 MB, history of a week 0.3 s, compact 15 s. The stores are made under
# target/bench/, which takes some minutes. PERFREPORT names another program to measure. Prints a table in Markdown.
set -euo pipefail
cd "$(dirname "$0")/.."
if [ $# -eq 0 ]; then set -- 100 1000 5000 20000; fi
mkdir -p target/bench
[ -n "${PERFREPORT:-}" ] || cargo build --release --quiet
all=target/bench/history-20000-single
if [ ! -d "$all" ]; then
  cargo bench --quiet --bench make_history -- "$all.part" 20000 20
  mv "$all.part" "$all"
fi

python3 - "$@" <<'PY'
import glob, os, shutil, subprocess, sys, time

program = os.environ.get("PERFREPORT", "target/release/perfreport")

def once(arguments):
    begin = time.perf_counter()
    process = subprocess.Popen([program, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    assert status == 0, arguments
    return time.perf_counter() - begin, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024

def cell(results):
    wall, processor, memory = min(results)
    return f"{wall:.2f} s ({processor:.2f} s, {memory:.0f} MB)"

until, out = "--until=2026-11-22", "--out=target/bench/review"
everything, rows = "target/bench/history-20000-single", {}
for runs in sys.argv[1:]:
    single, joined = f"target/bench/history-{runs}-single", f"target/bench/history-{runs}-joined"
    if not os.path.isdir(single):
        for file in sorted(glob.glob(f"{everything}/history/*/*/*"), key=os.path.basename)[-int(runs):]:
            copy = file.replace(everything, single)
            os.makedirs(os.path.dirname(copy), exist_ok=True)
            shutil.copyfile(file, copy)
    shutil.rmtree(joined, ignore_errors=True)
    shutil.copytree(single, joined)
    def add(row, results):
        rows.setdefault(row, []).append(cell(results))
    add("`store compact`", [once(["store", "compact", f"--store={joined}"])])
    for kind, store in [("joined", joined), ("single files", single)]:
        for name, arguments in [
            ("`review` of everything", ["review", "--since=2000-01-01", until, out]),
            ("`review --since 7d`", ["review", "--since=7d", until, out]),
            ("`history --since 7d`", ["history", "--since=7d", until]),
            ("`history` of everything", ["history", until]),
        ]:
            add(f"{name}, {kind}", [once([*arguments, f"--store={store}"]) for _ in range(3)])

print("| runs | " + " | ".join(f"{int(runs):,}" for runs in sys.argv[1:]) + " |")
print("|---|" + "---|" * len(sys.argv[1:]))
for row, cells in rows.items():
    print(f"| {row} | " + " | ".join(cells) + " |")
PY
