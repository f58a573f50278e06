### What a comparison says of the fitness of a pair, and why something was not tested.

## Remarks on a pair.

uncounted-whole = A file does not count its requests: the number of iterations is taken for them.
uncounted-named = A file does not count the requests of { $names }: an even share of all requests, or the number of iterations, is used instead.
uncounted-metrics = Some file does not count the samples of { $names }: the iterations, or sessions, are taken for them.
uncounted-hint = Add `count` to `summaryTrendStats` in the script.
only-candidate = Only the candidate has { $names }: not compared.
some-base-lacks = Some base run lacks { $names }: not compared.
only-base = Only the base has { $names }: not compared.
whole-too-small = Endpoints with enough requests to be compared carry { $share } of them; the run is also compared as a whole, where a mere shift of the traffic mix can look like a change.
whole-too-few = The named endpoints carry { $share } of the requests; the run is also compared as a whole, where a mere shift of the traffic mix can look like a change.
whole-alone = The run is compared as a whole: a mere shift of the traffic mix can then look like a change.
whole-hint-k6 = Record raw points (`k6 run --out json=points.json.gz`), or name each endpoint in a threshold of the script.
whole-hint = Pass a file that holds every request, if the load tool writes one.
few-slices = Fewer than { $least } slices of time hold requests: { $runs }. How requests cluster cannot be learned from so few: their variance is taken as { $times } times that of independent ones, and no burst is set aside.
failed-fast = Errors rose from { $base } to { $run } while p95 fell: latency fell because requests failed fast.
intended-moved = Intended 4xx went from { $base } to { $run } of the requests: no error, but the service was asked something else.
undelivered-load = The candidate was offered more load ({ $what }: { $change }), but its generator could not deliver it.
other-script = The load script is not the same on both sides.
other-tool = The base was recorded with { $base } and the candidate with { $run }: they may measure differently.
other-version = The base was recorded with { $tool } { $base } and the candidate with { $tool } { $run }: their clients may measure differently.
candidate-older = The candidate is older than its base: it was started at { $started }.
candidate-older-hint = The base comes first on the command line.
other-window = The judged windows differ. Base: { $base }; candidate: { $run }.

## Whether a pair is fit to be compared: the checks, and what they saw.

either = { $first } or { $second }
dropped = { $iterations ->
    [one] { $iterations } iteration
   *[other] { $iterations } iterations
} ({ $share })
load-users = peak virtual users
load-iterations = iterations offered per second
check-generator = load generator kept up
check-generator-dropped = { $iterations } iterations dropped, { $share }
check-generator-none = no dropped iterations in the file
check-aborted = run was not aborted
check-aborted-mid-line = its file ends in the middle of a line
check-aborted-unknown = no file of { $tool } says so; the lengths of the runs are compared instead
check-length = same length
check-length-share = { $share } of the length of the shortest base run
check-requests = as many requests
check-requests-share = { $share } of the requests of the smallest base run
check-model = same load model
check-model-differs = base: { $base }, candidate: { $run }
check-model-same = both { $model }
check-load = same offered load
check-load-change = { $what }: { $change }
check-endpoints = same endpoints
check-endpoints-unmatched = { $share } of the requests have no counterpart
check-endpoints-matched = matched endpoints carry { $share } of the requests
check-mix = same traffic mix
check-mix-moved = moved by { $difference }; chance alone explains { $chance }
check-script = same script
check-script-differs = another text
check-script-same = the same text
check-version = same { $tool } version
check-version-seen = { $base } and { $run }
check-window = same window
check-window-seen = base: { $base }; candidate: { $run }

fit-dropped = The load generator was saturated: it dropped { $dropped }, so the latencies are a lower bound.
fit-unread = { $share } of the lines of the candidate's file were skipped, and with them requests that may have failed or been slow.
fit-cut-short = The candidate's file ends in the middle of a line: the test may have been aborted, and what came after is unknown.
fit-model = The base was driven by { $base ->
    [open] an open model
   *[closed] a closed model
} and the candidate by { $run ->
    [open] an open model
   *[closed] a closed model
}: their latencies do not compare.
fit-more-load = The candidate was offered more load ({ $what }: { $change }): what is slower may be due to the load, not the code.
fit-less-load = The candidate was offered less load ({ $what }: { $change }): being no slower proves little.
fit-tag = The base names its endpoints by the { $base_tags ->
    [one] tag
   *[other] tags
} { $base }, the candidate by the { $run_tags ->
    [one] tag
   *[other] tags
} { $run }. Say by which, in perfreport.toml: `{ $base_setting }` or `{ $run_setting }`.
fit-few-matched = { $share } of the requests belong to endpoints that the other side does not have: the runs do not test the same thing.
fit-mix = The traffic mix moved: { $difference } of the requests went to other endpoints, where chance explains { $chance }. Figures of the whole run are not compared; endpoints are.
fit-vanished-one = The candidate never called { $name }, which had { $share } of the base's requests. Nothing of that was tested.
fit-vanished = The candidate never called { $count } endpoints that had { $share } of the base's requests: { $names }. Nothing of that was tested.
fit-vanished-name = { $name } ({ $share })
fit-shorter = The candidate took { $run } instead of at least { $base }: it may have been aborted, and what it did not reach was not tested.
fit-shorter-fewer = The candidate took { $run } instead of at least { $base }, with { $run_requests } requests instead of at least { $base_requests }: it may have been aborted, and what it did not reach was not tested.
fit-fewer = The candidate sent { $run_requests } requests instead of at least { $base_requests }: it may have been aborted, and what it did not reach was not tested.

## Why something was not tested.

missing-no-base-run = there is no base run
missing-models-mixed = some base runs were driven by an open model, some by a closed one
missing-models-differ = the load models differ, or are unknown
missing-requests-uncounted = requests are not counted
missing-no-load = the base was offered no load
missing-base-no-length = a base run has no length
missing-no-endpoint = no endpoint is named
missing-no-requests = a side has no requests
missing-nothing-completed = a run completed no request
missing-open-model = in an open model the rate is an input
missing-merged = a run was merged from several that were made one after the other
missing-mix-moved = the traffic mix moved
missing-other-load = the runs were not offered the same load
missing-undeclared = the file does not tell undeclared 4xx from other failures
missing-few = { $count } { $what ->
    [samples] samples
    [executions] executions
   *[requests] requests
}; { $least } are needed
missing-few-latencies = { $count } requests with a latency; more than { $least } are needed
missing-few-samples = { $count } samples; more than { $least } are needed
missing-few-stated = { $count } { $what ->
    [samples] samples
   *[requests] requests
}; { $measure } from a summary needs { $least }
missing-few-tail = { $count } tail { $count ->
    [one] sample
   *[other] samples
} expected, { $least } needed
missing-few-tail-longer = { $count } tail { $count ->
    [one] sample
   *[other] samples
} expected, { $least } needed; a run { $times } × as long would do
missing-base-check = a base run does not have this check
missing-candidate-check = a candidate run does not have this check
missing-slow-uncounted = a summary counts no slow requests
missing-zero = a percentile is 0 ms
missing-zero-sample = a percentile is 0
missing-no-bound-shared = the histograms of both sides share no bound of their buckets
missing-wide-bucket = a change of { $change } could hide in its bucket of { $bucket }; { $count ->
    [one] a bound
   *[other] bounds
} at { $bounds } would help
missing-open-bucket = any change could hide in its bucket of { $bucket }; { $count ->
    [one] a bound
   *[other] bounds
} at { $bounds } would help
missing-everywhere = no endpoint has it in every run
missing-ignored = ignored by choice (`[[compare.endpoint]]`)
missing-ignored-metric = ignored by choice (`[[metric]]`)
missing-by-choice = not judged by choice (`[[compare.endpoint]]`)
missing-chosen = chosen, but these runs are not compared at it
missing-metric-kind = the file does not say what kind of metric it is; `kind` of `[[metric]]` does
missing-metric-outcomes = a metric has no outcomes
missing-metric-negative = some samples are negative
missing-metric-uncounted = the summary does not count its samples
missing-metric-unstated = the summary does not state it
missing-metric-count = the file does not count its samples
missing-metric-sum = the file does not state what it counts
missing-metric-nothing = a run counted nothing
missing-metric-figure = no run states a figure of it that the other has
