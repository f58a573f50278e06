#!/usr/bin/env bash
# Reads 200 MB of range exports in three shapes: few long series, many short ones, native histograms.
# Prints seconds and peak memory of a check with each, and `wc -l` of the same file beside it.
set -euo pipefail
cd "$(dirname "$0")/.."
cargo build --release --quiet
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

python3 - "$folder" <<'EOF'
import json, sys
folder, size = sys.argv[1], 200_000_000
start = 1_795_354_000

def export(name, series):
    with open(f"{folder}/{name}.json", "w") as out:
        out.write('{"status":"success","data":{"resultType":"matrix","result":[')
        written, first = 0, True
        for one in series:
            text = ("" if first else ",\n") + json.dumps(one, separators=(",", ":"))
            out.write(text)
            written += len(text)
            first = False
            if written > size:
                break
        out.write("]}}\n")

def long():
    for index in range(1_000):
        values = [[start + second, f"{(second * 7919 + index) % 100_003 / 1e5:.5f}"] for second in range(100_000)]
        yield {"metric": {"__name__": "process_cpu_usage", "instance": f"shop-{index}:8080"}, "values": values}

def short():
    for index in range(10_000_000):
        labels = {"__name__": "hikaricp_connections_active", "pool": f"pool-{index}", "instance": f"shop-{index % 100}:8080",
                  "job": "shop", "namespace": "load-test", "pod": f"shop-{index:08x}-{index * 7919 % 100_003:05d}"}
        yield {"metric": labels, "values": [[start + 15 * step, str(step)] for step in range(24)]}

def native():
    for index in range(10_000_000):
        buckets = [[0, f"{1.09 ** rank:.6f}", f"{1.09 ** (rank + 1):.6f}", str(index % 7 + rank)] for rank in range(40)]
        histogram = {"count": "1000", "sum": "52.5", "buckets": buckets}
        yield {"metric": {"__name__": "http_server_requests_seconds", "uri": f"/api/{index % 20}", "method": "GET",
                          "instance": str(index)}, "histograms": [[start + 15 * step, histogram] for step in range(20)]}

export("long", long())
export("short", short())
export("native", native())
EOF

for shape in long short native; do
  file=$folder/$shape.json
  echo "$shape: $(stat -c %s "$file") bytes"
  /usr/bin/time -f "  wc -l       %e s" wc -l "$file" >/dev/null
  /usr/bin/time -f "  perfreport  %e s  %M kB" target/release/perfreport check fixtures/servers/base-1.json.zst \
    --prometheus "$file" --no-report --quiet >/dev/null 2>"$folder/log" || true
  tail -1 "$folder/log"
done
