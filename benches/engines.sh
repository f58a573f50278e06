#!/usr/bin/env bash
# Measures how long other engines take to find p95 of one endpoint in every run of a generated history, each with the query of
# docs/history.md, in a process of its own: the least of three, without the start of Python and the import.
#
#   benches/engines.sh [RUNS]     5,000 runs of 20 endpoints by default; needs python3 and what it should measure
#
# Uses the stores of benches/history.sh.
set -euo pipefail
cd "$(dirname "$0")/.."
runs=${1:-5000}
[ -d "target/bench/history-$runs-joined" ] || benches/history.sh "$runs" >/dev/null

python3 - "$runs" <<'PY'
import re, subprocess, sys

page = open("docs/history.md").read()
endpoint = "GET /api/things/07"
blocks = [block.replace("POST /api/orders", endpoint) for block in re.findall(r"```python\n(.*?)```", page, re.S)]
sql = re.search(r"```sql\n(.*?)```", page, re.S)[1].replace("POST /api/orders", endpoint).strip().rstrip(";")
engines = {
    "DuckDB": ("duckdb", f'import duckdb\n\nfound = duckdb.sql("""{sql}""").fetchall()', "len(found)"),
    "PyArrow": ("pyarrow", blocks[0], "found.num_rows"),
    "pandas": ("pandas", blocks[1], "len(found)"),
    "Polars": ("polars", blocks[2], "found.height"),
    "DataFusion": ("datafusion", blocks[3], "found.count()"),
    "Spark": ("pyspark", blocks[4], "found.count()"),
}
print("| engine | joined | single files |\n|---|---|---|")
for name, (module, block, count) in engines.items():
    imports, work = block.split("\n\n", 1)
    script = f"{imports}\nimport time\n"
    if module == "pyspark":
        script += "SparkSession.builder.getOrCreate()\n"
    script += f"begin = time.perf_counter()\n{work}\nprint({count}, time.perf_counter() - begin, {module}.__version__ if '{module}' in globals() else __import__('{module}').__version__)"
    cells = []
    for kind in ["joined", "single"]:
        store = f"target/bench/history-{sys.argv[1]}-{kind}/history"
        times = []
        for _ in range(3):
            done = subprocess.run([sys.executable, "-c", script.replace(".perfreport/history", store)], capture_output=True, text=True)
            if done.returncode:
                sys.stderr.write(done.stderr[-600:])
                break
            rows, seconds, version = done.stdout.split()
            times.append(float(seconds))
            assert int(rows) == int(sys.argv[1]), (name, rows)
        cells.append(f"{min(times):.2f} s" if times else "not run")
    print(f"| {name} {version if times else ''} | " + " | ".join(cells) + " |", flush=True)
PY
