### The report of a run: headings, columns and captions of its templates.

## What every page says

page-kind = load test report
page-skip = Skip to the findings
page-sections = Sections
page-note = note { $number }
page-notes = Notes
page-copy = Copy as Markdown
page-copied = Copied
page-csv = Save as CSV
page-filter = Show endpoints with
page-time = Point at a chart, or use ← and →, to read its values. Drag, or press + and −, to zoom in time; Esc or a double click shows everything again.
page-foot = Written by { $generator }. This page is one file: nothing in it is loaded from elsewhere.

## Columns that several tables have

column-priority = Priority
column-action = Action
column-owner = Owner
column-due = Due
column-time = Time, UTC
column-change = change
column-change-interval = change, 95 % interval
column-verdict = verdict
column-endpoint = Endpoint
column-requests = requests
column-metric = Metric
column-kind = Kind
column-meaning = Meaning
column-status = Status
column-code = Code
column-condition = Condition
base-figure = base { $figure }

## The head

head-look-first = Look first at
head-evidence = Go to the evidence
head-run = Run
head-against = Against
head-versus = against
head-no-base = no base
head-judged = Judged
head-size = Size
head-see-also = See also
head-full-report = Full report
head-charts = The charts are files beside this one, in [charts/](charts/).

## Findings

findings-why = Why
findings-title = Findings
findings-more = { $count ->
    [one] … and { $count } more finding
   *[other] … and { $count } more findings
}
findings-more-short = … and { $count } more
findings-measured = Measured
findings-also-measured = Also measured
finding-evidence = Evidence: { $title }
finding-measure = measure
finding-figures = figures
finding-interval = 95 % interval
finding-chance = chance
finding-row = All figures of this endpoint
certainty-title = How sure is this?
glance-title = The run at a glance
not-tested-title = Not tested
not-tested-kinds = { $count ->
    [one] { $count } kind of figures: <a href="#not-tested">which, and why</a>.
   *[other] { $count } kinds of figures: <a href="#not-tested">the list, with reasons</a>.
}

## Changes

changes-title = Changes
changes-figures = Figures
changes-by-endpoint = Figures by endpoint
changes-lead = Which endpoints moved, and by how much? { $tally }. Each cell shows base → run, then the change with its 95 % interval: where a rerun would land. Worst first.
changes-lead-short = { $tally }. Base → run, then the change with its 95 % interval; worst first.
changes-requests = { $requests } requests
changes-latency = change of latency
changes-by-itself = tested endpoint by endpoint
changes-not-tested = not tested
changes-more = { $count ->
    [one] … and { $count } more endpoint, with no finding
   *[other] … and { $count } more endpoints, with no finding
}
changes-quiet = Endpoints with no finding
changes-key = Bars are 95 % intervals; the scale is logarithmic.
changes-sparkline = The line under a name is p95 over time, from zero.
changes-sparkline-compared = The line under a name is p95 over time, from zero; the base is grey.
key-slower = slower (finding)
key-with-the-rest = moved with the rest
key-too-small = too small to matter

## Metrics

metrics-title = Metrics of the script
metrics-nav = Metrics
metrics-caption = Metrics of the script, in their own units
metrics-folded = Iterations, groups and phases as a whole
metrics-folded-caption = Iterations, groups and phases, in their own units

## Outcomes

outcomes-title = Outcomes
outcomes-lead = What share of the requests was not ok?
outcomes-lead-compared = What share of the requests was not ok, base above run?
outcomes-column = Outcome
outcomes-share = share of requests
outcomes-by-class = By class
statuses-title = HTTP statuses of all requests
statuses-label = HTTP statuses
codes-title = Error codes of all requests
codes-title-k6 = k6's error codes of all requests
codes-label = Error codes
codes-column = Error code
codes-column-k6 = Error code of k6

## SLOs

slos-nav = SLOs
slos-title = SLOs and error budget
slos-more = { $count ->
    [one] … and 1 more objective, which is met
   *[other] … and { $count } more objectives, which are met
}
slos-met = The objectives that are met
slos-lead = { $tally }. How much of its error budget would each objective spend if the run went on?
slos-objective = Objective
slos-result = Result
slos-good = Good requests
slos-axis = × of the error budget
slos-meaning = What it means
slos-key-objective = objective (1× spends the budget exactly)
slos-key = Whiskers are 95 % intervals.
slos-servers = Objectives on the servers
slos-measured = Measured
slos-bound = Bound
slos-none = No objective is set. Put an <code>[[slo]]</code> into <code>perfreport.toml</code>, for example <code>p95 = "500ms"</code> or <code>success = "99.9%"</code>, and this section shows how much of its error budget the run would spend.
slos-none-short = No objective is set. An `[[slo]]` in `perfreport.toml`, for example `p95 = "500ms"`, shows here how much of its error budget the run would spend.

## The tail

capacity-title = Capacity
capacity-question = How much load does it bear before p95 leaves its level?
capacity-lead = The load of this run grew. Each dot is a slice of time, and the shaded area is the 95 % interval of the load at which p95 left its level.
capacity-lead-level = The load of this run grew. Each dot is a slice of time.
capacity-knee = p95 kept its level of { $level } up to { $load } (95 % interval: { $low } to { $high }) and rose beyond that.
capacity-knee-rate = At that load it completed { $rate }.
capacity-level = p95 kept its level of { $level } up to the highest load, { $load }: the limit was not reached.
capacity-gradual = p95 rose from the lowest load on, up to { $load }: there is no level that it left.
capacity-base-knee = In the base it kept its level up to { $load }.
capacity-base-level = In the base it kept its level up to the highest load, { $load }.
capacity-base-both = In the base it kept its level up to { $load }, in some runs up to the highest load, { $highest }.
capacity-axis-users = virtual users
capacity-axis-rate = requests per second
tail-title = Tail
tail-question = How slow are the slowest requests?
tail-lead = Latency at each known percentile, on log scales. Each panel has its own.
tail-lead-compared = Latency at each known percentile, base and run, on log scales. Each panel has its own.
tail-range = range of the base runs
tail-each = Endpoint by endpoint
tail-none = No percentiles are known.

## Over time

time-title = Over time
time-incidents = Incidents
time-none-k6 = An end-of-test summary has no time line: latency, throughput and errors over time need raw points. Record them with
time-none = A summary has no time line: latency, throughput and errors over time need a file that holds every request.
time-none-short = Over time: an end-of-test summary has no time line.
time-record = `k6 run --out json=points.json.gz script.js` records one.

## Saturation

saturation-title = Saturation
saturation-lead = Was anything on the servers full, or did it rise, when the run was slow?
saturation-no-cause = Nothing here is called a cause: what rose together with latency is a place to look at first.
saturation-resources = Everything that can fill up
saturation-signal = Signal
saturation-part = What of it
saturation-moved = Moved, × the base's spread
saturation-moved-head = Moved, <span class="figures">× the base's spread</span>
saturation-follows = Follows
saturation-table-key = Each figure is base → run, over the slices of the judged window. ρ is Spearman's rank correlation with what got worse, at the lag that fits best (1: they rise and fall together); “on differences” is that of the changes from slice to slice, which a common trend does not raise.
saturation-no-rows = None of the metrics is about something that can fill up.
saturation-none = Pools, CPU, heap, garbage collection and queues are the servers' to tell: this section needs a Prometheus range export of the run's time window. Give it with
saturation-path = PATH is a folder of range exports, a file, or what <code>perfreport fetch</code> wrote.
saturation-none-short = Saturation needs a Prometheus range export of the run's time window: `--prometheus PATH`, a folder of exports, a file, or what `perfreport fetch` wrote.

## Servers

servers-title = Servers
servers-lead = Rate, errors and duration as the servers counted them, the busiest endpoint first, base → run. Time that the client saw and the server did not was spent between them: in queues, connections and the network.
servers-red = Rate, errors and duration as the servers counted them
servers-client = client: { $name }
servers-more = { $count ->
    [one] … and { $count } more endpoint
   *[other] … and { $count } more endpoints
}
servers-more-label = More endpoints of the servers
servers-charts = The busiest over time, as the servers saw them
servers-none = None of the metrics counts requests by endpoint.

## Endpoints

endpoints-title = Endpoints
endpoints-label = Latency of { $endpoint }
endpoints-charts = Charts of { $endpoint }
endpoints-caption = Latency in { $unit }
endpoints-percentile = Percentile
endpoints-others = other endpoints
endpoints-q = p value after correction for the number of tests: the expected share of false alarms
endpoints-detectable = smallest visible change
endpoints-back = Back to the table
endpoints-none = The file does not tell endpoints apart. Give requests a <code>name</code> tag, and name each in a threshold, such as <code>"http_req_duration{ "{" }name:GET /api/orders{ "}" }": ["p(95)&lt;800"]</code>: the summary then holds its figures. Raw points hold them without thresholds.
endpoints-none-short = The file does not tell endpoints apart. Give requests a `name` tag, and name each in a threshold; raw points hold them without thresholds.

## Checks and thresholds

checks-title = Checks
checks-title-k6 = Checks and k6 thresholds
checks-check = Check
checks-that-passed = passed
checks-that-failed = failed
checks-share = share failed
checks-base = in the base
checks-fails = fails
checks-none = The script holds no checks.
thresholds-label = Thresholds
thresholds-caption = Thresholds, as k6 judged them
thresholds-crossed = crossed
thresholds-held = held
thresholds-no-samples = no samples

## Method

method-title = Method and data quality
method-nav = Method
method-verdict = How the verdict came about
method-validity = Can these runs be compared?
method-settings = Settings in force
method-files = Runs and files
method-column-started = Started
method-column-duration = Duration
method-column-tool = Tool
method-column-load = Load
method-column-files = Files
method-command = The command that makes this report again
method-made-by = Made by { $generator } with

## The comment on a pull request

comment-note = Note: { $note }
comment-foot = `perfreport render` makes the full report again from `verdict.json`

## Charts

chart-log-scale = { $title } (log scale)
chart-latency = latency, ms
chart-percentile = percentile of requests (log scale)
chart-change = change of latency, base to run, in % (log scale); bars: 95 % interval
chart-missed-unsure = missed, may be chance
chart-objective = objective
chart-time = time since the start, mm:ss
chart-time-hours = time since the start, h:mm:ss
calendar-title = time in UTC, { $years }
calendar-month = { $month }
calendar-month-of = { $month } { $year }
calendar-weekday = { $weekday }
calendar-day = { $day } { $month }
calendar-weekday-day = { $weekday } { $day } { $month }
