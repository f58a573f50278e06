### 실행 리포트: 템플릿의 제목, 열 이름, 설명.

## 모든 페이지에 있는 말

page-kind = 부하 테스트 리포트
page-skip = 발견 사항으로 건너뛰기
page-sections = 섹션
page-note = 각주 { $number }
page-notes = 참고
page-copy = Markdown으로 복사
page-copied = 복사했습니다
page-csv = CSV로 저장
page-filter = 엔드포인트 검색
page-time = 차트를 가리키거나 ←, → 키를 누르면 값이 보입니다. 드래그하거나 +, − 키를 누르면 시간 축을 확대·축소하고, Esc 키나 더블 클릭으로 전체를 다시 봅니다.
page-foot = { $generator }이(가) 작성했습니다. 이 페이지는 파일 하나로 되어 있으며 외부에서 아무것도 불러오지 않습니다.

## 여러 표에 있는 열

column-priority = 우선순위
column-action = 조치
column-owner = 담당
column-due = 기한
column-time = 시각(UTC)
column-change = 변화
column-change-interval = 변화(95% 신뢰 구간)
column-verdict = 판정
column-endpoint = 엔드포인트
column-requests = 요청
column-metric = 메트릭
column-kind = 종류
column-meaning = 의미
column-status = 상태 코드
column-code = 코드
column-condition = 조건
base-figure = 기준 { $figure }

## 머리말

head-look-first = 먼저 볼 곳
head-evidence = 근거 보기
head-run = 실행
head-against = 비교 대상
head-versus = · 기준
head-no-base = 기준 없음
head-judged = 판정 구간
head-size = 규모
head-see-also = 관련 링크
head-full-report = 전체 리포트
head-charts = 차트는 이 파일 옆의 [charts/](charts/)에 있습니다.

## 발견 사항

findings-why = 판정 이유
findings-title = 발견 사항
findings-more = … 외 발견 사항 { $count }건
findings-more-short = … 외 { $count }건
findings-measured = 측정값
findings-also-measured = 그 밖의 측정값
finding-evidence = 근거: { $title }
finding-measure = 지표
finding-figures = 수치
finding-interval = 95% 신뢰 구간
finding-chance = 우연일 확률
finding-row = 이 엔드포인트의 전체 수치
certainty-title = 판정의 확실성
glance-title = 실행 요약
not-tested-title = 검정하지 않음
not-tested-kinds = 수치 { $count }종: <a href="#not-tested">목록과 이유</a>

## 변화

changes-title = 변화
changes-figures = 수치
changes-by-endpoint = 엔드포인트별 수치
changes-lead = 어느 엔드포인트가 얼마나 달라졌는지 보여 줍니다. { $tally }. 각 칸에는 기준 → 실행 값이 있고, 그 뒤에 변화와 95% 신뢰 구간(다시 실행하면 나올 범위)이 있습니다. 가장 나빠진 엔드포인트부터 표시합니다.
changes-lead-short = { $tally }. 기준 → 실행, 이어서 변화와 95% 신뢰 구간입니다. 가장 나빠진 엔드포인트부터 표시합니다.
changes-requests = 요청 수 { $requests }
changes-latency = 지연 시간 변화
changes-by-itself = 엔드포인트별로 검정함
changes-not-tested = 검정하지 않음
changes-more = … 외 발견 사항이 없는 엔드포인트 { $count }개
changes-quiet = 발견 사항이 없는 엔드포인트
changes-key = 막대는 95% 신뢰 구간이며, 로그 눈금입니다.
changes-sparkline = 이름 아래의 선은 0부터 그린 시간별 p95입니다.
changes-sparkline-compared = 이름 아래의 선은 0부터 그린 시간별 p95이며, 회색은 기준입니다.
key-slower = 느려짐(발견 사항)
key-with-the-rest = 전체와 함께 변함
key-too-small = 무시할 만한 변화

## 메트릭

metrics-title = 스크립트의 메트릭
metrics-nav = 메트릭
metrics-caption = 스크립트의 메트릭(각 메트릭의 단위)
metrics-folded = 반복, 그룹, 단계 전체
metrics-folded-caption = 반복, 그룹, 단계(각 메트릭의 단위)

## 결과

outcomes-title = 결과
outcomes-lead = 정상(ok)이 아닌 요청의 비율을 보여 줍니다.
outcomes-lead-compared = 정상(ok)이 아닌 요청의 비율을 보여 줍니다. 위가 기준, 아래가 실행입니다.
outcomes-column = 결과
outcomes-share = 요청 비율
outcomes-by-class = 분류별
statuses-title = 전체 요청의 HTTP 상태 코드
statuses-label = HTTP 상태 코드
codes-title = 전체 요청의 오류 코드
codes-title-k6 = 전체 요청의 k6 오류 코드
codes-label = 오류 코드
codes-column = 오류 코드
codes-column-k6 = k6 오류 코드

## SLO

slos-nav = SLO
slos-title = SLO와 오류 예산
slos-more = … 외 달성한 목표 { $count }개
slos-met = 달성한 목표
slos-lead = { $tally }. 이 실행이 계속된다면 각 목표가 오류 예산을 얼마나 소진할지 보여 줍니다.
slos-objective = 목표
slos-result = 결과
slos-good = 양호한 요청
slos-axis = 오류 예산의 배수
slos-meaning = 의미
slos-key-objective = 목표(1×이면 예산을 정확히 소진)
slos-key = 수염은 95% 신뢰 구간입니다.
slos-servers = 서버에 대한 목표
slos-measured = 측정값
slos-bound = 한도
slos-none = 설정된 목표(SLO)가 없습니다. <code>perfreport.toml</code>에 <code>[[slo]]</code>를 추가하면(예: <code>p95 = "500ms"</code>, <code>success = "99.9%"</code>) 이 실행이 오류 예산을 얼마나 소진할지 여기에 표시합니다.
slos-none-short = 설정된 목표(SLO)가 없습니다. `perfreport.toml`에 `[[slo]]`를 추가하면(예: `p95 = "500ms"`) 이 실행이 오류 예산을 얼마나 소진할지 여기에 표시합니다.

## 꼬리 지연

capacity-title = 처리 용량
capacity-question = p95가 평소 수준을 벗어나기 전까지 부하를 얼마나 견딥니까?
capacity-lead = 이 실행은 부하가 점점 늘어났습니다. 점 하나는 한 구간이며, 음영은 p95가 수준을 벗어난 부하의 95% 신뢰 구간입니다.
capacity-lead-level = 이 실행은 부하가 점점 늘어났습니다. 점 하나는 한 구간입니다.
capacity-knee = p95는 { $load }까지 { $level } 수준을 유지했고(95% 신뢰 구간: { $low }~{ $high }), 그 뒤로 상승했습니다.
capacity-knee-rate = 그 부하에서 처리량은 { $rate }였습니다.
capacity-level = p95는 최고 부하인 { $load }까지 { $level } 수준을 유지했습니다. 한계에는 도달하지 않았습니다.
capacity-gradual = p95는 가장 낮은 부하부터 { $load }까지 계속 상승했습니다. 유지한 수준이 없습니다.
capacity-base-knee = 기준에서는 { $load }까지 수준을 유지했습니다.
capacity-base-level = 기준에서는 최고 부하인 { $load }까지 수준을 유지했습니다.
capacity-base-both = 기준에서는 { $load }까지 수준을 유지했고, 일부 실행은 최고 부하인 { $highest }까지 유지했습니다.
capacity-axis-users = 가상 사용자
capacity-axis-rate = 초당 요청 수
tail-title = 꼬리 지연
tail-question = 가장 느린 요청이 얼마나 느린지 보여 줍니다.
tail-lead = 알려진 백분위수별 지연 시간을 로그 눈금으로 표시합니다. 눈금은 그래프마다 다릅니다.
tail-lead-compared = 알려진 백분위수별 지연 시간(기준과 실행)을 로그 눈금으로 표시합니다. 눈금은 그래프마다 다릅니다.
tail-range = 기준 실행의 범위
tail-each = 엔드포인트별
tail-none = 알려진 백분위수가 없습니다.

## 타임라인

time-title = 타임라인
time-incidents = 인시던트
time-none-k6 = 테스트 종료 요약에는 타임라인이 없습니다. 시간에 따른 지연 시간, 처리량, 오류를 보려면 원시 데이터가 필요합니다. 다음 명령으로 기록합니다.
time-none = 요약에는 타임라인이 없습니다. 시간에 따른 지연 시간, 처리량, 오류를 보려면 모든 요청이 담긴 파일이 필요합니다.
time-none-short = 타임라인: 테스트 종료 요약에는 타임라인이 없습니다.
time-record = `k6 run --out json=points.json.gz script.js`로 기록할 수 있습니다.

## 포화

saturation-title = 포화
saturation-lead = 실행이 느렸을 때 서버에서 가득 찼거나 증가한 자원이 있는지 보여 줍니다.
saturation-no-cause = 여기서 원인을 단정하지는 않습니다. 지연 시간과 함께 증가한 자원은 먼저 살펴볼 곳입니다.
saturation-resources = 포화될 수 있는 모든 자원
saturation-signal = 지표
saturation-part = 항목
saturation-moved = 변화(기준 산포의 배수)
saturation-moved-head = 변화<span class="figures">(기준 산포의 배수)</span>
saturation-follows = 함께 움직인 지표
saturation-table-key = 각 수치는 판정 구간 안의 시간 구간별 값이며 기준 → 실행 순서입니다. ρ는 나빠진 지표와의 스피어만 순위 상관 계수로, 가장 잘 맞는 시차에서 구합니다(1이면 함께 오르내림). ‘차분’은 구간 사이의 변화량으로 구한 값이라 공통 추세 때문에 높아지지 않습니다.
saturation-no-rows = 포화될 수 있는 자원의 메트릭이 없습니다.
saturation-none = 풀, CPU, 힙, 가비지 컬렉션, 큐의 상태는 서버만 알 수 있습니다. 이 섹션에는 실행 시간대의 Prometheus range export가 필요합니다. 다음 옵션으로 지정합니다.
saturation-path = PATH는 range export 폴더나 파일, 또는 <code>perfreport fetch</code>의 출력입니다.
saturation-none-short = 포화를 보려면 실행 시간대의 Prometheus range export가 필요합니다. `--prometheus PATH`로 export 폴더나 파일, 또는 `perfreport fetch`의 출력을 지정합니다.

## 서버

servers-title = 서버
servers-lead = 서버가 집계한 요청률, 오류, 처리 시간을 요청이 많은 엔드포인트부터 기준 → 실행으로 보여 줍니다. 클라이언트에는 보이고 서버에는 보이지 않는 시간은 그 사이의 큐, 연결, 네트워크에서 쓰인 시간입니다.
servers-red = 서버가 집계한 요청률, 오류, 처리 시간
servers-client = 클라이언트: { $name }
servers-more = … 외 엔드포인트 { $count }개
servers-more-label = 서버의 나머지 엔드포인트
servers-charts = 서버에서 본 주요 엔드포인트의 타임라인
servers-none = 엔드포인트별로 요청을 집계하는 메트릭이 없습니다.

## 엔드포인트

endpoints-title = 엔드포인트
endpoints-label = { $endpoint }의 지연 시간
endpoints-charts = { $endpoint }의 차트
endpoints-caption = 지연 시간({ $unit })
endpoints-percentile = 백분위수
endpoints-others = 다른 엔드포인트
endpoints-q = 검정 횟수를 보정한 p 값(예상되는 오탐 비율)
endpoints-detectable = 감지할 수 있는 최소 변화
endpoints-back = 표로 돌아가기
endpoints-none = 이 파일로는 엔드포인트를 구분할 수 없습니다. 요청에 <code>name</code> 태그를 달고 각 이름을 임계값에 적으면(예: <code>"http_req_duration{ "{" }name:GET /api/orders{ "}" }": ["p(95)&lt;800"]</code>) 요약에 엔드포인트별 수치가 들어갑니다. 원시 데이터에는 임계값이 없어도 들어 있습니다.
endpoints-none-short = 이 파일로는 엔드포인트를 구분할 수 없습니다. 요청에 `name` 태그를 달고 각 이름을 임계값에 적습니다. 원시 데이터에는 임계값이 없어도 수치가 들어 있습니다.

## 체크와 임계값

checks-title = 체크
checks-title-k6 = 체크와 k6 임계값
checks-check = 체크
checks-that-passed = 성공
checks-that-failed = 실패
checks-share = 실패율
checks-base = 기준
checks-fails = 실패
checks-none = 스크립트에 체크가 없습니다.
thresholds-label = 임계값
thresholds-caption = k6가 판정한 임계값
thresholds-crossed = 위반
thresholds-held = 충족
thresholds-no-samples = 표본 없음

## 방법

method-title = 판정 방법과 데이터 품질
method-nav = 판정 방법
method-verdict = 판정 과정
method-validity = 비교 가능 여부
method-settings = 적용된 설정
method-files = 실행과 파일
method-column-started = 시작
method-column-duration = 소요 시간
method-column-tool = 도구
method-column-load = 부하
method-column-files = 파일
method-command = 이 리포트를 다시 만드는 명령
method-made-by = { $generator }이(가) 다음 명령으로 작성했습니다.

## 풀 리퀘스트 댓글

comment-note = 참고: { $note }
comment-foot = `perfreport render`를 실행하면 `verdict.json`에서 전체 리포트를 다시 만듭니다

## 차트

chart-log-scale = { $title }(로그 눈금)
chart-latency = 지연 시간, ms
chart-percentile = 요청의 백분위수(로그 눈금)
chart-change = 기준 대비 실행의 지연 시간 변화, %(로그 눈금); 막대: 95% 신뢰 구간
chart-missed-unsure = 미달, 우연일 수 있음
chart-objective = 목표
chart-time = 시작 후 경과 시간, mm:ss
chart-time-hours = 시작 후 경과 시간, h:mm:ss
calendar-title = 날짜(UTC), { $years }년
calendar-month = { $month ->
    [Jan] 1월
    [Feb] 2월
    [Mar] 3월
    [Apr] 4월
    [May] 5월
    [Jun] 6월
    [Jul] 7월
    [Aug] 8월
    [Sep] 9월
    [Oct] 10월
    [Nov] 11월
   *[Dec] 12월
}
calendar-month-of = { $year }년 { $month }
calendar-weekday = { $weekday ->
    [Mon] 월
    [Tue] 화
    [Wed] 수
    [Thu] 목
    [Fri] 금
    [Sat] 토
   *[Sun] 일
}
calendar-day = { $month } { $day }일
calendar-weekday-day = { $month } { $day }일({ $weekday })
