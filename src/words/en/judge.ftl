### Findings: what the rules say, and what to do about it.

whole = The run as a whole
requests = { $count ->
    [one] { $count } request
   *[other] { $count } requests
}

## What is judged.

subject-whole = all requests
subject-endpoints = all endpoints
subject-small-endpoints = the other endpoints
subject-check = check: { $path }
subject-check-title = Check “{ $path }”
judged-metric = metric: { $name } { $measure }
judged-untested-errors = unintended errors
judged-untested-undeclared = undeclared 4xx

measure-mean = avg
indicator-error-share = unintended error share
indicator-undeclared-share = undeclared 4xx share
indicator-very-slow-share = very slow share
indicator-failed-share = check
indicator-throughput = throughput
indicator-capacity = capacity
indicator-non-zero-share = share
indicator-per-second = per second
indicator-threshold = threshold: { $metric } { $expression }
indicator-failed-requests = failed requests
indicator-failed-checks = failed checks
indicator-burst = burst
indicator-failed-in-incidents = lost to error incidents
indicator-time-slow-by-far = time slow by far
objective-success = { $share } without unintended errors
objective-latency = { $share } within { $within }
objective-metric-most = { $statistic } of { $metric } at most { $limit }
objective-metric-least = { $statistic } of { $metric } at least { $limit }
statistic-max = max
statistic-min = min
statistic-mean = mean

## What several runs or findings have in common.

names-more = { $names } and { $more } more
sentence = { $text }.
run-title = { $title } ({ $run })
run-text = In { $run }: { $text }
likewise = Likewise in { $runs }.
several-together = { $runs } candidate runs are judged together; the figures of the run and its charts over time show { $name }.
several-paired = { $runs } candidate runs are judged in pairs with the base runs; the figures of the run and its charts over time show { $name }.
link-left-out = The link `{ $label }` is left out: nothing tells its `{ "{" }{ $name }{ "}" }`.
link-left-out-hint = Give the run the tag: `--tag { $tag }=…`.
shown-as-one = Each of { $endpoints } endpoints was judged. The { $folded } with the fewest requests that did not change are shown as one, "{ $rest }" (`[endpoints] max`).
shown-not = Each of { $endpoints } endpoints was judged. The { $folded } with the fewest requests that did not change are not shown (`[endpoints] max`).
shown-newest-base = only the newest base run is drawn over time
shown-first-candidate = only the first candidate run is drawn over time

## The verdict in a sentence.

title-against = { $run } against { $base }
summary-more-reasons = { $title }, and { $more } more { $more ->
    [one] reason
   *[other] reasons
}.
summary-more-findings = { $title }, and { $more } more { $more ->
    [one] finding
   *[other] findings
}.
summary-unjudged-k6 = { $title }: there is no base, no k6 threshold and no objective.
summary-unjudged = { $title }: there is no base and no objective.
summary-unjudged-asked = { $title }: there is no base; { $asked }.
summary-no-regression = No regression was found
asked-objectives = { $met } of { $all ->
    [one] { $all } objective
   *[other] { $all } objectives
} met{ $unknown ->
    [0] { "" }
   *[other] , { $unknown } not measured
}
asked-thresholds = { $met } of { $all ->
    [one] { $all } k6 threshold
   *[other] { $all } k6 thresholds
} met{ $unknown ->
    [0] { "" }
   *[other] , { $unknown } without samples
}
left-out = { $out } of { $all ->
    [one] { $all } endpoint
   *[other] { $all } endpoints
} { $out ->
    [one] was
   *[other] were
} not tested{ $choice ->
    [none] { "" }
    [all] , by choice
   *[some] , { $some } of them by choice
}
generator-dropped = The load generator dropped { $dropped }.
generator-it-dropped = It dropped { $dropped }.
generator-busy = All { $users } virtual users of the load generator were busy at its peak.

## What was accepted.

accepted-title = { $title }, which is accepted until { $until }
accepted-why = Accepted: { $why }
accepted-over = That was accepted until { $until }; the date has passed.
accepted-more = Up to { $size } was accepted; it is more now.

## Rules `latency` and `shared_shift`.

moved-title = { $who } is { $direction ->
    [slower] slower
   *[faster] faster
}
latency-more-than-rest = { $who } slowed down more than the rest
latency-went = { $measure } went from { $base } to { $run }, { $change }; a rerun would land between { $low } % and { $high } %.
latency-slow-requests = { $observed ->
    [one] { $observed } request
   *[other] { $observed } requests
} slower than { $threshold }; { $expected } were expected.
latency-others = { $scope ->
    [whole] { $others ->
        [one] The endpoint
       *[other] The { $others } endpoints
    }
   *[rest] { $others ->
        [one] The other endpoint
       *[other] The other { $others } endpoints
    }
} moved { $changes }.
latency-others-at = { $change } at { $measure }
latency-others-and = { $first } and { $second }
latency-run-again = Run it again, or add base runs: either will tell whether it stays.
wide-title = { $who } may be slower: its buckets are too wide to tell
wide-went = { $measure } went from { $base } to { $run }.
wide-counted = { $observed } of { $requests } requests took more than { $beyond }, where { $expected } were expected; noise that moves latencies within their buckets could make as many.
wide-uncounted = More requests were slow; noise that moves latencies within their buckets could make as many.
wide-advice = { $count ->
    [one] A bound
   *[other] Bounds
} at { $bounds } in the histogram would tell, or native histograms.
shift-everything = Everything is { $direction ->
    [slower] slower
   *[faster] faster
}
shift-together = { $moved } of { $tested } endpoints are { $direction ->
    [slower] slower
   *[faster] faster
} together
shift-size = { $measure } by { $change } (95 % interval { $low } % to { $high } %, including the differences between runs).
shift-most = { $moved } of { $tested } endpoints moved together; their typical change: { $size }
shift-some = { $names } moved, the others did not; the typical change of all: { $size }
shift-whole = All requests taken together: { $size }
shift-only = { $name }, the only endpoint that can be compared: { $size }
shift-most-context = { $moved } of { $tested } endpoints moved together.
shift-some-context = { $names } moved, the others did not.
shift-look-shared = Look at what they share: host, pool, database, GC, a library.
shift-look-name = Name each endpoint in a threshold of the script: then the report can tell whether one endpoint is behind it, or all.
shift-one-base = One base run cannot tell the host from the code.
shift-rerun = Run the base again on the same host: if it is as slow, it was the host and not the code.
shift-undecided = Everything may be slower: the buckets are too wide to tell
shift-undecided-text = The typical change of { $endpoints } endpoints at { $measure } is { $change } if requests lie evenly in their buckets; noise that moves latencies within them could make as much.
shift-undecided-advice = Narrower buckets would tell, native histograms best.
coarse = The comparison is too coarse to pass
coarse-shift = { $measure } moved by { $change }. A slowdown of everything by less than { $seen } may go unnoticed between these runs; a PASS must be able to see { $least } (`[compare] inconclusive_shift`).
coarse-metric = A change of a metric by less than { $seen } may go unnoticed between these runs; a PASS asks for { $least } (`[compare] inconclusive_shift`).
coarse-metric-advice = More samples in every run, or more base runs, would do.
remedy = Any one of these would do: { $ways }.
remedy-only = This would do: { $way }.
remedy-none = More runs alone would not settle it: measure on a quieter host, or run base and candidate in pairs (`--pair BASE RUN`).
remedy-requests = { $times } times as many requests in every run
remedy-base-runs = { $runs } base runs
remedy-candidate-runs = { $runs } candidate runs (`--run`)
remedy-both = { $runs } base runs and { $runs } candidate runs (`--base`, `--run`)
capacity-users = { $users } users
capacity-rate = { $rate }
capacity-less = p95 leaves its level at a lower load
capacity-more = p95 leaves its level at a higher load
capacity-moved = p95 keeps its level up to { $run }; in the base it did up to { $base } ({ $change }).
capacity-moved-base-beyond = p95 keeps its level up to { $run }; in the base it did up to the highest load, { $base }.
capacity-moved-run-beyond = p95 keeps its level up to the highest load, { $run }; in the base it did up to { $base }.
throughput-fewer = Fewer requests were completed per second
throughput-more = More requests were completed per second
throughput-text = { $run } against { $base }, { $change }, with the same number of users: look at the latencies for the reason.
throughput-context = The number of users was the same: look at the latencies for the reason.
speedup-one = { $who } answers { $times } times as fast
speedup-several = { $endpoints } endpoints answer more than { $least } times as fast
speedup-text = { $who }: { $body } went from { $body_base } to { $body_run } and { $tail } from { $tail_base } to { $tail_run }. A request that is { $least } times as fast at both hardly does its work any more (`[limits] implausible_speedup`).
speedup-together = Together: { $names }.
speedup-name = { $name } ({ $times } times)
speedup-advice = Look at one response: an empty body, an error page with status 200 and a stub are that fast.

## Rules `errors` and `undeclared_4xx`.

errors-title = { $who } { $number ->
    [many] have
   *[one] has
} { $change ->
    [more] more
   *[fewer] fewer
} { $what ->
    [undeclared] undeclared 4xx
    [slow] very slow requests
   *[errors] unintended errors
}
errors-check-title = { $who } fails { $change ->
    [more] more
   *[fewer] less
} often
errors-text = { $counts }; { $expectation }.
errors-counts = { $bad } of { $total } ({ $share }) against { $base_bad } of { $base_total } in the base ({ $base_share }): { $difference }
errors-counts-slower = Slower than { $threshold }: { $counts }
errors-counts-alone = { $bad } of { $total } against { $base_bad } of { $base_total } in the base
errors-expected = { $expected } were expected
errors-expected-trimmed = without the two worst slices of each run there were { $bad }, with { $expected } expected
errors-declare = If these responses are intended, declare them: `[[outcomes.intended]]` in perfreport.toml, or `expectedStatuses` in the script.
all-failed = Every request failed{ $with ->
    [all] : { $cause }
    [most] , most of them with: { $cause }
   *[unknown] { "" }
}
all-failed-to = Every request to { $name } failed{ $with ->
    [all] : { $cause }
    [most] , most of them with: { $cause }
   *[unknown] { "" }
}
failed-requests = { $failed } of { $total } requests failed ({ $share }): { $kinds ->
    [errors] { $errors } unintended errors
    [either] { $errors } unintended errors (which may hold 4xx)
    [undeclared] { $undeclared } undeclared 4xx
   *[both] { $errors } unintended errors and { $undeclared } undeclared 4xx
}.
failed-most = Most requests failed
failed-some = { $share } of the requests failed
failed-limit = A run in which { $limit } or more fail says little about anything else (`[limits] max_error_share`).
failed-uncovered = No objective and no threshold covers them, so { $least } or more is a warning (`[limits] warn_error_share`).
failed-say-how-many = Say how many may fail: `[[slo]]` with `success = "99.9%"` in perfreport.toml.
failed-look-credentials = Look at one response: credentials, data or addresses of the test may be wrong. 4xx that are intended are declared with `[[outcomes.intended]]` in perfreport.toml, or `expectedStatuses` in the script.
failed-look-service = Look at one response: the service may be down, or the test's addresses or credentials wrong.
failed-as-before = It was so in { $beyond } of { $all } base runs as well.
checks-every = Every check failed
checks-nearly-every = Nearly every check failed
checks-failed = { $failed } of { $total } checks failed ({ $share }).
checks-limit = A run with { $limit } or more fails (`[limits] max_failed_checks`).

## Rule `metric`.

metric-moved = { $name } moved: it { $direction ->
    [rose] rose
   *[fell] fell
}
metric-moved-better = { $name } { $direction ->
    [rose] rose
   *[fell] fell
}, which is better
metric-moved-worse = { $name } { $direction ->
    [rose] rose
   *[fell] fell
}
metric-went = { $measure } went from { $base } to { $run }, { $change }.
metric-either = It is not known which direction is worse.
metric-say-worse = Say which direction is worse: `[[metric]]` with `name = "{ $name }"` and `worse = "higher"` or `"lower"` in perfreport.toml; `ignore = true` where none is.
metric-run-again = Run it again or add base runs: either will tell whether it stays.
vital-poor = { $vital } is poor: { $metric }
vital-text = p{ $percent } was { $value }; up to { $good } is good, beyond { $poor } is poor.
vital-as-before = It was poor in { $poor } of { $all } base runs.

## Rule `slo`.

slo-missed = { $who } misses its objective: { $objective }
slo-counted = { $good } of { $total } requests were good ({ $share }). At most { $allowed } may be bad; { $bad } were.
slo-estimated = About { $good } of { $total } requests were good ({ $share }). At most { $allowed } may be bad; about { $bad } were.
slo-budget = At this rate the { $window }-day error budget lasts { $lasts }.
slo-unsure = It could be chance: about { $requests } requests would settle it.
metric-objective-missed = The servers miss an objective: { $objective }
metric-objective-was = It was { $value }, and the bound is { $limit }.
metric-objective-was-in-base = It was { $value }, and the bound is { $limit }; in the base it was { $base }.
metric-objective-lasted = The samples were beyond the bound for { $seconds } of { $window }.
metric-objective-series = Measured of { $series }.
metric-objective-worst-series = Of { $all } series { $missed } missed it; the figures are those of the worst, { $series }.
metric-objective-unsure = Its samples speak for only { $seconds } of the { $window } that are judged: collect more often, or test for longer.
metric-objective-no-metric = the metrics of the servers hold none called { $name }
metric-objective-no-series = no series of { $name } has these labels
metric-objective-histogram = its series are the buckets of a histogram, which are no level
metric-objective-no-time = the bound is a time, and the metric does not measure one
metric-objective-no-limit = the bound is a share, and neither is the metric one nor is its limit measured
metric-objective-few-samples = its samples speak for less than half of the judged window
slo-no-endpoint = no endpoint of the run has this name
slo-no-bound = its histogram has no bound there: between { $least } and { $most } of the requests missed it, and { $allowed } may; a bound at the objective would tell
slo-too-fast = the objective is faster than every percentile in the file
slo-too-slow = the objective is slower than every percentile in the file, and it states no maximum
threshold-crossed-title = k6 threshold crossed: { $metric } { $expression }
threshold-crossed-alone = k6 judged it crossed.
threshold-crossed-new = k6 judged it crossed; the base does not have it.
threshold-crossed-before = k6 judged it crossed, as in { $crossed } of { $all } base runs.
threshold-crossed-now = k6 judged it crossed; { $kept } of { $all } base runs kept it.
threshold-no-samples = no samples: nothing in this run matches its metric

## Rule `incident`.

incident-text = From { $start } to { $end } UTC ({ $length }), of { $requests } requests { $place ->
    [whole] of the whole run
    [one] of { $endpoint }
   *[several] of { $endpoints } endpoints
} { $kind ->
    [errors] { $bad } ended in unintended errors ({ $bad_share }, otherwise { $bad_rest })
    [slow] { $slow } were slow ({ $slow_share }, otherwise { $slow_rest })
   *[both] { $bad } ended in unintended errors ({ $bad_share }, otherwise { $bad_rest }) and { $slow } were slow ({ $slow_share }, otherwise { $slow_rest })
}.
burst-whole = A burst of errors
burst-one = A burst of errors at { $name }
burst-several = A burst of errors at { $name } and { $more } more
burst-rest = The rest of the run would have put { $expected } errors there.
burst-advice = A burst is set aside where error shares are compared: see what happened at that time.
warm-up-slow = The judged window begins slow, as a test does that warms up.
warm-up-hint = To leave it out: `[window] warm_up = "{ $seconds }s"` in perfreport.toml.
windows = { $windows } UTC
windows-more = { $windows } UTC and in { $more } more { $more ->
    [one] window
   *[other] windows
}
windows-time = from { $start } to { $end }
lost-errors = Error incidents took { $share } of the run
lost-errors-text = { $requests } requests ended in unintended errors { $windows }: { $requests_share } of the run's { $total } requests. Users lost { $seconds } of { $length } to them ({ $time_share }). At most { $limit } of either may be lost to incidents (`[incidents] max_failed`).
lost-errors-advice = See what happened at that time; what is usual and harmless can be allowed with `[incidents] max_failed`.
lost-slow = Far too slow, or at a standstill, for { $share } of the run
lost-slow-at = { $name } was far too slow for { $share } of the run
lost-slow-text = { $requests } requests took more than three times the usual p95 of their endpoint { $windows }. Users waited { $seconds } of the run's { $length } for them ({ $share }); at most { $limit } may be that slow (`[incidents] max_slow`).
lost-slow-at-text = { $requests } requests of { $name } took more than three times the usual p95 of this endpoint { $windows }. Users waited { $seconds } of the run's { $length } for them ({ $share }); at most { $limit } may be that slow (`[incidents] max_slow`).
lost-slow-advice = See what happened at that time; what is usual and harmless can be allowed with `[incidents] max_slow`.
lost-base = The base runs lost { $share }.
lost-base-usual = The base runs lost { $share }: that is about the usual amount here, so it does not fail the run.

## Rule `validity`.

generator-saturated = The load generator could not keep up
generator-saturated-text = It dropped { $dropped }, so the load was not what was asked for, and the latencies are a lower bound.
generator-saturated-advice = Give it more virtual users (`preAllocatedVUs`, `maxVUs`) or a larger machine, and run again.
cut-short = The file is cut short
cut-short-text = It ends in the middle of a line: the test may have been aborted, and what came after is unknown.
cut-short-candidate = The candidate's file is cut short
cut-short-advice = Let the test run to its end, and copy its whole file.
unread = Lines could not be read
unread-text = { $share } of the lines of the file were skipped, and with them requests that may have failed or been slow.
unread-candidate = Lines of the candidate's file could not be read
unread-advice = A note says where the first of them is. Write the file again as the tool writes it, or remove what does not belong to it.
validity-more-load = The candidate was offered more load
validity-less-load = The candidate was offered less load
validity-load-advice = Run it again at the base's load.
validity-model = The runs were driven by different load models
validity-model-advice = Compare runs of one executor, or set `[load] model` if the guess is wrong.
validity-tag = The runs name their endpoints by different tags
validity-tag-advice = Set `[endpoints] tag`, and read both from what k6 wrote: a snapshot keeps its tag.
validity-few = The runs do not share enough endpoints
validity-few-advice = Compare runs of one script; if names changed, group them with `[endpoints] routes`.
validity-vanished = Endpoints were never called
validity-vanished-advice = See which step before them failed or changed. If the script dropped them on purpose, record a new base.
validity-smaller = The candidate is far smaller than its base
validity-smaller-advice = Let the test run to its end, as long as its base.
validity-mix = The traffic mix moved
validity-mix-advice = Compare endpoint by endpoint.
no-base = There is nothing to compare with
no-base-advice = Give a run of the code before the change as the base.
unmatched-objective = An objective matches no endpoint: { $name }
unmatched-intended = A rule for intended statuses matches no endpoint: { $name }
unmatched-compare = A rule of `[[compare.endpoint]]` matches no endpoint: { $name }
unmatched-route = A route matches no endpoint: { $name }
unmatched-metric = A rule of `[[metric]]` matches no metric: { $name }
unmatched-not-measured = It was not measured: no endpoint of the run is called { $name }; { $there }.
unmatched-not-applied = It was not applied: no endpoint of the run is called { $name }; { $there }.
unmatched-metric-text = It was not applied: no metric of the run is called { $name }; { $there }.
unmatched-server-metric = An objective matches no metric of the servers: { $name }
unmatched-server-metric-nearest = It was not measured: the servers have no series of { $name }; the nearest metrics: { $names }.
unmatched-server-metric-none = It was not measured: the servers have no series of { $name }, nor of any other metric.
unmatched-server-labels = It was not measured: no series has the labels of { $name }; there are { $series }.
unmatched-server-metric-advice = Write the name as Prometheus does, export it with the others, or take the objective out of perfreport.toml.
unmatched-nearest = { $count ->
    [one] the nearest is { $names }
   *[other] the nearest are { $names }
}
unmatched-no-endpoints = the run does not tell endpoints apart
unmatched-nearest-metrics = the nearest: { $names }
unmatched-no-metrics = the run has none of its own
unmatched-advice = Write the name as the reports do, with `*` for any text, or remove the entry from perfreport.toml.
unmatched-metric-advice = Write the name as k6 does, with `*` for any text, or take the entry out of perfreport.toml.

## Rule `validity`, for what was tested.

tested-nothing = Nothing could be tested
tested-nothing-text = No endpoint and no figure of the whole run has enough data on both sides.
tested-nothing-advice = See what was not tested and why. A longer run or raw points would help.
tested-no-metric = There are no HTTP requests, and no metric that both sides have with enough samples.
tested-no-metric-advice = See what was not tested and why; a longer run, raw points, or `count` in `summaryTrendStats` would do.
tested-little = Too little was tested
tested-little-text = Latency was tested { $latency }, errors { $errors }.
tested-hardly-latency = Latency was hardly tested
tested-hardly-latency-text = Latency up to p95 was tested { $part }: a PASS would say nothing about the rest.
tested-hardly-errors = Errors were hardly tested
tested-hardly-errors-text = Errors were tested { $part }: a PASS would say nothing about the rest.
tested-for-none = for no request
tested-for-some = only for endpoints with { $share } of the requests
tested-record-k6 = Record raw points (`k6 run --out json=points.json.gz`), or give every endpoint thresholds on `http_req_duration`, `http_req_failed` and `http_reqs`, and run for longer.
tested-record = Pass a file that holds every request, if the load tool writes one, and run for longer.
tested-run-longer = Run for longer, so that the busiest endpoints get more requests: the report says for each figure how many are missing.
unjudged = Nothing was judged
unjudged-else = Nothing else was judged
unjudged-text-k6 = There is no base, no k6 threshold and no objective that could be measured. The figures are shown, but they were not tested.
unjudged-text = There is no base and no objective that could be measured. The figures are shown, but they were not tested.
unjudged-advice-k6 = Compare the run with a good one (`perfreport compare BASE RUN`; `perfreport baseline add main RUN` keeps one to compare with), or say what must hold: `[[slo]]` with `p95 = "500ms"` in perfreport.toml, or `thresholds` in the script.
unjudged-advice = Compare the run with a good one (`perfreport compare BASE RUN`; `perfreport baseline add main RUN` keeps one to compare with), or say what must hold: `[[slo]]` with `p95 = "500ms"` in perfreport.toml.
unjudged-advice-no-requests = Compare the run with a good one (`perfreport compare BASE RUN`; `perfreport baseline add main RUN` keeps one to compare with), or say what must hold: `thresholds` in the script.
unjudged-latency = Latency was not judged
unjudged-errors = Errors were not judged
unjudged-both = Neither latency nor errors were judged
unjudged-about = There is no base, and { $tool ->
    [k6] no k6 threshold and no objective speaks
   *[other] no objective speaks
} of { $what ->
    [latency] latency
    [errors] errors
   *[both] latency or errors
}.
unjudged-about-advice = Compare the run with a good one (`perfreport compare BASE RUN`), or say what must hold: `[[slo]]` with `{ $objective }` in perfreport.toml.
