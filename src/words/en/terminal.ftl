### The terminal, and the comment on a change.

## The terminal

terminal-no-base = { $run } · no base
terminal-against = { $run } against { $base }
terminal-more-findings = … and { $count ->
        [one] 1 more finding
       *[other] { $count } more findings
    }
terminal-more-improvements = … and { $count } more for the better, see the report
terminal-look-first = Look first at: { $text }
terminal-endpoint = endpoint
terminal-more-endpoints = … and { $count ->
        [one] 1 more endpoint
       *[other] { $count } more endpoints
    } in the report
terminal-more-footnotes = … and more in the report
terminal-also-measured = Also measured: { $figures }
terminal-not-tested = not tested  { $what }: { $reason }
terminal-more-not-tested = not tested  … and { $count } more, see the report
terminal-note = note: { $text }
terminal-more-notes = … and { $count ->
        [one] 1 more note
       *[other] { $count } more notes
    } in the report
terminal-metric = metric
terminal-more-metrics = … and { $count ->
        [one] 1 more metric
       *[other] { $count } more metrics
    } in the report

## The comment

comment-no-finding = { $endpoints ->
        [one] 1 endpoint
       *[other] { $endpoints } endpoints
    } with no finding
comment-no-finding-first = { $endpoints ->
        [one] 1 endpoint
       *[other] { $endpoints } endpoints
    } with no finding; the first { $shown }
comment-left-out = The full report has { $endpoints ->
        [one] 1 more endpoint
       *[other] { $endpoints } more endpoints
    }.
comment-axis = change, { $low } to { $high }
