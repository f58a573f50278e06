### What the data say of the servers and of an incident.

clock-ahead = The servers' clock seems to be { $proposed } s ahead of the load generator's: shifted by that, the request rates of both sides line up; { $applied } s were subtracted.
clock-ahead-hint = Set `[prometheus] clock_offset = "{ $proposed }s"` in perfreport.toml if it is so.
red-left-out = Not shown by endpoint, since they have no route or are of calls to others: { $signals }.
red-no-traffic = no signal counts its requests
red-no-histogram = no signal has its histogram; percentiles over time do not add up to one of the whole span
red-no-status = no signal tells the status of its responses
red-no-requests = no requests in this span
red-no-unit = the unit of its latency is not known
red-unlike-buckets = its histograms have buckets that do not add up
servers-not-given = no metrics of the servers were given (`--prometheus`)
servers-no-sample = the metrics of the servers hold no sample
servers-other-time = the metrics of the servers have no sample in the judged window
servers-no-base = there is no base
servers-no-base-metrics = no metrics of the base were given (`--base-prometheus`)
fullness-no-use = what is in use was not measured
fullness-no-limit = its limit was not measured
movement-constant-zero = the base was constantly 0, and what is measured is not known
saturation-no-counterpart = the base has no such series
resource-did = { $resource }: { $behaviour }.
conclusion = { $subject }.
look-first-at = Look first at { $resource }: { $behaviour }.
unknown-moved = Unknown, moved with it: { $metric }, { $base } → { $run }. What it tells is not known here; it is not said to be the cause.
look-then-at = Then at { $resource }: { $behaviour }.
nothing-filled-up-shared = { $subject }, and no pool, queue or other measured resource filled up with it. Look at what all endpoints share: its code, its queries, what it calls, and what is not measured here.
nothing-filled-up = { $subject }, and no pool, queue or other measured resource filled up with it. Look at the endpoint itself: its code, its queries, what it calls, and what is not measured here.
no-rule-broken-but = No rule was broken, but: { $what }
worse-all-slower = All endpoints became slower
worse-incident = There was an incident
worse-run = The run got worse
worse-endpoint = { $endpoint } got worse
worse-endpoints = { $more ->
    [one] { $endpoint } and { $more } more endpoint got worse
   *[other] { $endpoint } and { $more } more endpoints got worse
}
servers-did-not-see = The servers did not see what the client saw of { $endpoint }: its p95 rose by { $change } at the client, from { $before } to { $after } at the servers. The time was spent outside the handler: in queues, proxies, the network, or the load generator.
rose-alone = latency and errors did not rise with it
rose-by-chance = { $signals ->
    [one] it rose, as one of { $signals } signal may by chance
   *[other] it rose, as one of { $signals } signals may by chance
}
at-the-level = at the base's level
below-the-base = below the base
full = full (limit { $limit }) for { $seconds } of { $window }
full-never-in-base = full (limit { $limit }) for { $seconds } of { $window } (never in the base)
full-in-base = full (limit { $limit }) for { $seconds } of { $window } ({ $base } in the base)
level-medians = { $part } { $base } → { $run } (median), at most { $highest }
level-p90s = { $part } { $base } → { $run } (90th percentile), at most { $highest }
level-median = { $part } { $run } (median), at most { $highest }
part-used = in use
part-pending = waiting
part-idle = idle
part-limit = limit
part-size = size
part-timeouts = given up
part-time = time
rose-together = rose together with { $what } (rank correlation { $correlation })
rose-with-all = rose together with the latency of all endpoints
followed-errors = the error share
followed-p95 = p95 of { $endpoint }
