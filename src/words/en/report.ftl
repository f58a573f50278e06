### The report of a run: what its parts say.

## Words and marks

moment-pattern = %-d %b %Y %H:%M UTC
mark-slower = slower
mark-faster = faster
mark-with-the-rest = with the rest
mark-more = more
mark-fewer = fewer
mark-less = less
mark-higher = higher
mark-lower = lower
figure = { $value }
figure-above = above { $value }

## The first screen

head-names-counted = { $names } ({ $runs ->
        [one] 1 run
       *[other] { $runs } runs
    })
head-unnamed-base = the base
head-requests = { $count ->
        [one] 1 request
       *[other] { $count } requests
    }
head-requests-not-counted = requests not counted
head-no-requests = no HTTP requests
head-without-endpoints = { $requests }, endpoints not told apart
head-with-endpoints = { $requests }, { $endpoints ->
        [one] 1 endpoint
       *[other] { $endpoints } endpoints
    }
head-nothing-judged = Nothing was judged: these are the figures.
head-nothing-found = Nothing was found to be worse than it should be.
head-unlisted-findings = Not listed here, but in verdict.json: { $findings ->
        [one] 1 more finding
       *[other] { $findings } more findings
    }.
head-unlisted-improvements = Not listed here, but in verdict.json: { $improvements ->
        [one] 1 more improvement
       *[other] { $improvements } more improvements
    }.
head-unlisted = Not listed here, but in verdict.json: { $findings ->
        [one] 1 more finding
       *[other] { $findings } more findings
    } and { $improvements ->
        [one] 1 more improvement
       *[other] { $improvements } more improvements
    }.

## The main figures

tile-throughput = throughput
tile-iterations = iterations
tile-errors = unintended errors

## How sure the verdict is

certainty-no-comparison = No comparison
certainty-no-comparison-short = no comparison: { $reason }
certainty-provisional = Provisional
certainty-provisional-text = There is only one base run: how much runs differ by themselves is assumed, not measured. Every further base run makes the verdict more certain.
certainty-provisional-short = provisional: one base run, so run-to-run noise is assumed and not measured
certainty-weaker = Weaker evidence
certainty-weaker-text = Latency was read from summaries: a few percentiles, no distribution. Slow tails of few requests and short stalls cannot be seen. Record raw points to see them.
certainty-weaker-short = evidence from summaries is weaker: tails of few requests and short stalls cannot be seen
certainty-validity = Validity
certainty-validity-short = validity: { $text }
certainty-sensitivity = Sensitivity
seen-range = { $low } to { $high }
seen-whole = Smaller changes than these may go unnoticed: { $size } on all requests (p95).
seen-endpoint = Smaller changes than these may go unnoticed: { $size } on one endpoint (p95).
seen-endpoint-and-all = Smaller changes than these may go unnoticed: { $size } on one endpoint, { $all } on all (p95).
seen-metric = This comparison could have seen: { $size } on { $metric } ({ $measure }).

## What did not change for the worse

measured-errors = unintended errors { $figures }
measured-intended-4xx = intended 4xx { $figures }
measured-undeclared-4xx = undeclared 4xx { $figures }
measured-throughput = throughput { $figures }
measured-checks-passed = { $count ->
        [one] the only check passed
       *[other] all { $count } checks passed
    }
measured-checks-failed = failed checks { $figures }

## Footnotes

footnote-only-base = only the base has this endpoint
footnote-no-quantile = a mean is no quantile
footnote-no-means = reports keep percentiles, no means
footnote-may-hold-4xx = may include intended or undeclared 4xx: the summary does not tell them from errors
footnote-errors-may-hold-4xx = unintended errors may include intended or undeclared 4xx: the summary does not tell them from errors
footnote-not-tested = not tested: { $reason }

## Whose latency a figure is

population-failures = { $how }: the latency is theirs
population-expected = the expected responses
population-expected-counted = the { $count } expected responses
population-all = all responses
population-all-counted = all { $count } responses
population-figure = { $name } is { $latency }
population-differs = latency of { $expected }; of { $all } { $figures }
population-differs-unknown = latency of { $expected }; of { $all } it is another

## Changes

change-all-endpoints = all endpoints together
change-of = Change of { $subject }
change-question = How much did the latency of each endpoint change?
change-range = grid lines from { $first } to { $last }
change-shared-by = what { $endpoints } endpoints share
change-no-finding = no finding
tally-slower = { $count } slower
tally-faster = { $count } faster
tally-slower-with-the-rest = { $count } slower with the rest
tally-faster-with-the-rest = { $count } faster with the rest
tally-no-finding = { $count } with no finding
tally-not-tested = { $count } not tested
finding-good-requests = good requests

## Outcomes

class-intended-4xx = intended 4xx
class-undeclared-4xx = undeclared 4xx
class-server-error = server error (5xx)
class-timeout = timeout
class-transport-error = transport error
class-unclassed = unintended error (class not told)
class-sides = { $class } { $base } in the base, { $run } in the run
side-base = base
side-run = run
outcomes-axis = share of requests that were not ok, %
outcomes-of = Requests of { $subject } that were not ok
outcomes-question = What share of requests was not ok?
outcomes-all-ok = Every request was ok.
outcomes-quiet = { $endpoints ->
        [one] 1 endpoint
       *[other] { $endpoints } endpoints
    } had no such request.
outcomes-quiet-in-part = { $endpoints ->
        [one] Of 1 endpoint
       *[other] Of { $endpoints } endpoints
    } no such request is known: the files do not tell the endpoint of each.
outcomes-cut = { $endpoints ->
        [one] 1 more endpoint with such requests is
       *[other] { $endpoints } more endpoints with such requests are
    } not shown.
outcomes-unknown = The outcomes of { $rows ->
        [one] 1 row
       *[other] { $rows } rows
    } are not known.
codes-cut = { $codes ->
        [one] 1 rarer code
       *[other] { $codes } rarer codes
    } not shown.
status-no-answer = no answer (timeout, refused, reset, DNS, TLS)
status-1xx = informational
status-2xx = success
status-3xx = redirection
status-4xx = client error
status-5xx = server error
status-unknown = not an HTTP status

## Objectives

objective-met = met
objective-missed = missed
objective-missed-unsure = missed, may be chance
objective-missed-hardly-measured = missed, hardly measured
objective-series-met-one = met over { $window }
objective-series-met = met by all { $all } series over { $window }
objective-series-missed-one = beyond the bound for { $seconds } of { $window }
objective-series-missed = missed by { $missed } of { $all } series; the worst was beyond the bound for { $seconds } of { $window }
objective-not-measured = not measured
objective-axis = error budget spent, as a multiple of what the objective allows (1× spends it exactly)
objective-spent = Error budget spent: { $objective }
objective-burn = { $times } times the error budget is spent.
objective-burn-within = { $times } times the error budget is spent, 95 % interval { $low } to { $high }.
objective-question = How much of its error budget does each objective spend?
objective-tally = { $met } of { $all ->
        [one] 1 objective
       *[other] { $all } objectives
    } met
objective-tally-missed = { $count } missed
objective-tally-unsure = { $count } missed, which may be chance
objective-tally-not-measured = { $count } not measured
objective-counts = { $bad } of { $total } requests { $bad ->
        [one] was
       *[other] were
    } not good
objective-counts-estimated = about { $bad } of { $total } requests { $bad ->
        [one] was
       *[other] were
    } not good, estimated from the percentiles
objective-budget-untouched = nothing of the { $days }-day budget is spent
objective-budget-share = spends { $share } of the { $days }-day budget
objective-budget-lasts = at this rate the { $days }-day budget lasts { $time }
objective-settle = about { $count } requests would settle it

## The tail

tail-of = How slow is the tail of { $subject }?
tail-limit = SLO: { $objective }
tail-limit-at = { $limit }, at { $latency }.
tail-run = Run: { $figures }.
tail-base = Base: { $figures }.
tail-cut = The curves of { $endpoints ->
        [one] 1 more endpoint
       *[other] { $endpoints } more endpoints
    } are not drawn; the first table has their p50, p95 and p99.
tail-unknown = No percentiles of { $rows ->
        [one] 1 row
       *[other] { $rows } rows
    } are known.

## Endpoints

detail-rest = … and { $endpoints ->
        [one] 1 more endpoint
       *[other] { $endpoints } more endpoints
    }: verdict.json holds their figures.
detail-over-time = p95 and requests over time
detail-by-percentile = Latency by percentile
detail-longest = longest
detail-errors = Unintended errors: { $bad } of { $total } requests, { $expected } expected from the base's { $base_bad } of { $base_total }; q{ $q }.
detail-all-responses = Latency covers all responses, including fast failures: the source does not separate them.
detail-whole-test = Latency covers the whole test, including the warm-up: the file holds nothing narrower.
detail-not-tested = Not tested: { $measure }: { $reason }.

## What was not tested

untested-more = … and { $count } more
untested-in-file = verdict.json has all of them
untested-of = { $measure } of { $subject }
untested-of-endpoints = { $measure } of { $count } endpoints

## Checks and thresholds

load-tool-thresholds = Thresholds of the load tool are not read; objectives in perfreport.toml do the same.
threshold-none = The script sets no thresholds.
threshold-none-in-points = These files hold no thresholds: put them into one folder with the summary of the same run.
threshold-rest = { $count ->
        [one] 1 more threshold is not listed
       *[other] { $count } more thresholds are not listed
    }; those that failed come first.
check-rest = { $count ->
        [one] 1 more check is not listed
       *[other] { $count } more checks are not listed
    }; those that failed come first.
base-threshold-not-judged = not judged
base-threshold-held = held
base-threshold-crossed = crossed
base-threshold-crossed-in = crossed in { $crossed } of { $all }

## Metrics of the script

metric-rest = { $count ->
        [one] One more metric is not listed here, but in verdict.json.
       *[other] { $count } more metrics are not listed here, but in verdict.json.
    }
metric-not-judged = not judged
metric-improved = better
metric-good = { $figures }: good
metric-needs-improvement = { $figures }: needs improvement
metric-poor = { $figures }: poor
metric-range = { $least } to { $most }
metric-share-of = { $share } of { $count }
metric-share = share
metric-per-second = per second

## Method

fact-window = Window
fact-window-text = { $window }; nothing else is judged.
fact-base-runs = Base runs (k)
fact-base-runs-one = 1: run-to-run noise is a stated prior, the verdict is provisional.
fact-base-runs-many = { $runs }: run-to-run noise is learned from them.
fact-candidates = Candidate runs
fact-candidates-paired = { $runs }: each compared with the base run that was made next to it.
fact-candidates-together = { $runs }: judged together.
fact-evidence = Evidence
fact-evidence-percentiles = The percentiles that summaries state, compared by their logarithms. Variances are tripled for bursts that a summary cannot show.
fact-evidence-distributions = Every request of both sides. Quantiles are compared; where few requests are slow, those slower than the base's quantile are counted, and compared with how many there should have been.
fact-population = Latency population
fact-population-expected = Expected responses, and timeouts at the time they took; the same on both sides.
fact-population-mixed = Of raw points, expected responses and timeouts at the time they took; of a summary, expected responses, and per endpoint all responses.
fact-population-summary = The same on both sides; per endpoint a summary holds all responses.
fact-tests = Several tests at once
fact-tests-text = q is the p value after the Benjamini–Hochberg correction over all tested figures of its kind: the expected share of false alarms among the findings.
fact-intervals = Intervals
fact-intervals-text = 95 %: where a rerun would land.
fact-sensitivity-power = Found with 80 % power.
fact-load-model = Load model
fact-load-model-unknown = unknown ({ $reason })
fact-load-model-same = { $model } on both sides.
fact-load-model-different = Base { $base }, run { $run }.
validity-unchecked = could not be checked: { $reason }
setting-latency = Smallest change of latency
setting-errors = Smallest change of an error share
setting-throughput = Smallest drop of throughput
setting-shift = Shared shift that a PASS must be able to see
setting-noise-run = Prior noise of a whole run (τ)
setting-noise-endpoint = Prior noise of one endpoint (τ)
setting-noise-endpoint-text = { $median } at p50, { $tail } at p99
setting-base-runs = Most base runs used
run-window = { $window } ({ $length })
run-window-unknown = { $window } (length unknown: { $reason })
run-users = { $count ->
        [one] 1 user
       *[other] { $count } users
    }
run-iterations = { $count ->
        [one] 1 iteration
       *[other] { $count } iterations
    }
run-dropped = { $count } dropped
