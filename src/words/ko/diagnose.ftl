### What the data say of the servers and of an incident.

clock-ahead = 서버의 시계가 부하 생성기보다 { $proposed }초 빠른 것으로 보입니다. 그만큼 옮기면 양쪽의 요청률이 맞습니다. { $applied }초를 뺐습니다.
clock-ahead-hint = 실제로 그렇다면 perfreport.toml에 `[prometheus] clock_offset = "{ $proposed }s"`을(를) 설정하십시오.
red-left-out = { $more ->
    [0] 라우트가 없거나 다른 서비스로 보낸 호출이어서 엔드포인트별로 표시하지 않음: { $signals }.
   *[other] 라우트가 없거나 다른 서비스로 보낸 호출이어서 엔드포인트별로 표시하지 않음: { $signals } 외 { $more }개.
}
red-no-traffic = 요청 수를 세는 신호가 없음
red-no-histogram = 히스토그램을 가진 신호가 없음. 시간대별 백분위수를 합쳐도 전체 구간의 백분위수가 되지 않음
red-no-status = 응답 상태를 알려 주는 신호가 없음
red-no-requests = 이 구간에 요청이 없음
red-no-unit = 지연 시간의 단위를 알 수 없음
red-unlike-buckets = 히스토그램의 버킷 경계가 서로 달라 합칠 수 없음
servers-not-given = 서버 메트릭이 주어지지 않음(`--prometheus`)
servers-no-sample = 서버 메트릭에 표본이 없음
servers-other-time = 판정 구간에 서버 메트릭의 표본이 없음
servers-no-base = 기준이 없음
servers-no-base-metrics = 기준의 메트릭이 주어지지 않음(`--base-prometheus`)
fullness-no-use = 사용량이 측정되지 않음
fullness-no-limit = 한계가 측정되지 않음
movement-constant-zero = 기준이 계속 0이었고 무엇을 측정하는지 알 수 없음
saturation-no-counterpart = 기준에 같은 시계열이 없음
resource-did = { $resource }: { $behaviour }.
conclusion = { $subject }.
look-first-at = 먼저 { $resource }을(를) 확인하십시오: { $behaviour }.
look-then-at = 다음은 { $resource }: { $behaviour }.
nothing-filled-up-shared = { $subject }. 이와 함께 가득 찬 풀, 큐, 기타 측정된 자원은 없습니다. 모든 엔드포인트가 공유하는 것(코드, 쿼리, 외부 호출)과 여기서 측정되지 않은 것을 확인하십시오.
nothing-filled-up = { $subject }. 이와 함께 가득 찬 풀, 큐, 기타 측정된 자원은 없습니다. 해당 엔드포인트 자체(코드, 쿼리, 외부 호출)와 여기서 측정되지 않은 것을 확인하십시오.
no-rule-broken-but = 위반된 규칙은 없지만, { $what }
worse-all-slower = 모든 엔드포인트가 느려졌습니다
worse-incident = 인시던트가 있었습니다
worse-run = 실행이 나빠졌습니다
worse-endpoint = { $endpoint }이(가) 나빠졌습니다
worse-endpoints = { $endpoint } 외 엔드포인트 { $more }개가 나빠졌습니다
servers-did-not-see = { $endpoint }에서 클라이언트가 본 것을 서버는 보지 못했습니다. p95가 클라이언트에서는 { $change } 늘었지만 서버에서는 { $before }에서 { $after }(으)로 바뀌었습니다. 시간은 핸들러 밖(큐, 프록시, 네트워크, 부하 생성기)에서 쓰였습니다.
rose-alone = 지연 시간과 오류는 함께 늘지 않음
rose-by-chance = 늘었지만 신호 { $signals }개 중 하나는 우연히 그럴 수 있음
at-the-level = 기준과 같은 수준
below-the-base = 기준보다 낮음
full = { $window } 중 { $seconds } 동안 가득 참(한계 { $limit })
full-never-in-base = { $window } 중 { $seconds } 동안 가득 참(한계 { $limit }, 기준에서는 없었음)
full-in-base = { $window } 중 { $seconds } 동안 가득 참(한계 { $limit }, 기준에서는 { $base })
level-medians = { $part } { $base } → { $run }(중앙값), 최대 { $highest }
level-p90s = { $part } { $base } → { $run }(90번째 백분위수), 최대 { $highest }
level-median = { $part } { $run }(중앙값), 최대 { $highest }
part-used = 사용 중
part-pending = 대기 중
part-idle = 유휴
part-limit = 한계
part-size = 크기
part-timeouts = 포기
part-time = 시간
rose-together = { $what }과(와) 함께 늘어남(순위 상관 { $correlation })
rose-with-all = 모든 엔드포인트의 지연 시간과 함께 늘어남
followed-errors = 오류율
followed-p95 = { $endpoint }의 p95
