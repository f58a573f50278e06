### What a comparison says of the fitness of a pair, and why something was not tested.

## 비교 쌍에 대한 참고.

uncounted-whole = 요청 수가 없는 파일이 있어 반복(iteration) 수로 대신했습니다.
uncounted-named = { $names }의 요청 수가 없는 파일이 있어 전체 요청을 고르게 나눈 몫이나 반복(iteration) 수로 대신했습니다.
uncounted-metrics = { $names }의 표본 수가 없는 파일이 있어 반복(iteration) 수나 세션 수로 대신했습니다.
uncounted-hint = 스크립트의 `summaryTrendStats`에 `count`를 추가하십시오.
only-candidate = 후보 실행에만 있는 { $names }은(는) 비교하지 않았습니다.
some-base-lacks = 일부 기준 실행에 없는 { $names }은(는) 비교하지 않았습니다.
only-base = 기준에만 있는 { $names }은(는) 비교하지 않았습니다.
whole-too-small = 비교할 만큼 요청이 많은 엔드포인트는 전체의 { $share }입니다. 그래서 실행 전체로도 비교하며, 이때는 트래픽 구성만 바뀌어도 변화로 보일 수 있습니다.
whole-too-few = 이름이 있는 엔드포인트는 요청의 { $share }입니다. 그래서 실행 전체로도 비교하며, 이때는 트래픽 구성만 바뀌어도 변화로 보일 수 있습니다.
whole-alone = 실행 전체로 비교하므로 트래픽 구성만 바뀌어도 변화로 보일 수 있습니다.
whole-hint-k6 = 원시 데이터(raw points)를 기록하거나(`k6 run --out json=points.json.gz`) 스크립트의 임계값에 엔드포인트를 하나씩 지정하십시오.
whole-hint = 부하 도구가 지원한다면 모든 요청이 담긴 파일을 사용하십시오.
few-slices = 요청이 있는 시간 구간이 { $least }개보다 적습니다: { $runs }. 이것으로는 요청이 얼마나 몰리는지 알 수 없어 분산을 독립적인 요청의 { $times }배로 보았고, 오류 급증은 제외하지 않았습니다.
failed-fast = 오류가 { $base }에서 { $run }(으)로 늘어난 동안 p95가 줄었습니다. 요청이 빨리 실패해 지연 시간이 줄어든 것입니다.
intended-moved = 요청 중 의도된 4xx가 { $base }에서 { $run }(으)로 바뀌었습니다. 오류는 아니지만 서비스에 들어온 요청이 달라졌습니다.
undelivered-load = 후보 실행에 더 큰 부하({ $what }: { $change })를 주려 했지만 부하 생성기가 감당하지 못했습니다.
other-script = 양쪽의 부하 스크립트가 다릅니다.
other-tool = 기준은 { $base }(으)로, 후보는 { $run }(으)로 기록했으므로 측정 방식이 다를 수 있습니다.
other-version = 기준은 { $tool } { $base }(으)로, 후보는 { $tool } { $run }(으)로 기록했으므로 클라이언트의 측정 방식이 다를 수 있습니다.
candidate-older = 후보 실행이 기준보다 오래되었습니다({ $started } 시작).
candidate-older-hint = 명령줄에는 기준을 먼저 적습니다.
other-window = 판정 구간이 다릅니다. 기준: { $base }, 후보: { $run }.

## 비교할 수 있는 쌍인지: 점검 항목과 결과.

either = { $first } 또는 { $second }
dropped = { $iterations }건({ $share })
load-users = 최대 VU 수
load-iterations = 초당 시도한 반복 수
check-generator = 부하 생성기가 부하를 감당함
check-generator-dropped = 반복 { $iterations }건 누락, { $share }
check-generator-none = 파일에 누락된 반복(dropped iterations) 없음
check-aborted = 실행이 중단되지 않음
check-aborted-mid-line = 파일이 줄 중간에서 끝남
check-aborted-unknown = { $tool } 파일로는 알 수 없어 실행 길이를 대신 비교함
check-length = 같은 길이
check-length-share = 가장 짧은 기준 실행 길이의 { $share }
check-requests = 같은 수준의 요청 수
check-requests-share = 가장 작은 기준 실행 요청 수의 { $share }
check-model = 같은 부하 모델
check-model-differs = 기준: { $base }, 후보: { $run }
check-model-same = 양쪽 모두 { $model }
check-load = 같은 부하
check-load-change = { $what }: { $change }
check-endpoints = 같은 엔드포인트
check-endpoints-unmatched = 요청의 { $share }에 짝이 없음
check-endpoints-matched = 짝지은 엔드포인트가 요청의 { $share }
check-mix = 같은 트래픽 구성
check-mix-moved = { $difference } 바뀜, 우연으로 설명되는 몫은 { $chance }
check-script = 같은 스크립트
check-script-differs = 내용이 다름
check-script-same = 내용이 같음
check-version = 같은 { $tool } 버전
check-version-seen = { $base }, { $run }
check-window = 같은 구간
check-window-seen = 기준: { $base }, 후보: { $run }

fit-dropped = 부하 생성기가 포화되어 누락된 반복(dropped iterations)이 { $dropped }에 이르므로 지연 시간은 하한입니다.
fit-unread = 후보 실행 파일의 줄 가운데 { $share }를 읽지 못해 건너뛰었습니다. 실패했거나 느렸던 요청이 그 안에 있을 수 있습니다.
fit-cut-short = 후보 실행의 파일이 줄 중간에서 끝납니다. 테스트가 중단되었을 수 있으며 그 이후는 알 수 없습니다.
fit-model = 기준은 { $base ->
    [open] 개방형 모델
   *[closed] 폐쇄형 모델
}, 후보는 { $run ->
    [open] 개방형 모델
   *[closed] 폐쇄형 모델
}로 부하를 주었으므로 지연 시간을 비교할 수 없습니다.
fit-more-load = 후보 실행에 더 큰 부하가 주어졌습니다({ $what }: { $change }). 느려진 것이 코드가 아니라 부하 때문일 수 있습니다.
fit-less-load = 후보 실행에 더 작은 부하가 주어졌습니다({ $what }: { $change }). 느려지지 않았다고 해도 증명되는 것이 거의 없습니다.
fit-tag = 기준은 태그 { $base }, 후보는 태그 { $run }(으)로 엔드포인트 이름을 정합니다. 어느 쪽을 쓸지 perfreport.toml에 지정하십시오: `{ $base_setting }` 또는 `{ $run_setting }`.
fit-few-matched = 요청의 { $share }이(가) 상대 쪽에 없는 엔드포인트의 것입니다. 두 실행은 같은 것을 테스트하지 않습니다.
fit-mix = 트래픽 구성이 바뀌었습니다. 요청의 { $difference }이(가) 다른 엔드포인트로 갔으며 우연으로 설명되는 몫은 { $chance }입니다. 실행 전체의 수치는 비교하지 않고 엔드포인트만 비교합니다.
fit-vanished-one = 후보 실행이 { $name }을(를) 한 번도 호출하지 않았습니다. 기준에서는 요청의 { $share }을(를) 차지했습니다. 이 부분은 전혀 검정하지 않았습니다.
fit-vanished = 후보 실행이 기준 요청의 { $share }을(를) 차지하던 엔드포인트 { $count }개를 한 번도 호출하지 않았습니다: { $names }. 이 부분은 전혀 검정하지 않았습니다.
fit-vanished-name = { $name } ({ $share })
fit-shorter = 후보 실행의 길이가 { $run }입니다(기준은 { $base } 이상). 중단되었을 수 있으며, 도달하지 못한 부분은 검정하지 않았습니다.
fit-shorter-fewer = 후보 실행의 길이가 { $run }(기준은 { $base } 이상), 요청이 { $run_requests }건(기준은 { $base_requests }건 이상)입니다. 중단되었을 수 있으며, 도달하지 못한 부분은 검정하지 않았습니다.
fit-fewer = 후보 실행의 요청이 { $run_requests }건입니다(기준은 { $base_requests }건 이상). 중단되었을 수 있으며, 도달하지 못한 부분은 검정하지 않았습니다.

## 검정하지 않은 이유.

missing-no-base-run = 기준 실행이 없음
missing-models-mixed = 기준 실행 일부는 개방형 모델, 일부는 폐쇄형 모델임
missing-models-differ = 부하 모델이 다르거나 알 수 없음
missing-requests-uncounted = 요청 수를 알 수 없음
missing-no-load = 기준에 부하가 주어지지 않음
missing-base-no-length = 길이가 0인 기준 실행이 있음
missing-no-endpoint = 이름이 있는 엔드포인트가 없음
missing-no-requests = 한쪽에 요청이 없음
missing-nothing-completed = 완료된 요청이 없는 실행이 있음
missing-open-model = 개방형 모델에서는 요청 속도가 입력값임
missing-merged = 차례로 수행한 여러 실행을 합친 실행이 있음
missing-mix-moved = 트래픽 구성이 바뀜
missing-other-load = 두 실행에 주어진 부하가 다름
missing-undeclared = 파일에서 선언되지 않은 4xx와 다른 실패가 구분되지 않음
missing-few = { $what ->
    [samples] 표본
    [executions] 체크 실행
   *[requests] 요청
} { $count }건, { $least }건 필요
missing-few-latencies = 지연 시간이 있는 요청 { $count }건, { $least }건 초과 필요
missing-few-samples = 표본 { $count }건, { $least }건 초과 필요
missing-few-stated = { $what ->
    [samples] 표본
   *[requests] 요청
} { $count }건, 요약에서 { $measure }을(를) 보려면 { $least }건 필요
missing-few-tail = 예상 꼬리 표본 { $count }건, { $least }건 필요
missing-few-tail-longer = 예상 꼬리 표본 { $count }건, { $least }건 필요(실행을 { $times }배 길게 하면 충분)
missing-base-check = 이 체크가 없는 기준 실행이 있음
missing-candidate-check = 이 체크가 없는 후보 실행이 있음
missing-slow-uncounted = 요약에는 느린 요청의 수가 없음
missing-zero = 백분위수가 0 ms임
missing-zero-sample = 백분위수가 0임
missing-no-bound-shared = 양쪽 히스토그램에 공통된 버킷 경계가 없음
missing-wide-bucket = { $bucket } 버킷 안에 { $change }의 변화가 숨을 수 있음({ $bounds } 경계를 추가하면 도움이 됨)
missing-open-bucket = { $bucket } 버킷 안에 어떤 변화든 숨을 수 있음({ $bounds } 경계를 추가하면 도움이 됨)
missing-everywhere = 모든 실행에 이 값이 있는 엔드포인트가 없음
missing-ignored = 설정에 따라 제외(`[[compare.endpoint]]`)
missing-ignored-metric = 설정에 따라 제외(`[[metric]]`)
missing-by-choice = 설정에 따라 판정하지 않음(`[[compare.endpoint]]`)
missing-chosen = 선택했지만 이 실행들은 이 값으로 비교하지 않음
missing-metric-kind = 파일에서 메트릭의 종류를 알 수 없음(`[[metric]]`의 `kind`로 지정)
missing-metric-outcomes = 메트릭에는 결과가 없음
missing-metric-negative = 음수 표본이 있음
missing-metric-uncounted = 요약에 표본 수가 없음
missing-metric-unstated = 요약에 이 값이 없음
missing-metric-count = 파일에 표본 수가 없음
missing-metric-sum = 파일에 집계 값이 없음
missing-metric-nothing = 집계 값이 0인 실행이 있음
missing-metric-figure = 양쪽 실행에 공통으로 있는 값이 없음
