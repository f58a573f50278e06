### 파일을 읽을 때의 알림과 값이 없는 이유.

## 테스트에서 판정하는 부분

window-of-test = 테스트 전체
window-of-scenarios = 시나리오 { $names }
window-of-tags = { $part }, { $tags }만
window-of-later = { $part }(처음 { $first } 제외)
window-of-rest = { $part }, 시나리오 { $names } 제외
window-of-part = { $part }(파일에서 구분된 부분)
window-of-summary = 테스트 전체({ $tool } 요약은 부분을 구분하지 않음)
window-of-summary-without-scenarios = 테스트 전체(이 요약은 시나리오를 구분하지 않음)

## 원시 데이터

points-folded = 엔드포인트가 { $endpoints }개입니다. 요청이 가장 적은 { $folded }개는 "{ $other }"(으)로 묶어 표시합니다.
folded-hint = 스크립트에서 요청에 `name` 태그를 달거나, `[endpoints] routes`에 경로 패턴을 적으십시오.
points-none-judged = 판정 구간에 요청이 없습니다.
points-none-judged-hint = 어떤 시나리오가 있는지 확인하고, perfreport.toml의 `[window] scenarios`나 `warm_up`을 설정하십시오.
points-named-by = 엔드포인트를 { $tag } 태그로 구분했습니다. 판정한 모든 요청에 이 태그가 있고 값은 { $count }개이며, URL 외에 다른 이름이 있는 요청은 없습니다.
points-named-by-hint = perfreport.toml에 `{ $setting }` 설정을 추가하면 고정되고, `{ $usual }` 설정이면 URL로 이름을 짓습니다.
points-left-out = { $of }의 요청 { $count }건을 제외했습니다.
points-unreadable = { $count }줄을 읽을 수 없어 건너뛰었습니다.
points-unreadable-at = { $count }줄을 읽을 수 없어 건너뛰었습니다. 첫 줄은 { $byte }바이트 위치에서 시작합니다.
points-cut-short = 마지막 줄이 잘려 있습니다. k6가 강제로 종료되었을 수 있습니다. 그 앞의 내용은 모두 읽었습니다.
points-dropped = 스크립트 자체 메트릭의 종류가 너무 많아 데이터 포인트 { $count }개를 건너뛰었습니다.
shards-apart = 샤드들의 시작이 { $apart } 차이 나고, 저마다 자신의 처음 { $warm_up }을(를) 제외했습니다.
shards-apart-hint = 원시 데이터에서 한 번에 기록하십시오. 그러면 모두 같은 시각을 기준으로 자릅니다.
shards-same = { $again }의 요청은 { $known }과(와) 같습니다. 한 번만 집계했습니다.

## k6 요약

summary-window-asked = 설정한 시나리오({ $names })만 따로 판정할 수 없습니다. 이 요약은 시나리오를 구분하지 않습니다.
summary-window-mixed = 테스트 전체의 수치에 시나리오 { $names }도 들어 있습니다. 이 요약은 판정할 시나리오를 구분하지 않습니다.
summary-window-hint = 'http_req_duration{ "{" }scenario:{ $scenario }{ "}" }'와 'http_req_failed{ "{" }scenario:{ $scenario }{ "}" }'에 각각 임계값을 두거나, `k6 run --out json=points.json.gz`로 원시 데이터를 기록하십시오.
summary-warm-up = 설정한 warm_up { $warm_up }을(를) 제외하지 못했습니다. 요약은 시간으로 자를 수 없습니다.
summary-warm-up-hint = `k6 run --out json=points.json.gz`로 원시 데이터를 기록하거나, 워밍업을 별도 시나리오로 분리하십시오.
summary-failures-may-be-4xx = 의도하지 않은 오류에 의도된 4xx가 섞여 있을 수 있습니다. http_req_failed는 스크립트가 선언하지 않은 4xx를 모두 세며, 이 요약은 둘을 구분하지 않습니다.
summary-failures-may-be-4xx-hint = 의도한 상태 코드로 `http.setResponseCallback(http.expectedStatuses({ "{" } min: 200, max: 399 { "}" }, 404, 409))`를 호출하거나, 0과 4xx, 5xx에 대해 `'http_reqs{ "{" }status:404{ "}" }': ['count>=0']` 같은 임계값으로 상태 코드를 집계하십시오.
summary-expects-5xx = 스크립트가 예상한 5xx 응답도 의도하지 않은 오류로 집계합니다.
summary-expects-5xx-hint = 의도한 응답이라면 perfreport.toml의 `[outcomes]`에 선언하십시오.
summary-no-endpoints = 엔드포인트가 구분되지 않습니다. 스크립트의 임계값에 요청 이름이 없어 테스트 전체만 판정할 수 있습니다.
summary-no-endpoints-hint = 요청에 태그를 달고(`http.get(url, { "{" } tags: { "{" } name: 'GET /api/orders' { "}" } { "}" })`), 이름마다 임계값 `'http_req_duration{ "{" }name:GET /api/orders{ "}" }': ['p(95)<800']`과 `'http_req_failed{ "{" }name:GET /api/orders{ "}" }': ['rate<0.01']`을 두고, `{ $stats }` 설정을 추가하십시오.
summary-no-endpoints-of-calls = 엔드포인트가 구분되지 않습니다. 스크립트의 임계값에 gRPC 호출 이름이 없어 테스트 전체만 판정할 수 있습니다.
summary-tell-calls-apart = 메서드마다 임계값을 두십시오: `'grpc_req_duration{ "{" }service:shop.Orders,method:Create{ "}" }': ['p(95)<200']`.
summary-set = `{ $setting }` 설정을 추가하십시오.
summary-calls-beside = 테스트 전체의 수치는 HTTP 요청만의 값입니다. gRPC 호출의 백분위수는 여기에 합칠 수 없습니다.
summary-named-by-tag = 엔드포인트를 { $tag } 태그로 구분했습니다. 파일에는 이 태그의 값 { $count }개에 대한 수치가 있고, `name`별 수치는 없습니다.
summary-named-by-tags = 엔드포인트를 { $tags } 태그로 구분했습니다. 파일에는 이 태그들의 값 { $count }개에 대한 수치가 있고, `name`별 수치나 그중 한 태그만의 수치는 없습니다.
summary-other-tag = { $tag }(값 { $count }개)
summary-other-tags = { $tags } 태그별 수치도 있습니다.
summary-named-by-hint = 이 태그로 고정하거나 다른 태그(여러 개도 가능)를 고르려면 perfreport.toml에 `{ $setting }` 설정을 추가하십시오.
summary-wide = 엔드포인트 { $count }개의 수치는 워밍업을 포함한 테스트 전체의 값입니다.
summary-wide-hint = 임계값에 시나리오를 함께 적으십시오: `'http_req_duration{ "{" }{ $selector }{ "}" }'`.
summary-uncounted = 이 파일에는 엔드포인트 { $count }개의 요청 수나 오류 수가 없습니다.
summary-uncounted-hint = `'http_req_duration{ "{" }{ $tags }{ "}" }'`와 같은 태그로 `'http_reqs{ "{" }{ $tags }{ "}" }'`와 `'http_req_failed{ "{" }{ $tags }{ "}" }'`에 각각 임계값을 두십시오.
summary-beyond = 요청이 가장 적은 엔드포인트 { $count }개를 제외했습니다. 요약에서는 요청이 많은 순으로 { $kept }개까지만 남깁니다.
summary-beyond-hint = 이름에 ID가 들어가 달라진다면 요청에 `name` 태그를 다십시오: `http.get(url, { "{" } tags: { "{" } name: 'GET /api/orders/{ "{" }id{ "}" }' { "}" } { "}" })`.
summary-no-p99 = p95를 넘는 꼬리 지연은 판정할 수 없습니다. 요약에 p(99)가 없습니다.
summary-no-p99-machine-readable = machine-readable 요약에는 p(99)가 들어가지 않습니다. 대신 `handleSummary`의 데이터나 `--summary-export` 파일을 쓰십시오.
summary-machine-readable = machine-readable 요약에는 k6 임계값과 그룹이 없어, 어떤 임계값을 넘었는지 알 수 없습니다.
summary-no-checks = 체크 결과를 알 수 없습니다. 파일에 `root_group`이 없습니다.
summary-no-checks-hint = handleSummary의 데이터를 통째로 저장하십시오: `JSON.stringify(data)`.
summary-other-scenarios = { $endpoint }: 시나리오 { $kept }만 판정하고 시나리오 { $others }은(는) 제외했습니다. 서로 다른 시나리오의 백분위수는 합칠 수 없습니다.
summary-other-scenarios-hint = 시나리오 없이 이름만으로 임계값을 추가하십시오.
summary-other-names = { $endpoint }: 이 엔드포인트로 묶인 다른 이름 { $count }개는 제외했습니다. 백분위수는 합칠 수 없어 요청이 가장 많은 이름만 판정합니다.
summary-metrics-left-out = 스크립트 자체 메트릭 { $count }개를 제외했습니다. 요약에서는 { $kept }개까지만 남기며, 하위 메트릭부터 제외합니다.

## 다른 도구의 파일

gatling-percentiles = Gatling 통계에는 어떤 백분위수인지 적혀 있지 않아, 기본값인 50, 75, 95, 99로 보았습니다.
gatling-percentiles-hint = Gatling(3.11 이하)이 `simulation.log`를 텍스트로 남겼다면 그 파일을 지정하십시오. 모든 요청이 들어 있습니다.
locust-hidden-rows = { $count }개 행은 같은 엔드포인트에서 요청이 더 많은 행으로 대신했습니다. 백분위수는 더할 수 없습니다.
locust-hidden-rows-hint = URL에 ID가 들어가는 요청에는 하나의 이름을 주십시오: `self.client.get(url, name="/orders/{ "{" }id{ "}" }")`.
oha-given-up = 테스트 시간이 끝날 때 중단된 요청 { $count }건을 제외했습니다.
artillery-script-errors = 캡처 실패 같은 스크립트 오류 { $count }건은 요청의 오류가 아니므로 집계하지 않았습니다.
hdr-unit = 백분위수 분포에 단위가 없어, 값을 밀리초로 보았습니다.
hdr-unit-hint = 기록할 때 밀리초로 변환하십시오. wrk2는 그렇게 하며, 마이크로초라면 `outputPercentileDistribution(out, 1000.0)`이 변환합니다.

## Prometheus

prometheus-impossible = { $titles }의 표본 { $count }개를 제외했습니다. 음수이거나, 2^63처럼 ‘제한 없음’을 나타내는 값입니다.
prometheus-unknown = { $titles }이(가) 서비스의 무엇을 나타내는지 알 수 없습니다.
prometheus-unknown-hint = `[[prometheus.signals]]`에 적거나, 내용에 맞는 파일 이름(`p99`, `errors`, `pool_active`, `cpu`)을 쓰거나, 역할이 적힌 번들을 지정하십시오.
prometheus-no-zone = { $files }의 시각에 시간대가 없어 UTC로 보았습니다.
prometheus-no-zone-hint = 다른 시간대라면 UTC보다 얼마나 빠른지 적으십시오: `[prometheus] clock_offset = "2h"`.
prometheus-no-exports = { $files }은(는) 알려진 내보내기 형식이 아니어서 제외했습니다.
prometheus-warned = Prometheus가 { $titles }에 대해 경고했습니다: { $warning }.
prometheus-remarked = Prometheus가 { $titles }에 대해 알렸습니다: { $remark }.
prometheus-partial = { $titles }은(는) 일부뿐입니다. 서버가 저장소 전체를 조회하지 못했습니다.
prometheus-partial-hint = 저장소 전체에 접근할 수 있을 때 다시 가져오십시오.
prometheus-no-series = `{ $title }`에 시계열이 없습니다. 그 시간에 쿼리와 일치하는 것이 없었습니다.
prometheus-no-series-hint = 쿼리의 레이블과 시간 범위를 확인하십시오.
prometheus-no-number = `{ $title }`에 숫자가 없습니다. 모든 표본이 NaN이거나 무한대입니다.
prometheus-infinite = `{ $title }`에서 무한대인 표본 { $count }개를 제외했습니다.
prometheus-vmrange = `{ $title }`의 버킷은 `{ $label }` 레이블로 되어 있어 읽지 않습니다.
prometheus-vmrange-hint = `le` 레이블로 버킷을 만드는 `prometheus_buckets(…)`로 조회하십시오.
prometheus-other-time = 서버의 표본 중 테스트 시간에 해당하는 것이 없습니다. 표본은 { $from }부터 { $to }까지이고, 테스트는 { $began }부터 { $ended }까지 실행되었습니다.
prometheus-other-time-hint = 이 테스트의 시간을 내보내거나(`perfreport fetch --run RUN`), 시계가 다르다면 `[prometheus] clock_offset`을 설정하십시오.
prometheus-stats = Prometheus에 있는 k6의 trend stats({ $names })에서 읽었습니다. 테스트 전체의 백분위수뿐이며, 이를 더해 모든 엔드포인트의 백분위수를 구할 수는 없습니다.
prometheus-stats-hint = 네이티브 히스토그램에는 모두 들어 있습니다: `K6_PROMETHEUS_RW_TREND_AS_NATIVE_HISTOGRAM=true k6 run -o experimental-prometheus-rw script.js`.
prometheus-from-k6 = Prometheus에 있는 k6의 { $kind ->
    [native] 네이티브 히스토그램
   *[classic] 히스토그램
}(`{ $title }`)에서 읽었습니다. 지연 시간은 버킷 단위까지만 알 수 있습니다.
prometheus-from-servers = 서버의 { $kind ->
    [native] 네이티브 히스토그램
   *[classic] 히스토그램
}(`{ $title }`)에서 읽었습니다. 지연 시간은 버킷 단위까지만 알 수 있습니다. 기다리다 포기한 요청과 서버에 닿지 못한 요청은 서버에 보이지 않고, 다른 곳에서 호출한 요청도 집계됩니다.
prometheus-from-rates = 값이 초당 비율이라 집계 범위만큼 번집니다. 카운터라면 요청이 끝난 시각을 알 수 있습니다.
prometheus-by-status = 요청의 결과는 `{ $title }`에서 가져왔습니다. 히스토그램은 결과를 구분하지 않으므로 지연 시간은 모든 응답의 값입니다.
prometheus-mismatch = 같은 시간에 k6는 요청 { $client }건을, 서버는 { $servers }건을 집계했습니다.
prometheus-mismatch-hint = 다른 곳에서 호출했거나, 요청이 도중에 실패했거나, 수집되지 않는 서버가 있는지 확인하십시오.
fetch-left-out = 실행이 호출한 경로가 없고 요청 수도 실행 전과 같아 요청하지 않은 서비스 { $count }개: { $names }.
fetch-left-out-hint = --all-services를 쓰면 이 서비스들도 요청합니다.
fetch-all-unknown = { $endpoints } 경로를 가진 서비스가 없어 모든 서비스의 메트릭을 요청했습니다.
fetch-all-busy = 실행이 호출한 경로가 실행 전에도 호출되어 그 밖에 어느 서비스에 닿았는지 알 수 없으므로, 모든 서비스의 메트릭을 요청했습니다.
fetch-all-not-told = 어느 서비스가 요청에 응답했는지 서버가 알려 주지 않아 모든 서비스의 메트릭을 요청했습니다.
fetch-all-hint = --match를 쓰면 테스트한 서비스로 좁힙니다. 예: --match 'namespace="shop"'.
fetch-empty = 요청했으나 결과가 없는 쿼리 { $count }개: { $names }.
fetch-empty-and-more = 요청했으나 결과가 없는 쿼리 { $count }개: { $names } 외 { $more }개.
fetch-empty-hint = 초당 비율은 { $over } 범위로 계산하며 그 안에 표본이 두 개 있어야 합니다. 수집 간격이 더 긴 서버라면 --rate-over를 늘리십시오.

## 비교하는 실행

standard-input = 표준 입력
base-is-candidate = { $base }은(는) { $runs ->
    [one] 후보 실행 자신
   *[other] 후보 실행 중 하나
}이므로 기준에서 제외했습니다.
base-is-candidate-named = { $base }은(는) { $runs ->
    [one] 후보 실행 자신
   *[other] 후보 실행 중 하나
}({ $run })이므로 기준에서 제외했습니다.
base-runs-used = 기준 실행 { $runs }개 중 처음 { $used }개만 사용했습니다(`[compare] max_base_runs`).
pairs-used = { $pairs }쌍 중 처음 { $used }쌍만 사용했습니다(`[compare] max_base_runs`).
run-given-twice = { $run }이(가) 두 번 지정되어 한 번만 집계합니다.
run-given-again = { $run }은(는) { $known }과(와) 같은 실행이므로 한 번만 집계합니다.
recorded-otherwise = { $names }{ $more ->
    [0] { "" }
   *[other] { " " }외 { $more }개 실행
}을(를) 기록할 때의 `{ $setting }` 설정이 지금과 다릅니다. 기록된 내용을 그대로 사용합니다.
recorded-otherwise-hint = 원시 데이터에서 다시 기록하거나(`perfreport record`), 설정을 되돌리십시오.
sides-folded = 엔드포인트가 { $endpoints }개입니다. 요청이 가장 적은 것들 중 { $folded }개를 모든 실행에서 똑같이 "{ $other }"(으)로 묶어 { $base ->
    [0] 판정합니다
   *[other] 비교합니다
}.
base-none-but-candidate = 지정한 기준 실행이 모두 후보 실행 자신입니다. 시작 시각, 요청, 지연 시간이 같습니다.
base-none-left = 남은 기준 실행이 없음
base-none-given = 기준 실행을 지정하지 않음

## 저장소와 이력

baseline-run-left-out = 베이스라인 `{ $name }`의 실행 하나를 제외했습니다: { $problem }
baseline-unreadable = 베이스라인을 읽을 수 없습니다: { $error }
store-verify-says = 조치 방법은 `perfreport store verify`가 알려 줍니다.
store-none-given = 저장소를 지정하지 않음
history-file-left-out = 이력 파일 하나를 제외했습니다: { $error }.
history-file-left-out-hint = git이나 캐시에서 복원하거나 삭제하십시오. `perfreport store verify`로 이런 파일을 모두 볼 수 있고, `--quarantine`은 손상된 파일을 따로 옮깁니다.
history-no-date = 실행에 날짜가 없어 이전 실행을 알 수 없음: { $reason }
history-unreadable = 이력을 읽을 수 없음: { $error }
history-no-earlier-run = 이력에 이 테스트의 이전 실행이 없음(`perfreport compare … --save`로 실행을 남김)

## 이유: 원시 데이터로 알 수 없는 것

untold-none-judged = 판정한 요청이 없음
untold-none-sent = 보낸 HTTP 요청이 없음
untold-window = 판정 구간에 요청이 없음
untold-version-by-points = 원시 데이터에는 k6 버전이 없음
untold-script-by-points = 원시 데이터에는 스크립트가 없음
untold-metric-by-points = 원시 데이터에 `{ $metric }` 없음
untold-with-tags = `{ $metric }` 중 { $tags } 태그가 있는 것이 없음
untold-users-in-window = 판정 구간에 `vus` 없음

## 이유: k6 요약으로 알 수 없는 것

untold-single-responses = 요약에는 개별 응답이 없음
untold-users-by-summary = 요약에는 최소·최대 사용자 수만 있음
untold-submetric = 이 파일에 { $metric } 없음. 임계값을 두면 추가됨
untold-submetric-with-tags = 이 파일에 { $tags } 태그의 { $metric } 없음. 임계값을 두면 추가됨
untold-failed = 파일에 http_req_failed 없음(k6 0.31 미만이거나 setResponseCallback(null) 사용)
untold-never-sampled = 표본이 없음
untold-never-written = 지연 시간이 모두 0임(실제로 전송된 요청이 없음)
untold-never-sampled-or-written = 지연 시간이 모두 0임(표본이 없거나, 실제로 전송된 요청이 없음)
untold-latency = 요약에 이 지연 시간의 수치가 없음
untold-figure = 요약에 { $name } 없음
untold-count = 요약에 개수가 없음. 같은 태그의 http_reqs에 임계값을 두거나 summaryTrendStats에 `count`를 넣으면 추가됨
untold-expected = 응답 { $count }건 중 예상한 응답이 없음
untold-expected-took = 응답 { $count }건 중 예상한 응답이 없음. 실패하는 데 걸린 시간: { $took }
untold-expected-figure = { $name } { $latency }
untold-outcomes-of-calls = gRPC 호출의 결과는 원시 데이터로만 알 수 있음(`k6 run --out json=points.json.gz`)
untold-count-of-calls = gRPC 호출 수가 집계되지 않음. summaryTrendStats에 `count`를 넣으면 추가됨
untold-when = 이 요약에는 테스트 시각이 없음
untold-when-reversed = 요약에 적힌 테스트의 끝 시각이 시작 시각보다 빠름
untold-longer-than-any = 적힌 테스트 시간이 있을 수 없을 만큼 긺
untold-length-of-part = 요약에는 테스트 전체의 길이만 있고 { $part }의 길이는 없음
untold-version-by-shape = 이 형식의 요약에는 k6 버전이 없음
untold-script-by-shape = 이 형식의 요약에는 스크립트가 없음
untold-metric = 파일에 { $name } 없음
untold-largest = 파일에 { $name }의 최댓값이 없고 마지막 값만 있음
untold-duration-and-rate = 파일에 테스트 시간도 초당 비율도 없음

## 이유: 다른 도구의 파일로 알 수 없는 것

untold-duration = 파일에 테스트 시간이 없음
untold-rate = 파일에 초당 요청 수가 없음
untold-percentile = 파일에 백분위수가 없음
untold-it = 파일에 이 값이 없음
untold-bytes = 파일에 바이트 수가 없음
untold-bytes-by-locust = Locust는 응답의 평균 크기만 기록함
untold-outcomes-by-hdr = 백분위수 분포로는 요청의 결과를 알 수 없음
untold-users-by-gatling = Gatling 로그에는 사용자별 시작과 종료만 있고, 이를 합산하지 않음
untold-version-by-gatling = Gatling 로그의 버전은 읽지 않음
untold-by-summary = { $tool } 요약에는 { $what ->
    [when] 테스트 시각이
    [version] 버전이
    [script] 테스트 스크립트가
    [iterations] 반복 횟수가
    [bytes-sent] 송신 바이트 수가
    [users-over-time] 시간별 사용자 수가
   *[users] 사용자 수가
} 없음
untold-by-results = { $tool } 결과에는 { $what ->
    [when] 테스트 시각이
    [version] { $tool } 버전이
    [script] 테스트 스크립트가
    [iterations] 반복 횟수가
    [dropped-iterations] 시작하지 못한 반복 횟수가
    [bytes-received] 수신 바이트 수가
    [bytes-sent] 송신 바이트 수가
    [allocated-users] 할당된 사용자 수가
    [users-over-time] 시간별 사용자 수가
   *[users] 사용자 수가
} 없음

## 이유: Prometheus 시계열로 알 수 없는 것

untold-version-by-series = Prometheus 시계열로는 버전을 알 수 없음
untold-script-by-series = Prometheus 시계열로는 스크립트를 알 수 없음
untold-metric-without-series = `{ $metric }` 시계열이 지정되지 않음
untold-load-by-servers = 서버의 시계열로는 부하 생성기의 동작을 알 수 없음
untold-duration-by-series = Prometheus 시계열로는 테스트 시간을 알 수 없음
untold-bytes-by-series = Prometheus 시계열로는 수신 바이트 수를 알 수 없음
untold-requests-by-series = Prometheus 시계열로는 요청 수를 알 수 없음
untold-requests-without-series = `k6_http_reqs_total` 시계열이 지정되지 않아 요청 수를 알 수 없음
untold-outcomes-without-series = `k6_http_reqs_total` 시계열이 지정되지 않아 요청의 결과를 알 수 없음
untold-percentile-by-series = Prometheus 시계열에 백분위수가 없음
untold-stat = K6_PROMETHEUS_RW_TREND_STATS에 `{ $stat }`이(가) 없음
untold-percentiles-fall = Prometheus 시계열의 백분위수가 커지지 않음
untold-percentiles-together = 여러 엔드포인트의 백분위수는 더할 수 없음
untold-status = 응답의 상태 코드를 알려 주는 시계열이 없음
untold-unit = 이름과 번들에 단위가 적혀 있지 않음
untold-unit-when-recorded = 실행을 기록할 때 알 수 없었음
no-baseline-yet = 베이스라인 `{ $name }`이(가) 아직 없어 제외했습니다.
no-baseline-yet-hint = 좋은 실행이 나오면 추가하십시오: `{ $command }`.
no-such-baseline = 베이스라인 `{ $name }`은(는) 없고 `{ $others }`이(가) 있습니다. 비교하지 않았습니다.
no-such-baseline-hint = `{ $name }`이(가) 맞다면 좋은 실행이 나온 뒤 추가하십시오: `{ $command }`.
