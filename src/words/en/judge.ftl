### Findings: what the rules say, and what to do about it.

whole = The run as a whole
requests = { $count ->
    [one] { $count } request
   *[other] { $count } requests
}
