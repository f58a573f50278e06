### The review of many runs, and the trends behind it.

## Heads and labels.

review-skip = Skip to what happened
review-eyebrow = review of load tests
review-happened = What happened
review-actions = Actions
review-runs-title = Runs
review-trends = Trends
review-change-points = Change points
review-movers = Movers
review-budgets = Error budgets
review-noisy = Noisy endpoints
review-inconclusive = Inconclusive runs
review-inconclusive-short = Inconclusive
review-promotions = Promotions
review-method = Method and notes
review-method-short = Method

review-why = Why
review-verdict = Verdict
review-commit = Commit
review-base = Base
review-requests = Requests
review-errors = Errors
review-figure = Figure
review-since = Since, UTC
review-with-run = With run
review-before-after = Before → after
review-before-now = Before → now
review-change = Change
review-noise = Noise
review-noise-between-runs = Noise from run to run
review-budget = Budget
review-used = Used
review-times-budget = × of the error budget
review-bad-requests = Bad requests
review-runs-missed = Runs that missed
review-seen = One run shows changes from about
review-seen-short = Seen from about
review-runs-column = Runs
review-reason = Reason
review-which = Which
review-baseline = Baseline
review-what = What
review-who = Who
review-objections = Objections overruled
review-objections-short = Objections
review-no-objections = none

## What several sections need.

review-measure = { $measure ->
    [requests] requests
    [rate] throughput
    [error_share] unintended errors
    [undeclared_4xx_share] undeclared 4xx
    [max] maximum
   *[other] { $measure }
}
review-rose = { $measure } rose by { $size }
review-fell = { $measure } fell by { $size }
review-day = { $weekday } { $day } { $month }
review-day-of-year = { $day } { $year }
review-run = run { $run }
review-run-of-commit = run { $run } (commit { $commit })
review-no-reason = no reason was recorded
review-more = { $more } more
review-rest = { $more ->
    [one] { $more } more { $what ->
        [action] action
        [budget] error budget
        [change-point] change point
        [figure] figure
        [mover] mover
        [reason] reason
       *[promotion] promotion
    } is not listed.
   *[other] { $more } more { $what ->
        [action] actions
        [budget] error budgets
        [change-point] change points
        [figure] figures
        [mover] movers
        [reason] reasons
       *[promotion] promotions
    } are not listed.
}

## What happened.

review-runs = { $runs ->
    [one] { $runs } run
   *[other] { $runs } runs
}
review-before = { $runs ->
    [one] { $runs } run from { $day } on is shown for comparison.
   *[other] { $runs } runs from { $day } on are shown for comparison.
}
review-no-run = There was no run in this period.
review-no-change = No figure changed its level in this period.
review-only-better = Nothing got worse; { $levels ->
    [one] { $levels } level
   *[other] { $levels } levels
} improved.
review-step = , from { $before } to { $after }, with { $run } on { $day }.
review-steps = , from { $before } to { $after }, with { $run } on { $day }; { $others }.
review-budget-up = the error budget is used up
review-budget-up-by = { "" } ({ $objective }): { $used } of what the objective allows; { $missed } of { $runs ->
    [one] { $runs } run
   *[other] { $runs } runs
} missed it.
review-moved = { "" } against { $base }, from { $before } to { $after }, without a clear step.

## Actions.

review-actions-lead = What the figures suggest, for discussion, the most urgent first. It is about systems and changes, never about people. The meeting fills in owner and date.
review-no-actions = The figures suggest nothing to do.
review-action-failing = Resolve the FAIL of { $run }, the latest run
review-action-failing-test = Resolve the FAIL of { $run }, the latest run of { $test }
review-action-budget = Bring { $subject } back to “{ $objective }”
review-action-search = Find out what changed with { $run }
review-action-noise = Make the noisiest figures steadier: longer runs, more requests, a quieter host
review-action-inconclusive = Fix what kept runs INCONCLUSIVE: { $reason }
review-evidence-budget = { $used } of the error budget used: { $bad } of { $requests } requests not good; missed by { $missed } of { $runs ->
    [one] { $runs } run
   *[other] { $runs } runs
}
review-evidence-step = { $measure ->
    [error_share] error share
    [undeclared_4xx_share] undeclared 4xx share
   *[other] { $measure }
} of { $subject }: { $before } → { $after }, { $change }
review-evidence-noise = p95 of { $subject } differs by { $noise } ({ $runs ->
    [one] { $runs } run
   *[other] { $runs } runs
})
review-evidence-noises = from run to run, on one level: { $figures }
review-evidence-inconclusive = { $count } of { $all ->
    [one] { $all } run
   *[other] { $all } runs
}: { $runs }

## Runs.

review-strip = All verdicts, the oldest first
review-saved = { $when } (saved)
review-streak = { $runs } runs in a row
review-from-to = { $first } to { $last }
review-runs-rest = { $shown } of { $runs } runs are shown: those that did not pass first, then the newest. The other { $more } are listed by `{ $command }`.

## Trends.

review-trends-lead = How did latency, unintended errors and throughput change from run to run?
review-trend-of = Trend of { $subject }
review-trend-question = How did { $subject } change from run to run?
review-no-trends = No run has figures that could be drawn.
review-trends-rest = { $endpoints ->
    [one] { $endpoints } more endpoint has no chart here.
   *[other] { $endpoints } more endpoints have no chart here.
}
review-key-runs = Each point is a run.
review-key-stretches = There are more runs than can be told apart: each point covers { $length } and shows the lowest and the highest run.
review-key-levels = Grey lines are levels; a coloured vertical line is a change of level.
review-key-promotions = ◆ A run became part of the named baseline.
review-remark-mover = { $measure } { $change }, without a step
review-remark-budget = error budget { $used } used
review-remark-noise = { $measure } noisy, { $noise }
review-chart-before = before this period
review-chart-errors = unintended errors, %
review-chart-objective-latency = objective: { $quantile } within { $most }
review-chart-objective-share = objective: at most { $most }
review-chart-beyond = { $objective }, beyond this scale
review-chart-between = { $measure } between { $least } and { $most }
review-chart-step = { $change } with run { $run }: { $figures }

## Change points and movers.

review-change-points-lead = Where a figure moved to another level and stayed there, the worst first. q is how likely such a step is if nothing changed.
review-movers-lead = What differs most from { $base }: medians of runs, the largest first. Only what is beyond the noise of such a median; the noise shown is that of one run. A change point is tested more strictly.
review-no-movers = Nothing moved, or there is nothing to compare with.
review-base-before = the { $length } before
review-base-day = the day before
review-base-mixed = { $before }, or, with fewer than { $runs } runs there, the first half of the period
review-base-half = the first half of the period
review-base-nothing = nothing: there are too few runs

## Error budgets.

review-budgets-lead = How much of each error budget did the runs of this period use?
review-no-budgets = No run of this period was measured against an objective.
review-budget-axis = error budget used
review-budget-chart = Error budget used: { $subject }
review-budget-used = { $used } of the error budget is used.
review-budget-spent = used up
review-budget-within = within
review-budget-missed = { $missed } of { $runs }
review-budget-bad = { $bad } of { $requests }

## What could not be judged, and where runs tell little.

review-noisy-lead = These vary a lot from run to run although nothing changed, so comparing one run with one shows large changes only. Longer runs, leaving out the warm-up, a dedicated machine and more runs in the baseline reduce the noise.
review-no-noisy = No endpoint varies so much from run to run that it hides changes.
review-no-inconclusive = Every run of this period could be judged.

## Promotions.

review-promotions-lead = Which runs became part of a baseline, and what spoke against it.
review-no-promotions = No run became part of a baseline.
review-added = added
review-promoted = promoted
review-removed = removed
review-retired = retired
review-promotion-from = { $action } from { $baseline }

## Method and notes.

review-figures-origin = How the figures came about
review-method-change-points = Levels of each figure are found by seeded binary segmentation and confirmed by a t test between neighbouring levels, corrected for the places searched and for the number of figures: a review in which nothing changed names a change about once in a hundred times. A small step may be found one run off. See docs/methodology.md.
review-method-movers = Medians of two spans of runs that differ by more than three times what the noise from run to run explains. Change points are tested more strictly.
review-method-budgets = Requests that were not good, as a part of what the objective allows for as many requests. Load tests do not spend the users' budget; this is what they would have spent.
review-times = Times
review-method-times = UTC. A run is dated by the start of its test or, where its files do not tell, by when it was saved.
review-command = The command that makes this review again
review-made-by = Made by { $generator } with
review-note-unmeasured = “{ $objective }” of { $subject } is not summed up: no request was measured against it.
review-note-no-budget = “{ $objective }” of { $subject } leaves no error budget to use.
review-note-too-few = The longest series has { $runs } of the { $least } runs that a change of level takes.
review-note-too-few-hint = Review a longer period, or run the test more often.

## The line on the terminal.

review-default-title = Load test review
review-told-levels = levels changed for the worse: { $worse }, for the better: { $better }
review-told = { $runs ->
    [one] { $runs } run; { $levels }
   *[other] { $runs } runs; { $levels }
}
review-told-verdicts = { $runs ->
    [one] { $runs } run: { $verdicts }; { $levels }
   *[other] { $runs } runs: { $verdicts }; { $levels }
}
