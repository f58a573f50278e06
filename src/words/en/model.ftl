### The nouns: outcomes, measures, reasons why a figure is missing.

error-unknown = error of no known kind
error-network = network error of no known kind
error-url = invalid URL
error-timeout = request timeout
error-dns-unknown = DNS error of no known kind
error-dns-host = DNS: no such host
error-dns-address = DNS: blocked address
error-dns-hostname = DNS: blocked hostname
error-tcp-unknown = TCP error of no known kind
error-tcp-pipe = TCP: broken pipe on write
error-tcp-network = TCP: unknown network error
error-tcp-dial = TCP: dial error
error-tcp-dial-timeout = TCP: dial timeout
error-tcp-refused = TCP: connection refused
error-tcp-dial-unknown = TCP: unknown error at dial
error-tcp-reset = TCP: connection reset by peer
error-tls-unknown = TLS error of no known kind
error-tls-authority = TLS: certificate of unknown authority
error-tls-hostname = TLS: certificate does not match the hostname
error-packed = response could not be decompressed
error-general = general error
error-dns = DNS error
error-tcp = TCP error
error-tls = TLS error
error-http2 = HTTP/2 error
error-grpc = gRPC { $status }, { $name }
error-grpc-unknown = gRPC { $status }, unknown status
error-http-4xx = HTTP { $status }, intended or not
error-other = not a code of k6 that is known here
failures-all = { $total ->
    [one] the only response is of the kind { $kinds }
   *[other] all { $total } responses are { $kinds }
}
failures-undeclared = undeclared 4xx
failures-undeclared-count = { $count } undeclared 4xx
failures-server = server errors
failures-server-count = { $count } server errors
failures-transport = transport errors
failures-transport-count = { $count } transport errors
list-two = { $first } and { $last }
threshold-just-beyond = { $aggregate } was just beyond its limit, { $limit }
threshold-numbers = { $aggregate } was { $measured }, limit { $limit }
threshold-limit = The limit of { $aggregate } is { $limit }
missing-no-iteration = no iteration was started
workload-open = open model
workload-closed = closed model
missing-no-latency = no request has a latency
missing-histogram-max = a histogram does not keep the longest latency
missing-percentile = the file holds no p({ $percent })
missing-never-written = every request failed before it was sent
missing-no-request = there was no request
missing-no-length = the judged window has no length
missing-not-drawn = only the endpoints that stand out are drawn over time
missing-summary-percentile = the summary holds no p({ $percent })
note-reruns = { $name } was merged from { $runs } runs that were made one after the other: how much runs differ by themselves cannot be seen in it any more, and its slices of time are coarse.
note-reruns-hint = Merging is for load generators that ran at the same time. Give reruns one by one: `perfreport compare BASE… --run R1 --run R2`.
commits-one = base and run are of one commit, { $commit }
commits-no-tag = no tag `{ $tag }` in { $run }: record runs with `--tag { $tag }="$(git rev-parse HEAD)"`
commits-no-name = the tag `{ $tag }` of { $run } is no name of a commit
bucket-above = above { $latency }
bucket-up-to = up to { $latency }
missing-no-reason = the file gives no reason
