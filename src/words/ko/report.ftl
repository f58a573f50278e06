### The report of a run: what its parts say.

## Words and marks

moment-pattern = %Y-%m-%d %H:%M UTC
mark-slower = 느려짐
mark-faster = 빨라짐
mark-with-the-rest = 전체와 함께
mark-more = 증가
mark-fewer = 감소
mark-less = 감소
mark-higher = 높아짐
mark-lower = 낮아짐
figure = { $value }
figure-above = > { $value }

## The first screen

head-names-counted = { $names } (실행 { $runs }개)
head-unnamed-base = 기준
head-requests = 요청 { $count }건
head-requests-not-counted = 요청 수 집계되지 않음
head-no-requests = HTTP 요청 없음
head-without-endpoints = { $requests }, 엔드포인트 구분 없음
head-with-endpoints = { $requests }, 엔드포인트 { $endpoints }개
head-nothing-judged = 판정한 것이 없으며, 측정값만 표시합니다.
head-nothing-found = 나빠진 항목이 발견되지 않았습니다.
head-unlisted-findings = 발견 사항 { $findings }개는 여기에 나열하지 않았으며 verdict.json에 있습니다.
head-unlisted-improvements = 개선 { $improvements }개는 여기에 나열하지 않았으며 verdict.json에 있습니다.
head-unlisted = 발견 사항 { $findings }개와 개선 { $improvements }개는 여기에 나열하지 않았으며 verdict.json에 있습니다.

## The main figures

tile-throughput = 처리량
tile-iterations = 반복
tile-errors = 의도하지 않은 오류

## How sure the verdict is

certainty-no-comparison = 비교 없음
certainty-no-comparison-short = 비교 없음: { $reason }
certainty-provisional = 잠정 판정
certainty-provisional-text = 기준 실행이 하나뿐이므로 실행 간 편차는 측정값이 아니라 가정한 값입니다. 기준 실행이 늘어날수록 판정이 더 확실해집니다.
certainty-provisional-short = 잠정 판정: 기준 실행이 하나뿐이므로 실행 간 잡음은 측정하지 않고 가정함
certainty-weaker = 약한 근거
certainty-weaker-text = 지연 시간은 요약에서 읽은 몇 개의 백분위수이며 분포가 아닙니다. 소수 요청의 느린 꼬리 지연과 짧은 멈춤은 볼 수 없습니다. 이를 보려면 원시 데이터를 기록하십시오.
certainty-weaker-short = 요약에서 얻은 근거는 약함: 소수 요청의 꼬리 지연과 짧은 멈춤은 볼 수 없음
certainty-validity = 유효성
certainty-validity-short = 유효성: { $text }
certainty-sensitivity = 민감도
seen-range = { $low }~{ $high }
seen-whole = 이보다 작은 변화는 드러나지 않을 수 있습니다: 전체 요청 { $size } (p95).
seen-endpoint = 이보다 작은 변화는 드러나지 않을 수 있습니다: 개별 엔드포인트 { $size } (p95).
seen-endpoint-and-all = 이보다 작은 변화는 드러나지 않을 수 있습니다: 개별 엔드포인트 { $size }, 전체 { $all } (p95).
seen-metric = 이 비교에서 볼 수 있는 최소 변화: { $metric }({ $measure }) { $size }.

## What did not change for the worse

measured-errors = 의도하지 않은 오류 { $figures }
measured-intended-4xx = 의도된 4xx { $figures }
measured-undeclared-4xx = 선언되지 않은 4xx { $figures }
measured-throughput = 처리량 { $figures }
measured-checks-passed = 체크 { $count }건 모두 통과
measured-checks-failed = 실패한 체크 { $figures }

## Footnotes

footnote-only-base = 기준에만 있는 엔드포인트
footnote-no-quantile = 평균은 백분위수가 아님
footnote-no-means = 리포트는 평균이 아니라 백분위수만 보관함
footnote-may-hold-4xx = 의도된 4xx나 선언되지 않은 4xx가 포함될 수 있음: 요약은 이를 오류와 구분하지 않음
footnote-errors-may-hold-4xx = 의도하지 않은 오류에 의도된 4xx나 선언되지 않은 4xx가 포함될 수 있음: 요약은 이를 오류와 구분하지 않음
footnote-not-tested = 검정하지 않음: { $reason }

## Whose latency a figure is

population-failures = { $how }: 지연 시간은 이 응답들의 값
population-expected = 예상한 응답
population-expected-counted = 예상한 응답 { $count }건
population-all = 전체 응답
population-all-counted = 전체 응답 { $count }건
population-figure = { $name } { $latency }
population-differs = { $expected }의 지연 시간; { $all }의 지연 시간은 { $figures }
population-differs-unknown = { $expected }의 지연 시간; { $all }의 지연 시간은 이와 다름

## Changes

change-all-endpoints = 모든 엔드포인트 공통
change-of = { $subject }의 변화
change-question = 각 엔드포인트의 지연 시간은 얼마나 변했습니까?
change-range = 눈금선 { $first }~{ $last }
change-shared-by = 엔드포인트 { $endpoints }개의 공통 변화
change-no-finding = 발견 사항 없음
tally-slower = 느려짐 { $count }개
tally-faster = 빨라짐 { $count }개
tally-slower-with-the-rest = 전체와 함께 느려짐 { $count }개
tally-faster-with-the-rest = 전체와 함께 빨라짐 { $count }개
tally-no-finding = 발견 사항 없음 { $count }개
tally-not-tested = 검정하지 않음 { $count }개
finding-good-requests = 양호한 요청

## Outcomes

class-intended-4xx = 의도된 4xx
class-undeclared-4xx = 선언되지 않은 4xx
class-server-error = 서버 오류(5xx)
class-timeout = 타임아웃
class-transport-error = 전송 오류
class-unclassed = 의도하지 않은 오류(분류 없음)
class-sides = { $class } 기준 { $base }, 실행 { $run }
side-base = 기준
side-run = 실행
outcomes-axis = 정상이 아닌 요청의 비율, %
outcomes-of = { $subject }에서 정상이 아닌 요청
outcomes-question = 정상이 아닌 요청의 비율은 얼마입니까?
outcomes-all-ok = 모든 요청이 정상이었습니다.
outcomes-quiet = 엔드포인트 { $endpoints }개에는 그런 요청이 없었습니다.
outcomes-quiet-in-part = 엔드포인트 { $endpoints }개는 그런 요청이 알려져 있지 않습니다. 파일에는 모든 요청의 엔드포인트가 나와 있지 않습니다.
outcomes-cut = 그런 요청이 있는 엔드포인트 { $endpoints }개는 표시하지 않았습니다.
outcomes-unknown = { $rows }개 행의 결과는 알 수 없습니다.
codes-cut = 더 드문 코드 { $codes }개는 표시하지 않았습니다.
status-no-answer = 응답 없음(타임아웃, 연결 거부, 연결 재설정, DNS, TLS)
status-1xx = 정보
status-2xx = 성공
status-3xx = 리디렉션
status-4xx = 클라이언트 오류
status-5xx = 서버 오류
status-unknown = HTTP 상태 코드 아님

## Objectives

objective-met = 달성
objective-missed = 미달
objective-missed-unsure = 미달(우연일 수 있음)
objective-missed-hardly-measured = 미달성, 표본 부족
objective-series-met-one = { $window } 동안 달성
objective-series-met = { $window } 동안 시계열 { $all }개 모두 달성
objective-series-missed-one = { $window } 중 { $seconds } 동안 한도를 벗어남
objective-series-missed = 시계열 { $all }개 중 { $missed }개 미달성, 가장 나쁜 것은 { $window } 중 { $seconds } 동안 한도를 벗어남
objective-not-measured = 측정되지 않음
objective-axis = 소진한 오류 예산, 목표가 허용하는 양의 배수(1×이면 정확히 모두 소진)
objective-spent = 소진한 오류 예산: { $objective }
objective-burn = 오류 예산의 { $times }배를 소진합니다.
objective-burn-within = 오류 예산의 { $times }배를 소진합니다. 95% 신뢰 구간 { $low }~{ $high }.
objective-question = 각 목표(SLO)는 오류 예산을 얼마나 소진합니까?
objective-tally = 목표(SLO) { $all }개 중 { $met }개 달성
objective-tally-missed = 미달 { $count }개
objective-tally-unsure = 미달(우연일 수 있음) { $count }개
objective-tally-not-measured = 측정되지 않음 { $count }개
objective-counts = 요청 { $total }건 중 { $bad }건이 목표에 미치지 못함
objective-counts-estimated = 요청 { $total }건 중 약 { $bad }건이 목표에 미치지 못함(백분위수로 추정)
objective-budget-untouched = { $days }일 예산을 전혀 소진하지 않았습니다
objective-budget-share = { $days }일 예산의 { $share }을(를) 소진합니다
objective-budget-lasts = 이 속도라면 { $days }일 예산이 { $time } 만에 소진됩니다
objective-settle = 요청이 약 { $count }건 있으면 확실해집니다

## The tail

tail-of = { $subject }의 꼬리 지연은 어느 정도입니까?
tail-limit = SLO: { $objective }
tail-limit-at = { $limit }, { $latency }.
tail-run = 실행: { $figures }.
tail-base = 기준: { $figures }.
tail-cut = 나머지 엔드포인트 { $endpoints }개의 곡선은 그리지 않았습니다. p50, p95, p99는 첫 번째 표에 있습니다.
tail-unknown = { $rows }개 행의 백분위수는 알 수 없습니다.

## Endpoints

detail-rest = … 외 엔드포인트 { $endpoints }개: 측정값은 verdict.json에 있습니다.
detail-over-time = 시간에 따른 p95와 요청
detail-by-percentile = 백분위수별 지연 시간
detail-longest = 최댓값
detail-errors = 의도하지 않은 오류: 요청 { $total }건 중 { $bad }건, 기준({ $base_total }건 중 { $base_bad }건)에서 예상되는 값은 { $expected }건; q{ $q }.
detail-all-responses = 지연 시간은 빠른 실패를 포함한 모든 응답의 값입니다. 원본 데이터가 이를 구분하지 않습니다.
detail-whole-test = 지연 시간은 워밍업을 포함한 전체 테스트의 값입니다. 파일에 더 좁은 구간의 값이 없습니다.
detail-not-tested = 검정하지 않음: { $measure }: { $reason }.

## What was not tested

untested-more = … 외 { $count }개
untested-in-file = verdict.json에 모두 있습니다
untested-of = { $subject }의 { $measure }
untested-of-endpoints = 엔드포인트 { $count }개의 { $measure }

## Checks and thresholds

load-tool-thresholds = 부하 도구의 임계값은 읽지 않습니다. perfreport.toml의 목표(SLO)가 같은 역할을 합니다.
threshold-none = 스크립트에 설정된 임계값이 없습니다.
threshold-none-in-points = 원시 데이터에는 임계값이 없습니다. 같은 실행의 요약과 한 폴더에 두십시오.
threshold-rest = 임계값 { $count }개는 나열하지 않았습니다. 실패한 것이 먼저 나옵니다.
check-rest = 체크 { $count }개는 나열하지 않았습니다. 실패한 것이 먼저 나옵니다.
base-threshold-not-judged = 판정하지 않음
base-threshold-held = 충족
base-threshold-crossed = 초과
base-threshold-crossed-in = { $all }개 중 { $crossed }개에서 초과

## Metrics of the script

metric-rest = 메트릭 { $count }개는 여기에 나열하지 않았으며 verdict.json에 있습니다.
metric-not-judged = 판정하지 않음
metric-improved = 개선
metric-good = { $figures }: 좋음
metric-needs-improvement = { $figures }: 개선 필요
metric-poor = { $figures }: 나쁨
metric-range = { $least }~{ $most }
metric-share-of = { $count }건 중 { $share }
metric-share = 비율
metric-per-second = 초당

## Method

fact-window = 구간
fact-window-text = { $window }; 그 밖의 구간은 판정하지 않습니다.
fact-base-runs = 기준 실행 수(k)
fact-base-runs-one = 1: 실행 간 잡음은 정해 둔 사전값이며, 판정은 잠정적입니다.
fact-base-runs-many = { $runs }: 실행 간 잡음을 이 실행들에서 추정합니다.
fact-candidates = 후보 실행 수
fact-candidates-paired = { $runs }: 각각 바로 앞뒤에 수행한 기준 실행과 비교합니다.
fact-candidates-together = { $runs }: 함께 판정합니다.
fact-evidence = 근거
fact-evidence-percentiles = 요약에 있는 백분위수를 로그로 비교합니다. 요약에 드러나지 않는 순간적인 몰림을 고려하여 분산을 3배로 잡습니다.
fact-evidence-distributions = 양쪽의 모든 요청입니다. 분위수를 비교하며, 느린 요청이 적으면 기준의 분위수보다 느린 요청을 세어 예상 건수와 비교합니다.
fact-population = 지연 시간 모집단
fact-population-expected = 예상한 응답과, 걸린 시간 그대로의 타임아웃이며 양쪽이 같습니다.
fact-population-mixed = 원시 데이터는 예상한 응답과 걸린 시간 그대로의 타임아웃이고, 요약은 예상한 응답이며 엔드포인트별로는 모든 응답입니다.
fact-population-summary = 양쪽이 같으며, 요약의 엔드포인트별 값은 모든 응답을 포함합니다.
fact-tests = 다중 검정
fact-tests-text = q는 같은 종류의 검정한 값 전체에 Benjamini–Hochberg 보정을 적용한 p 값으로, 발견 사항 중 예상되는 오탐의 비율입니다.
fact-intervals = 신뢰 구간
fact-intervals-text = 95%: 다시 실행하면 값이 나올 범위입니다.
fact-sensitivity-power = 검정력 80%를 기준으로 합니다.
fact-load-model = 부하 모델
fact-load-model-unknown = 알 수 없음({ $reason })
fact-load-model-same = 양쪽 모두 { $model }.
fact-load-model-different = 기준 { $base }, 실행 { $run }.
validity-unchecked = 확인할 수 없음: { $reason }
setting-latency = 지연 시간의 최소 변화
setting-errors = 오류율의 최소 변화
setting-throughput = 처리량의 최소 감소
setting-shift = PASS가 되려면 볼 수 있어야 하는 공통 변화
setting-noise-run = 전체 실행의 사전 잡음(τ)
setting-noise-endpoint = 엔드포인트 하나의 사전 잡음(τ)
setting-noise-endpoint-text = p50 { $median }, p99 { $tail }
setting-base-runs = 사용하는 기준 실행의 최대 수
run-window = { $window } ({ $length })
run-window-unknown = { $window } (길이 알 수 없음: { $reason })
run-users = 가상 사용자 { $count }명
run-iterations = 반복 { $count }회
run-dropped = 누락된 반복 { $count }회
