### Notes and reasons of the readers of files.

## What part of a test is judged

window-of-test = the whole test
window-of-scenarios = { $count ->
    [one] scenario
   *[other] scenarios
} { $names }
window-of-tags = { $part }, only { $tags }
window-of-later = { $part } without the first { $first }
window-of-rest = { $part }, { $count ->
    [one] scenario
   *[other] scenarios
} { $names } left out
window-of-part = { $part }, as the file separates it
window-of-summary = the whole test: a summary of { $tool } does not separate its parts
window-of-summary-without-scenarios = the whole test: this summary does not separate scenarios

## Raw points

points-folded = { $endpoints } endpoints were found; the { $folded } with the fewest requests are shown together as "{ $other }".
folded-hint = Give requests a `name` tag in the script, or list route patterns under `[endpoints] routes`.
points-none-judged = No request falls into the judged window.
points-none-judged-hint = See which scenarios there are, and set `[window] scenarios` or `warm_up` in perfreport.toml.
points-named-by = Endpoints are told apart by the tag { $tag }: every judged request has it, with { $count ->
    [one] { $count } value
   *[other] { $count } values
}, and none has a name but its URL.
points-named-by-hint = `{ $setting }` in perfreport.toml pins it; `{ $usual }` names them by their URL.
points-left-out = { $count ->
    [one] { $count } request
   *[other] { $count } requests
} of { $of } left out.
points-unreadable = { $count ->
    [one] { $count } line could not be read and was skipped.
   *[other] { $count } lines could not be read and were skipped.
}
points-unreadable-at = { $count ->
    [one] { $count } line could not be read and was skipped (it begins at byte { $byte }).
   *[other] { $count } lines could not be read and were skipped (the first begins at byte { $byte }).
}
points-cut-short = The last line is cut short: k6 may have been stopped hard. Everything before it was read.
points-dropped = { $count ->
    [one] { $count } point of metrics of the script's own was skipped: there are too many different ones.
   *[other] { $count } points of metrics of the script's own were skipped: there are too many different ones.
}
shards-apart = The shards began { $apart } apart, and each left out its own first { $warm_up }.
shards-apart-hint = Record them from their points in one call: then all are cut at one time.
shards-same = { $again } holds the same requests as { $known }: they were counted once.

## Summaries of k6

summary-window-asked = The configured scenarios ({ $names }) cannot be judged by themselves: this summary does not separate them.
summary-window-mixed = The figures of the whole run include { $count ->
    [one] scenario
   *[other] scenarios
} { $names }: this summary does not separate the judged scenarios.
summary-window-hint = Give 'http_req_duration{ "{" }scenario:{ $scenario }{ "}" }' and 'http_req_failed{ "{" }scenario:{ $scenario }{ "}" }' a threshold each, or record points with `k6 run --out json=points.json.gz`.
summary-warm-up = The configured warm_up of { $warm_up } was not left out: a summary cannot be cut.
summary-warm-up-hint = Record points with `k6 run --out json=points.json.gz`, or give the warm-up a scenario of its own.
summary-failures-may-be-4xx = Unintended errors may include intended 4xx: http_req_failed counts every 4xx that the script does not declare, and this summary does not tell them apart.
summary-failures-may-be-4xx-hint = Call `http.setResponseCallback(http.expectedStatuses({ "{" } min: 200, max: 399 { "}" }, 404, 409))` with the statuses you intend, or count statuses with thresholds such as `'http_reqs{ "{" }status:404{ "}" }': ['count>=0']` for 0, the 4xx and the 5xx.
summary-expects-5xx = Responses with a 5xx that the script expects are counted as unintended errors.
summary-expects-5xx-hint = Declare them under `[outcomes]` in perfreport.toml if they are intended.
summary-no-endpoints = Endpoints are not told apart: the script names no request in a threshold, so only the whole run can be judged.
summary-no-endpoints-hint = Tag requests, `http.get(url, { "{" } tags: { "{" } name: 'GET /api/orders' { "}" } { "}" })`, give each name the thresholds `'http_req_duration{ "{" }name:GET /api/orders{ "}" }': ['p(95)<800']` and `'http_req_failed{ "{" }name:GET /api/orders{ "}" }': ['rate<0.01']`, and set `{ $stats }`.
summary-no-endpoints-of-calls = Endpoints are not told apart: the script names no gRPC call in a threshold, so only the whole run can be judged.
summary-tell-calls-apart = Give each method a threshold: `'grpc_req_duration{ "{" }service:shop.Orders,method:Create{ "}" }': ['p(95)<200']`.
summary-set = Set `{ $setting }`.
summary-calls-beside = The figures of the whole run are those of HTTP requests alone: percentiles of gRPC calls cannot be merged with them.
summary-named-by-tag = Endpoints are told apart by the tag { $tag }: the file has figures for { $count ->
    [one] { $count } value
   *[other] { $count } values
} of it, and none by `name`.
summary-named-by-tags = Endpoints are told apart by the tags { $tags }: the file has figures for { $count ->
    [one] { $count } value
   *[other] { $count } values
} of them, and none by `name` or by one of them alone.
summary-other-tag = { $tag } ({ $count ->
    [one] { $count } value
   *[other] { $count } values
})
summary-other-tags = It has figures by { $tags } as well.
summary-named-by-hint = To pin it, or to choose another tag or several, set `{ $setting }` in perfreport.toml.
summary-wide = The figures of { $count ->
    [one] one endpoint
   *[other] { $count } endpoints
} span the whole test, warm-up included.
summary-wide-hint = Name the scenario in their thresholds: `'http_req_duration{ "{" }{ $selector }{ "}" }'`.
summary-uncounted = Requests or errors of { $count ->
    [one] one endpoint
   *[other] { $count } endpoints
} are not counted by this file.
summary-uncounted-hint = Give `'http_reqs{ "{" }{ $tags }{ "}" }'` and `'http_req_failed{ "{" }{ $tags }{ "}" }'` a threshold each, with the tags of `'http_req_duration{ "{" }{ $tags }{ "}" }'`.
summary-beyond = { $count ->
    [one] One endpoint with the fewest requests is
   *[other] { $count } endpoints with the fewest requests are
} left out: of a summary the { $kept } busiest are kept.
summary-beyond-hint = Where ids make names differ, give requests a `name` tag: `http.get(url, { "{" } tags: { "{" } name: 'GET /api/orders/{ "{" }id{ "}" }' { "}" } { "}" })`.
summary-no-p99 = The tail beyond p95 cannot be judged: the summary holds no p(99).
summary-no-p99-machine-readable = A machine-readable summary never holds it: write the data of `handleSummary`, or `--summary-export`, instead.
summary-machine-readable = A machine-readable summary holds no k6 thresholds and no groups: which thresholds were crossed is unknown.
summary-no-checks = Checks are unknown: the file has no `root_group`.
summary-no-checks-hint = Write the data of handleSummary whole: `JSON.stringify(data)`.
summary-other-scenarios = { $endpoint }: only scenario { $kept } is judged, { $count ->
    [one] scenario { $others } is
   *[other] scenarios { $others } are
} left out: percentiles of two scenarios cannot be merged.
summary-other-scenarios-hint = Add a threshold on the name alone, without scenario.
summary-other-names = { $endpoint }: { $count ->
    [one] { $count } more name is
   *[other] { $count } more names are
} grouped here and left out: only the busiest name is judged, percentiles cannot be merged.
summary-metrics-left-out = { $count ->
    [one] One metric of the script is
   *[other] { $count } metrics of the script are
} left out: of a summary { $kept } are kept, submetrics last.

## Files of other tools

gatling-percentiles = Gatling's statistics do not say which percentiles they state: taken for 50, 75, 95 and 99, the default.
gatling-percentiles-hint = Pass `simulation.log`, if Gatling (up to 3.11) wrote it as text: it holds every request.
locust-hidden-rows = { $count ->
    [one] { $count } row
   *[other] { $count } rows
} of an endpoint that a busier row stands for: percentiles do not add up.
locust-hidden-rows-hint = Give requests with ids in their URL one name: `self.client.get(url, name="/orders/{ "{" }id{ "}" }")`.
oha-given-up = { $count ->
    [one] { $count } request was
   *[other] { $count } requests were
} given up when the time of the test was over, and left out.
artillery-script-errors = { $count ->
    [one] { $count } error of the script, such as a failed capture, is no error of a request and not counted.
   *[other] { $count } errors of the script, such as failed captures, are no errors of requests and not counted.
}
hdr-unit = A percentile distribution does not state its unit: its values are taken for milliseconds.
hdr-unit-hint = Scale it when it is written: wrk2 does, and so does `outputPercentileDistribution(out, 1000.0)` of microseconds.

## Prometheus

prometheus-impossible = { $count ->
    [one] { $count } sample
   *[other] { $count } samples
} of { $titles } left out: numbers below zero, and such as stand for “no limit”, like 2^63.
prometheus-unknown = What { $titles } { $count ->
    [one] tells
   *[other] tell
} of a service is not known.
prometheus-unknown-hint = Say it in `[[prometheus.signals]]`, name the file for what it holds (`p99`, `errors`, `pool_active`, `cpu`), or pass a bundle that says its role.
prometheus-no-zone = Times in { $files } have no zone, and are taken for UTC.
prometheus-no-zone-hint = If they are of another zone, say by how much it is ahead: `[prometheus] clock_offset = "2h"`.
prometheus-no-exports = { $files } { $count ->
    [one] is no export that is
   *[other] are no exports that are
} known, and left out.
prometheus-warned = Prometheus warned of { $titles }: { $warning }.
prometheus-remarked = Prometheus remarked on { $titles }: { $remark }.
prometheus-partial = { $titles } { $count ->
    [one] is
   *[other] are
} partial: the server could not ask all of its storage.
prometheus-partial-hint = Fetch it again when all of it is reachable.
prometheus-no-series = `{ $title }` holds no series: nothing matched the query in that time.
prometheus-no-series-hint = Check the labels in the query and the time range.
prometheus-no-number = `{ $title }` holds no number: all its samples are NaN or infinite.
prometheus-infinite = { $count ->
    [one] { $count } infinite sample
   *[other] { $count } infinite samples
} of `{ $title }` left out.
prometheus-vmrange = `{ $title }` has buckets by `{ $label }`, which are not read.
prometheus-vmrange-hint = Ask for `prometheus_buckets(…)`, which makes buckets by `le`.
prometheus-other-time = None of the servers' samples is of the time of the test: they are from { $from } to { $to }, the test ran from { $began } to { $ended }.
prometheus-other-time-hint = Export the time of this test (`perfreport fetch --run RUN`), or set `[prometheus] clock_offset` where the clocks differ.
prometheus-stats = Read from k6's trend stats in Prometheus ({ $names }): percentiles alone, of the whole test, which do not add up to one of all endpoints.
prometheus-stats-hint = Native histograms tell all: `K6_PROMETHEUS_RW_TREND_AS_NATIVE_HISTOGRAM=true k6 run -o experimental-prometheus-rw script.js`.
prometheus-from-k6 = Read from k6's { $kind ->
    [native] native histograms
   *[classic] histograms
} in Prometheus (`{ $title }`): latencies are known to their buckets.
prometheus-from-servers = Read from the servers' { $kind ->
    [native] native histograms
   *[classic] histograms
} (`{ $title }`): latencies are known to their buckets. Servers see neither who gave up waiting nor what never reached them, and whoever else called them is counted.
prometheus-from-rates = They are rates, which smear over their range: counters would tell when requests ended.
prometheus-by-status = How requests ended is taken from `{ $title }`; their latency is that of all responses, since the histograms do not tell them apart.
prometheus-mismatch = k6 counted { $client } requests, the servers { $servers } in the same time.
prometheus-mismatch-hint = Did somebody else call them, did requests fail on the way, or is a server not scraped?
fetch-left-out = Not asked for, since the run called none of their routes and they answered as many requests as before it ({ $count }): { $names }.
fetch-left-out-hint = --all-services asks for them as well.
fetch-all-unknown = All services were asked for, since no service has a route for { $endpoints }.
fetch-all-busy = All services were asked for, since the routes that the run called were called before it as well: what else it reached cannot be told.
fetch-all-not-told = All services were asked for, since the server does not tell which of them answered requests.
fetch-all-hint = --match keeps to those of the test, such as --match 'namespace="shop"'.
fetch-empty = Asked for but not there ({ $count }): { $names }.
fetch-empty-and-more = Asked for but not there ({ $count }): { $names } and { $more } more.
fetch-empty-hint = Rates are over { $over }, in which there must be two samples: servers that are scraped less often need a longer --rate-over.

## The runs of a comparison

standard-input = standard input
base-is-candidate = { $base } is { $runs ->
    [one] the candidate itself
   *[other] a candidate run
}: it was left out of the base.
base-is-candidate-named = { $base } is { $runs ->
    [one] the candidate itself
   *[other] a candidate run
} ({ $run }): it was left out of the base.
base-runs-used = Only the first { $used } of { $runs } base runs were used (`[compare] max_base_runs`).
pairs-used = Only the first { $used } of { $pairs } pairs were used (`[compare] max_base_runs`).
run-given-twice = { $run } was given twice: it counts once.
run-given-again = { $run } is the same run as { $known }: it counts once.
recorded-otherwise = { $names }{ $more ->
    [0] { "" }
    [one] , { $more } more run
   *[other] , { $more } more runs
} { $runs ->
    [one] was
   *[other] were
} recorded with another `{ $setting }` than the configuration has now. { $runs ->
    [one] It keeps
   *[other] They keep
} what was recorded.
recorded-otherwise-hint = Record them again from their points (`perfreport record`), or set it back.
sides-folded = { $endpoints } endpoints were found; { $folded } of those with the fewest requests are { $base ->
    [0] judged
   *[other] compared
} as one, "{ $other }", in all runs alike.
base-none-but-candidate = Every base run that was given is the candidate itself: the two have the same start, requests and latencies.
base-none-left = no base run is left
base-none-given = no base run was given

## The store and the history

baseline-run-left-out = A run of baseline `{ $name }` was left out: { $problem }
baseline-unreadable = A baseline could not be read: { $error }
store-verify-says = `perfreport store verify` says what to do.
store-none-given = no store was given
history-file-left-out = A file of the history was left out: { $error }.
history-file-left-out-hint = Restore it from git or the cache, or delete it; `perfreport store verify` lists all such files, and `--quarantine` moves damaged ones aside.
history-no-date = earlier runs are not known, since the run has no date: { $reason }
history-unreadable = the history could not be read: { $error }
history-no-earlier-run = the history remembers no earlier run of this test: `perfreport compare … --save` remembers runs

## Reasons: what raw points do not tell

untold-none-judged = no request was judged
untold-none-sent = no HTTP request was sent
untold-window = no request falls into the judged window
untold-version-by-points = raw points do not name the k6 version
untold-script-by-points = raw points do not hold the script
untold-metric-by-points = the points hold no `{ $metric }`
untold-with-tags = no point of `{ $metric }` has { $tags }
untold-users-in-window = no `vus` in the window

## Reasons: what a summary of k6 does not tell

untold-single-responses = a summary holds no single responses
untold-users-by-summary = a summary tells only the least and the most users
untold-submetric = no { $metric } in this file; a threshold on it adds it
untold-submetric-with-tags = no { $metric } with { $tags } in this file; a threshold on it adds it
untold-failed = the file has no http_req_failed: k6 before 0.31, or setResponseCallback(null)
untold-never-sampled = never sampled
untold-never-written = every latency is 0: no request was ever written
untold-never-sampled-or-written = every latency is 0: never sampled, or no request was ever written
untold-latency = the summary states no figure of this latency
untold-figure = the summary holds no { $name }
untold-count = the summary holds no count; a threshold on http_reqs with the same tags, or `count` in summaryTrendStats, adds it
untold-expected = none of { $count } responses was an expected one
untold-expected-took = none of { $count } responses was an expected one; to fail took { $took }
untold-expected-figure = { $name } { $latency }
untold-outcomes-of-calls = only raw points tell how gRPC calls ended: `k6 run --out json=points.json.gz`
untold-count-of-calls = gRPC calls are not counted; `count` in summaryTrendStats adds it
untold-when = this summary does not say when the test ran
untold-when-reversed = the summary says that the test ended before it started
untold-longer-than-any = the stated duration is longer than any test
untold-length-of-part = a summary states the length of the whole test, not of { $part }
untold-version-by-shape = this shape of summary does not name the k6 version
untold-script-by-shape = this shape of summary does not hold the script
untold-metric = the file has no { $name }
untold-largest = the file has only the last { $name }, not the largest
untold-duration-and-rate = the file states neither the test's duration nor a rate

## Reasons: what files of other tools do not tell

untold-duration = the file states no duration
untold-rate = the file states no rate
untold-percentile = the file states no percentile
untold-it = the file does not state it
untold-bytes = the file does not count bytes
untold-bytes-by-locust = Locust states only the mean size of an answer
untold-outcomes-by-hdr = a percentile distribution does not say how requests ended
untold-users-by-gatling = Gatling's log tells when each user begins and ends, which is not added up
untold-version-by-gatling = the version in Gatling's log is not read
untold-by-summary = a summary of { $tool } does not { $what ->
    [when] say when the test ran
    [version] name the version
    [script] hold the test itself
    [iterations] count iterations
    [bytes-sent] count bytes sent
    [users-over-time] hold the users over time
   *[users] count users
}
untold-by-results = { $tool }'s results do not { $what ->
    [when] say when the test ran
    [version] name the version of { $tool }
    [script] hold the test itself
    [iterations] count iterations
    [dropped-iterations] count iterations that were not started
    [bytes-received] count bytes received
    [bytes-sent] count bytes sent
    [allocated-users] tell how many users were allocated
    [users-over-time] hold the users over time
   *[users] count users
}

## Reasons: what series in Prometheus do not tell

untold-version-by-series = series in Prometheus do not tell which version it was
untold-script-by-series = series in Prometheus do not tell which script it was
untold-metric-without-series = no series of `{ $metric }` was given
untold-load-by-servers = series in Prometheus do not tell what the load generator did: these are the servers' own
untold-duration-by-series = series in Prometheus do not tell how long it took
untold-bytes-by-series = series in Prometheus do not tell the bytes received
untold-requests-by-series = series in Prometheus do not tell how many requests there were
untold-requests-without-series = series in Prometheus do not tell how many requests there were: no series of `k6_http_reqs_total` was given
untold-outcomes-without-series = series in Prometheus do not tell how requests ended: no series of `k6_http_reqs_total` was given
untold-percentile-by-series = series in Prometheus do not tell a percentile
untold-stat = series in Prometheus do not tell it: `{ $stat }` is not among K6_PROMETHEUS_RW_TREND_STATS
untold-percentiles-fall = series in Prometheus tell percentiles that do not rise
untold-percentiles-together = percentiles of several endpoints do not add up
untold-status = no series tells the status of the responses
untold-unit = neither the name nor a bundle says what is counted
untold-unit-when-recorded = it was not known when the run was recorded
no-baseline-yet = There is no baseline `{ $name }` yet: it was left out.
no-baseline-yet-hint = Once a run is good: `{ $command }`.
no-such-baseline = There is no baseline `{ $name }`, but there is `{ $others }`: nothing was compared with it.
no-such-baseline-hint = If `{ $name }` is right, and once a run is good: `{ $command }`.
