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
indicator-non-zero-share = share
indicator-per-second = per second
indicator-threshold = threshold: { $metric } { $expression }
indicator-failed-requests = failed requests
indicator-failed-checks = failed checks
indicator-burst = burst
indicator-failed-in-incidents = requests failed in incidents
indicator-time-slow-by-far = time slow by far
objective-success = { $share } without unintended errors
objective-latency = { $share } within { $within }
