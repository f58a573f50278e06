### Postmortems.

## Heads and labels.

postmortem-title-of-run = Postmortem: { $run }
postmortem-draft = draft
postmortem-skip = Skip to the summary
postmortem-eyebrow = postmortem
postmortem-filled-in = Filled in from the data as far as they go; the blanks are for the team. It is about systems, not about people.
postmortem-filled-in-line = filled in from the data as far as they go; the blanks are for the team. It is about systems, not about people.
postmortem-status = Status
postmortem-severity = Severity
postmortem-commits = Commits
postmortem-summary = Summary
postmortem-impact = Impact
postmortem-timeline = Timeline
postmortem-evidence = Evidence
postmortem-together = What rose together
postmortem-trigger = Trigger
postmortem-factors = Contributing factors
postmortem-well = What went well
postmortem-luck = Where luck was involved
postmortem-recurrence = Recurrence
postmortem-whys = Five whys
postmortem-actions = Actions
postmortem-checklist = Before it is closed
postmortem-checklist-short = Checklist
postmortem-method = Method

postmortem-elapsed = Into the test
postmortem-event = Event
postmortem-shown-by = Shown by
postmortem-type = Type
postmortem-why = Why
postmortem-ticket = Ticket

postmortem-blank = Blank. { $reason }
postmortem-for-team = For the team: { $question }
postmortem-made-with = Made with { $command }. How each figure comes about is in docs/methodology.md.
postmortem-no-owner = to be named (`--owner`)
postmortem-no-base = no base run was given
postmortem-nothing-worse = nothing was found to be worse than it should be
postmortem-no-objective = no objective is defined
postmortem-all-requests = All requests
postmortem-day = { $day } { $month } { $year }

## How severe it was.

postmortem-no-criteria = not set: `[[postmortem.severity]]` in perfreport.toml says what makes a severity, see docs/configuration.md
postmortem-slow-not-counted = how many requests were slow is not known, because no part of the run stands out
postmortem-no-burn-rate = no objective was measured
postmortem-severity-unknown = whether it is { $level } is not known: { $reason }
postmortem-severity-none = none: the criteria of { $levels } do not hold
postmortem-severity-requests = { $share } of the requests failed or were slow (at least { $least })
postmortem-severity-duration = { $duration } long (at least { $least })
postmortem-severity-burn-rate = burn rate { $rate } (at least { $least }) of { $objective }

## What it cost.

postmortem-fact-duration = Duration
postmortem-fact-detect = Time to detect
postmortem-fact-mitigate = Time to mitigate
postmortem-fact-recover = Time to recover
postmortem-fact-requests = Requests
postmortem-fact-budget = Error budget
postmortem-fact-users = Users and business
postmortem-no-users = a load test has no users: the team has to say what this would have meant for them
postmortem-no-objective-for-budget = no objective is defined: see [[slo]] in docs/configuration.md
postmortem-duration-of-window = no part of the judged window stands out; it was { $window } long
postmortem-duration = { $windows ->
    [one] { $duration }
   *[other] { $duration } in { $windows } windows
}
postmortem-requests-of-run = { $bad } of { $requests } failed unintentionally
postmortem-requests-of-incident = { $requests } in the incident: { $bad } failed, { $slow } were slow
postmortem-all-of-them = all of them
postmortem-budgets-met = { $count ->
    [one] { $count } objective met
   *[other] { $count } objectives met
}
postmortem-budgets-others-met = { $count ->
    [one] { $count } other objective met
   *[other] { $count } other objectives met
}
postmortem-budget-spent = { $objective }: { $good } were good, which spends { $rate } times the budget of that many requests
postmortem-budget-lasts = at this rate the budget of { $window } lasts { $days }
postmortem-budget-in-incident = in the incident { $rate } times

## How long it took.

postmortem-no-beginning = no moment stands out as its beginning
postmortem-no-objective-caught-it = no objective is defined that would have caught it; only people know when it was noticed
postmortem-no-objective-missed = no objective was missed from then on; only people know when it was noticed
postmortem-no-action = the data show no action: only people know what was done, and when
postmortem-not-over = the test ended before the figures returned to their usual level
postmortem-detected-before = 0 s: an objective was missed before the first deviation
postmortem-detected-after = { $duration } from the first deviation until an objective was missed; only people know when it was noticed
postmortem-recovered-after = { $duration } from the first deviation until errors and latency were back at the run's usual level

## What happened when.

postmortem-timeline-lead = Times are UTC, accurate to a slice of the run or a sample of the servers. Fill in the rows without a time, with a link to the alert or the conversation.
postmortem-start = start
postmortem-deviation = first deviation
postmortem-resource = resource
postmortem-detection = detection by objective
postmortem-peak = peak
postmortem-people = people
postmortem-recovery = recovery
postmortem-end = end
postmortem-shown-load = load
postmortem-shown-latency = latency
postmortem-shown-errors = errors
postmortem-shown-servers = servers
postmortem-shown-error-share = { $share } errors
postmortem-test-began = The load test began.
postmortem-test-ended = The load test ended.
postmortem-window-began = The judged window began: { $window }.
postmortem-noticed = Who or what noticed it first?
postmortem-acted = Something was done about it.
postmortem-from-the-start = No moment stands out: the run was like this from the start of the judged window.
postmortem-no-time-line = a summary has no time line; raw points have one
postmortem-no-moment = it was not in a part of the run
postmortem-only-people = only people know
postmortem-peak-errors = { $subject }: { $share } of the requests failed in a slice of { $width }.
postmortem-peak-latency = { $subject }: p95 { $latency } in a slice of { $width }.
postmortem-back = Errors and latency were back at the run's usual level.
postmortem-ended-before = The test ended before the figures returned to their usual level.
postmortem-full-first = { $resource } was full for the first time.
postmortem-left-level = { $resource }: { $signal } { $value } (base: at most { $base }).
postmortem-missed = { $subject }: the objective of { $objective } was missed from here on, counted since the judged window began.

## Evidence.

postmortem-no-evidence = Blank. An end-of-test summary has no time line; raw points have one.
postmortem-together-lead = Nothing here is called a cause: what rose together with latency or errors is a place to look at first.

## Trigger, factors, what held, luck.

postmortem-ask-trigger = What triggered it: a deployment, a setting, a job, traffic?
postmortem-ask-factors = What made it possible, worse or longer, and could do so again?
postmortem-ask-well = What else held: an alert, a fallback, a runbook?
postmortem-ask-luck = What could have been worse, and only luck prevented?
postmortem-nothing-differs = the data do not show what triggered it: nothing that they record differs from the base
postmortem-no-base-to-differ-from = the data do not show what triggered it: there is no base run to compare with
postmortem-no-factors = the data show none
postmortem-nothing-held = the data show nothing that went well
postmortem-no-luck = the data show none: it hit everything, for the whole test
postmortem-other-commits = Base and run are of different commits: { $commits }.
postmortem-other-tags = Tags that differ from the base: { $tags }.
postmortem-other-script = The load script is not that of the base.
postmortem-rose = { $resource } rose together with it.
postmortem-rose-and-full = { $resource } rose together with it, and was full for { $duration }.
postmortem-spared = { $count } of { $all ->
    [one] { $all } endpoint
   *[other] { $all } endpoints
} were not hit: no finding and no incident names { $endpoints }.
postmortem-stayed-met = { $count } of { $all ->
    [one] { $all } objective
   *[other] { $all } objectives
} stayed met: { $objectives }.
postmortem-recovered-alone = Errors and latency returned to the run's usual level while the test went on, without any action in the data.
postmortem-hit-only = It hit only { $subject }, { $share } of the requests.
postmortem-lasted = It lasted { $duration } of the { $window } that were judged.

## Whether it happened before.

postmortem-endpoint-never-hit = { $endpoint } is in the worst finding of none of { $runs ->
    [one] { $runs } earlier run
   *[other] { $runs } earlier runs
} since { $since }, and missed no objective in them.
postmortem-never-hit = None of { $runs ->
    [one] { $runs } earlier run
   *[other] { $runs } earlier runs
} since { $since } failed.
postmortem-endpoint-hit = { $endpoint } was in the worst finding, or missed an objective, in { $hit } of { $runs ->
    [one] { $runs } earlier run
   *[other] { $runs } earlier runs
} since { $since }.
postmortem-hit = { $hit } of { $runs ->
    [one] { $runs } earlier run
   *[other] { $runs } earlier runs
} since { $since } failed.
postmortem-last-hit = The last one: { $run }.
postmortem-commit = commit { $commit }

## Five whys.

postmortem-whys-lead = Each answer leads to the next question. The data give hints; people give the answers.
postmortem-answer = Answer:
postmortem-what-noticed = What was noticed, and why do the data of this run not show it?
postmortem-why-worse = Why did { $subject } get worse?
postmortem-why-so = Why was that so?
postmortem-why-uncontained = Why did nothing contain it: a limit, a timeout, a fallback?
postmortem-why-unnoticed = Why was it not noticed earlier?
postmortem-why-released = Why did the change that brought it get this far?
postmortem-hint-unknown = The data do not tell: { $reason }.
postmortem-hint-level = Not above the base's level: { $resources }.
postmortem-hint-timeouts = { $requests ->
    [one] { $requests } request
   *[other] { $requests } requests
} ran into the client's timeout, not into one of the service.
postmortem-hint-server-errors = { $requests ->
    [one] { $requests } request was answered with 5xx.
   *[other] { $requests } requests were answered with 5xx.
}
postmortem-hint-no-objective = No objective is defined that an alert could be built on.
postmortem-hint-met = Every objective was met: none of them sees this.
postmortem-hint-missed = { $missed } of { $objectives } objectives were missed: the timeline says since when.
postmortem-hint-tags = Tested was { $tags }.
postmortem-hint-base = Compared with { $base }.

## Actions and checklist.

postmortem-actions-lead = What the figures suggest, for discussion. P0 before the next release, P1 after it.
postmortem-no-actions = Nothing was found to be worse than it should be: the figures suggest nothing to do.
postmortem-prevent = prevent
postmortem-detect = detect
postmortem-mitigate = mitigate
postmortem-action-prevent = Keep { $subject } from degrading like this again
postmortem-action-alert = Alert on the symptom at { $subject }: errors or latency against an objective
postmortem-action-watch = Watch { $resource }, and decide on its limit
postmortem-action-mitigate = Agree on how to mitigate it at { $subject }: roll back, shed load, fall back
postmortem-action-ci = Run this load test in CI, against a baseline
postmortem-evidence-no-action = the data show no action
postmortem-evidence-verdict = its verdict on this run is { $verdict }
postmortem-good-run = a good run
postmortem-check-same-load = The fixed version ran under the same load, and its report is linked here.
postmortem-check-compare = perfreport compare of that run with { $base } says PASS.
postmortem-check-objective = { $endpoint } has an objective in perfreport.toml.
postmortem-check-resource = { $resource } stays at the base's level in that run.
postmortem-check-alert = An alert on the symptom fires in a drill.
postmortem-check-actions = Every action above has an owner and a date.
