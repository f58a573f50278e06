### The servers' side of a report, and the run over time.

## The run over time

time-slices = { $seconds ->
    [one] Slices of one second. The first and the last are incomplete and have no rate.
   *[other] Slices of { $seconds } seconds. The first and the last are incomplete and have no rate.
}
time-wide = Where these hold too few requests for a percentile, it has wider ones: { $parts }.
time-wide-part = { $part } of { $seconds } s
time-wide-heat = The distribution of latencies is known in slices of { $seconds } seconds.
time-wide-users-and-heat = Virtual users and the distribution of latencies are known in slices of { $seconds } seconds.
time-not-judged = The grey areas are not judged.
time-base-none = The base has no time line.
time-base-newest = The thin dashed lines are the newest { $drawn } of { $all } base runs, aligned at the start of the judged window.
time-base = { $runs ->
    [one] The thin dashed line is the base, aligned at the start of the judged window.
   *[other] The thin dashed lines are the base runs, aligned at the start of the judged window.
}
time-slow = When was the run slow?
time-load = How much load was there?
time-errors = When were requests not ok?
time-heat = Was everything slower, or only some requests?
time-heat-described = Requests by time and latency. The more requests, the stronger the colour.
time-no-errors = Errors have no chart: every request was ok.
time-endpoint = When was { $endpoint } slow, and how busy?
time-spark = p95 over time  { $bars }  { $least } … { $most }
shade-errors = incident: errors
shade-tail = incident: slow tail
shade-warm-up = warm-up, not judged
shade-not-judged = not judged

## Panels and lines of charts over time

panel-p95 = p95, ms
panel-server-p95 = server p95, ms
panel-requests = requests per second
panel-users = virtual users
panel-errors = { $slice ->
    [one] errors per second
   *[other] errors per { $slice } s
}
panel-intended = { $slice ->
    [one] intended 4xx per second
   *[other] intended 4xx per { $slice } s
}
panel-error-share = errors, %
panel-heat-cell = { $range } requests in a cell
panel-load-generator = load generator: { $title }
panel-parts = { $used } and { $waiting }
panel-limit = limit { $limit }
panel-limit-full = { $limit }, full for { $spent } of { $window }
panel-described = { $what } between { $least } and { $most }
panel-errors-described = { $outcome }: { $count }, most ({ $most }) at { $at }
limit-beyond = { $limit }, beyond this scale
line-base-p95 = base p95
line-p95-whole = p95 of all requests
line-described = { $name } between { $least } and { $most }, highest at { $at }

## What may be full

saturation-question = What moved when the run was slow?
saturation-axis = The time axis is that of “Over time”.
saturation-bar = The bar above a panel shows when the resource was fully in use.
saturation-rest = { $count ->
    [one] … and { $count } more resource, in the table only.
   *[other] … and { $count } more resources, in the table only.
}
saturation-base = Compared with the metrics of { $base }.
saturation-no-base = Without a base: { $reason }.
conclusion-rose = Rose together
conclusion-nothing-moved = Nothing moved
conclusion-unknown = Unknown
conclusion-outside = Outside the servers
conclusion-nothing = Nothing to explain
clock-applied = { $side ->
    [behind] The servers' clock was taken to be { $size } behind the load generator's.
   *[ahead] The servers' clock was taken to be { $size } ahead of the load generator's.
}
clock-proposed = { $side ->
    [behind] The request rates of both sides line up better if the servers' clock is { $size } behind the load generator's.
   *[ahead] The request rates of both sides line up better if the servers' clock is { $size } ahead of the load generator's.
}
signal-median = median
signal-highest = highest
amount-cores = cores
amount-per-second = per second
movement-unknown = unknown, moved with it
movement-rose = rose
movement-rose-errors = rose together with errors
movement-rose-latency = rose together with latency
movement-level = level
movement-fell = fell
signal-queued = queued
signal-free = free
signal-timeouts = timeouts
follows = { $what }, ρ { $rho }, { $lag }
follows-changes = { $what }, ρ { $rho }, { $lag }; on differences { $changes }
follows-p95 = p95
follows-errors = errors
follows-at-once = at the same time
follows-later = { $lag } later
follows-earlier = { $lag } earlier
full-for = full for { $full } of { $window }
full-for-base = full for { $full } of { $window } (base { $base })
full-never = never full
full-never-base = never full (base { $base })

## Endpoints as the servers saw them

servers-rate = rate
servers-p95 = server p95
servers-p99 = server p99
servers-client-p95 = client p95
servers-no-match = it matches no endpoint of the run
servers-both-sides = client p95 { $client }, server p95 { $server }
servers-chart = { $endpoint } as the servers saw it
servers-rest = { $count ->
    [one] … and { $count } more endpoint: verdict.json holds their figures.
   *[other] … and { $count } more endpoints: verdict.json holds their figures.
}
