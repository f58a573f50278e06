#!/usr/bin/env bash
# Measures the snapshot of a one-hour run with 20 endpoints: its size beside the points it was made from.
#
#   benches/snapshot.sh [REQUESTS_PER_SECOND]     300 by default; needs python3
#
# The points are made here, with a fixed seed: log-normal latencies, a slow tail, some 4xx, 5xx and timeouts, users once
# a second. Bar: under 1 MB.
set -euo pipefail
cd "$(dirname "$0")/.."
rate=${1:-300}
mkdir -p target/bench
points=target/bench/hour-$rate.json
[ -f "$points" ] || python3 - "$rate" "$points" <<'PY'
import datetime, random, sys

rate, path = int(sys.argv[1]), sys.argv[2]
random.seed(7)
start = datetime.datetime(2026, 11, 22, 12, 0, 0)
names = [f"{'POST' if n % 4 == 0 else 'GET'} /api/resource-{n}" for n in range(20)]
weights = [1 / (n + 1) for n in range(20)]
point = '{{"metric":"{}","type":"Point","data":{{"time":"{}.{:06d}Z","value":{},"tags":{}}}}}\n'
tags = (
    '{{"expected_response":"{}","group":"::main","method":"{}","name":"{}","proto":"HTTP/1.1","scenario":"main",'
    '"status":"{}","url":"http://127.0.0.1/x"{}}}'
)
with open(path, "w") as out:
    for second in range(3600):
        time = (start + datetime.timedelta(seconds=second)).isoformat()
        out.write(point.format("vus", time, 0, 40, "null"))
        for n in random.choices(range(20), weights, k=rate):
            latency = (10 + 5 * n) * random.lognormvariate(0, 0.5) * (4 if random.random() < 0.02 else 1)
            dice = random.random()
            status, expected, extra = ("200", "true", "")
            if dice < 0.01:
                status, extra = ("404", ',"error_code":"1404"')
            elif dice < 0.011:
                status, expected, extra = ("500", "false", ',"error_code":"1500"')
            elif dice < 0.0112:
                status, expected, extra, latency = ("0", "false", ',"error_code":"1050"', 2000.5)
            tag = tags.format(expected, names[n].split()[0], names[n], status, extra)
            out.write(point.format("http_req_duration", time, random.randrange(1_000_000), round(latency, 6), tag))
PY
cargo build --release --no-default-features --quiet
target/release/perfreport record "$points" -o target/bench/hour.json
printf '%s bytes of points, %s bytes of snapshot\n' "$(stat -c %s "$points")" "$(stat -c %s target/bench/hour.json)"
