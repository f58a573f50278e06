### 서버 쪽 리포트와 타임라인.

## 타임라인

time-slices = { $seconds }초 단위 구간입니다. 첫 구간과 마지막 구간은 완전하지 않아 요청률이 없습니다.
time-wide = 백분위수를 구하기에 요청이 너무 적으면 더 넓은 구간을 씁니다: { $parts }.
time-wide-part = { $part } { $seconds }초
time-wide-heat = 지연 시간 분포는 { $seconds }초 단위 구간으로만 알 수 있습니다.
time-wide-users-and-heat = 가상 사용자 수와 지연 시간 분포는 { $seconds }초 단위 구간으로만 알 수 있습니다.
time-not-judged = 회색 영역은 판정하지 않습니다.
time-base-none = 기준에는 타임라인이 없습니다.
time-base-newest = 가는 점선은 기준 실행 { $all }개 중 최근 { $drawn }개이며, 판정 구간의 시작에 맞췄습니다.
time-base = 가는 점선은 기준이며, 판정 구간의 시작에 맞췄습니다.
time-slow = 언제 느렸습니까?
time-load = 부하는 얼마나 있었습니까?
time-errors = 언제 요청이 정상(ok)이 아니었습니까?
time-heat = 전체가 느려졌습니까, 일부 요청만 느려졌습니까?
time-heat-described = 시간과 지연 시간에 따른 요청 분포입니다. 요청이 많을수록 색이 진합니다.
time-no-errors = 모든 요청이 정상(ok)이어서 오류 차트는 없습니다.
time-endpoint = { $endpoint }: 언제 느렸고 얼마나 바빴습니까?
time-spark = 시간별 p95  { $bars }  { $least } … { $most }
shade-errors = 인시던트: 오류
shade-tail = 인시던트: 꼬리 지연
shade-warm-up = 워밍업, 판정 제외
shade-not-judged = 판정 제외

## 타임라인 차트의 그래프와 선

panel-p95 = p95, ms
panel-server-p95 = 서버 p95, ms
panel-requests = 초당 요청 수
panel-users = 가상 사용자(VU)
panel-errors = { $slice ->
    [1] 초당 오류 수
   *[other] { $slice }초당 오류 수
}
panel-intended = { $slice ->
    [1] 초당 의도된 4xx 수
   *[other] { $slice }초당 의도된 4xx 수
}
panel-error-share = 오류율, %
panel-heat-cell = 칸당 요청 { $range }건
panel-load-generator = 부하 생성기: { $title }
panel-parts = { $used }, { $waiting }
panel-limit = 한계 { $limit }
panel-limit-full = { $limit }, { $window } 중 { $spent } 동안 가득 참
panel-described = { $what }: { $least }에서 { $most } 사이
panel-errors-described = { $outcome }: { $count }건, { $at }에 최다({ $most }건)
limit-beyond = { $limit }, 눈금 범위 밖
line-base-p95 = 기준 p95
line-p95-whole = 전체 요청의 p95
line-described = { $name }: { $least }에서 { $most } 사이, { $at }에 최고

## 포화될 수 있는 자원

saturation-question = 실행이 느렸을 때 무엇이 변했습니까?
saturation-axis = 시간 축은 실행 타임라인과 같습니다.
saturation-bar = 그래프 위의 막대는 자원이 모두 사용 중이던 시간입니다.
saturation-rest = … 외 자원 { $count }개는 표에만 있습니다.
saturation-base = { $base }의 메트릭과 비교했습니다.
saturation-no-base = 기준 없음: { $reason }.
conclusion-rose = 함께 증가
conclusion-nothing-moved = 변화 없음
conclusion-unknown = 알 수 없음
conclusion-outside = 서버 외부
conclusion-nothing = 설명할 것 없음
clock-applied = { $side ->
    [behind] 서버 시계가 부하 생성기보다 { $size } 느린 것으로 보고 보정했습니다.
   *[ahead] 서버 시계가 부하 생성기보다 { $size } 빠른 것으로 보고 보정했습니다.
}
clock-proposed = { $side ->
    [behind] 서버 시계가 부하 생성기보다 { $size } 느리다고 보면 양쪽의 요청률이 더 잘 맞습니다.
   *[ahead] 서버 시계가 부하 생성기보다 { $size } 빠르다고 보면 양쪽의 요청률이 더 잘 맞습니다.
}
signal-median = 중앙값
signal-highest = 최댓값
amount-cores = 코어
amount-per-second = 초당
movement-unknown = 알 수 없음, 함께 변함
movement-rose = 증가
movement-rose-errors = 오류와 함께 증가
movement-rose-latency = 지연 시간과 함께 증가
movement-level = 변화 없음
movement-fell = 감소
signal-queued = 큐 대기
signal-free = 유휴
signal-timeouts = 타임아웃
follows = { $what }, ρ { $rho }, { $lag }
follows-changes = { $what }, ρ { $rho }, { $lag }; 차분 { $changes }
follows-p95 = p95
follows-errors = 오류
follows-at-once = 동시
follows-later = { $lag } 뒤
follows-earlier = { $lag } 앞
full-for = { $window } 중 { $full } 동안 가득 참
full-for-base = { $window } 중 { $full } 동안 가득 참(기준 { $base })
full-never = 가득 찬 적 없음
full-never-base = 가득 찬 적 없음(기준 { $base })

## 서버에서 본 엔드포인트

servers-rate = 요청률
servers-p95 = 서버 p95
servers-p99 = 서버 p99
servers-client-p95 = 클라이언트 p95
servers-no-match = 실행의 어느 엔드포인트와도 일치하지 않음
servers-both-sides = 클라이언트 p95 { $client }, 서버 p95 { $server }
servers-chart = 서버에서 본 { $endpoint }
servers-rest = … 외 엔드포인트 { $count }개의 수치는 verdict.json에 있습니다.
