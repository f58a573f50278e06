### 판정 규칙이 알리는 내용과 조치.

whole = 테스트 전체
requests = 요청 { $count }건

## 판정 대상.

subject-whole = 전체 요청
subject-endpoints = 모든 엔드포인트
subject-small-endpoints = 나머지 엔드포인트
subject-check = 체크: { $path }
subject-check-title = 체크 “{ $path }”
judged-metric = 메트릭: { $name } { $measure }
judged-untested-errors = 의도하지 않은 오류
judged-untested-undeclared = 선언되지 않은 4xx

measure-mean = 평균
indicator-error-share = 의도하지 않은 오류율
indicator-undeclared-share = 선언되지 않은 4xx 비율
indicator-very-slow-share = 매우 느린 요청 비율
indicator-failed-share = 체크
indicator-throughput = 처리량
indicator-non-zero-share = 비율
indicator-per-second = 초당
indicator-threshold = 임계값: { $metric } { $expression }
indicator-failed-requests = 실패한 요청
indicator-failed-checks = 실패한 체크
indicator-burst = 오류 급증
indicator-failed-in-incidents = 인시던트에서 실패한 요청
indicator-time-slow-by-far = 현저히 느린 시간
objective-success = { $share } 의도하지 않은 오류 없음
objective-latency = { $share } { $within } 이내
