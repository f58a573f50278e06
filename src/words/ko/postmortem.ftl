### 포스트모템.

## 제목과 이름.

postmortem-title-of-run = 포스트모템: { $run }
postmortem-draft = 초안
postmortem-skip = 요약으로 건너뛰기
postmortem-eyebrow = 포스트모템
postmortem-filled-in = 데이터로 알 수 있는 내용만 채웠으며, 빈칸은 팀이 채웁니다. 대상은 시스템이며 사람이 아닙니다.
postmortem-filled-in-line = 데이터로 알 수 있는 내용만 채웠으며, 빈칸은 팀이 채웁니다. 대상은 시스템이며 사람이 아닙니다.
postmortem-status = 상태
postmortem-severity = 심각도
postmortem-commits = 커밋
postmortem-summary = 요약
postmortem-impact = 영향
postmortem-timeline = 타임라인
postmortem-evidence = 증거
postmortem-together = 함께 증가한 지표
postmortem-trigger = 트리거
postmortem-factors = 기여 요인
postmortem-well = 잘된 점
postmortem-luck = 운이 따른 점
postmortem-recurrence = 재발 여부
postmortem-whys = 5 Whys
postmortem-actions = 조치 항목
postmortem-checklist = 종료 전 확인 사항
postmortem-checklist-short = 확인 사항
postmortem-method = 방법

postmortem-elapsed = 테스트 경과
postmortem-event = 사건
postmortem-shown-by = 확인할 곳
postmortem-type = 유형
postmortem-why = 근거
postmortem-ticket = 티켓

postmortem-blank = 빈칸. { $reason }
postmortem-for-team = 팀이 작성: { $question }
postmortem-made-with = { $command }(으)로 만들었습니다. 각 수치의 산출 방법은 docs/methodology.md에 있습니다.
postmortem-no-owner = 지정 필요(`--owner`)
postmortem-no-base = 기준 실행이 주어지지 않음
postmortem-nothing-worse = 예상보다 나빠진 점이 발견되지 않음
postmortem-no-objective = 정의된 목표(SLO) 없음
postmortem-all-requests = 전체 요청
postmortem-day = { $year }년 { $month ->
    [Jan] 1
    [Feb] 2
    [Mar] 3
    [Apr] 4
    [May] 5
    [Jun] 6
    [Jul] 7
    [Aug] 8
    [Sep] 9
    [Oct] 10
    [Nov] 11
   *[Dec] 12
}월 { $day }일

## 심각도.

postmortem-no-criteria = 설정되지 않음: 심각도 기준은 perfreport.toml의 `[[postmortem.severity]]`에 정의(docs/configuration.md 참고)
postmortem-slow-not-counted = 두드러지는 구간이 없어 느린 요청 수를 알 수 없음
postmortem-no-burn-rate = 측정된 목표 없음
postmortem-severity-unknown = { $level } 여부는 알 수 없음: { $reason }
postmortem-severity-none = 없음: { $levels }의 기준에 해당하지 않음
postmortem-severity-requests = 요청의 { $share }이(가) 실패했거나 느림({ $least } 이상)
postmortem-severity-duration = 지속 시간 { $duration }({ $least } 이상)
postmortem-severity-burn-rate = { $objective }의 소진율 { $rate }({ $least } 이상)

## 영향.

postmortem-fact-duration = 지속 시간
postmortem-fact-detect = 탐지까지 걸린 시간
postmortem-fact-mitigate = 완화까지 걸린 시간
postmortem-fact-recover = 복구까지 걸린 시간
postmortem-fact-requests = 요청
postmortem-fact-budget = 오류 예산
postmortem-fact-users = 사용자와 비즈니스
postmortem-no-users = 부하 테스트에는 사용자가 없으므로, 실제 사용자에게 미쳤을 영향은 팀이 작성해야 함
postmortem-no-objective-for-budget = 정의된 목표(SLO) 없음: docs/configuration.md의 [[slo]] 참고
postmortem-duration-of-window = 판정 구간에서 두드러지는 부분이 없으며, 판정 구간의 길이는 { $window }입니다
postmortem-duration = { $windows ->
    [1] { $duration }
   *[other] { $windows }개 구간에서 { $duration }
}
postmortem-requests-of-run = { $requests }건 중 { $bad }건이 의도치 않게 실패
postmortem-requests-of-incident = 인시던트 중 { $requests }건: 실패 { $bad }건, 느림 { $slow }건
postmortem-all-of-them = 전체
postmortem-budgets-met = 목표 { $count }개 충족
postmortem-budgets-others-met = 그 밖의 목표 { $count }개 충족
postmortem-budget-spent = { $objective }: 양호한 요청이 { $good }로, 같은 요청 수에 허용된 오류 예산의 { $rate }배를 소진
postmortem-budget-lasts = 이 속도라면 { $window } 예산이 { $days } 만에 소진
postmortem-budget-in-incident = 인시던트 중에는 { $rate }배

## 걸린 시간.

postmortem-no-beginning = 시작으로 볼 만한 시점이 없음
postmortem-no-objective-caught-it = 이를 포착할 목표(SLO)가 정의되어 있지 않으며, 언제 알아챘는지는 사람만 알 수 있음
postmortem-no-objective-missed = 그 이후 미달한 목표가 없으며, 언제 알아챘는지는 사람만 알 수 있음
postmortem-no-action = 데이터에 조치가 나타나지 않음: 언제 무엇을 했는지는 사람만 알 수 있음
postmortem-not-over = 값이 평소 수준으로 돌아오기 전에 테스트가 끝남
postmortem-detected-before = 0초: 첫 이상보다 먼저 목표에 미달
postmortem-detected-after = 첫 이상부터 목표 미달까지 { $duration }. 언제 알아챘는지는 사람만 알 수 있음
postmortem-recovered-after = 첫 이상부터 오류와 지연 시간이 이 실행의 평소 수준으로 돌아올 때까지 { $duration }

## 타임라인.

postmortem-timeline-lead = 시각은 UTC이며, 실행의 구간이나 서버 표본의 간격만큼 정확합니다. 시각이 없는 행은 알림이나 대화의 링크와 함께 채우십시오.
postmortem-start = 시작
postmortem-deviation = 첫 이상
postmortem-resource = 자원
postmortem-detection = 목표(SLO)로 탐지
postmortem-peak = 정점
postmortem-people = 사람
postmortem-recovery = 복구
postmortem-end = 종료
postmortem-shown-load = 부하
postmortem-shown-latency = 지연 시간
postmortem-shown-errors = 오류
postmortem-shown-servers = 서버
postmortem-shown-error-share = 오류 { $share }
postmortem-test-began = 부하 테스트가 시작되었습니다.
postmortem-test-ended = 부하 테스트가 끝났습니다.
postmortem-window-began = 판정 구간이 시작되었습니다: { $window }.
postmortem-noticed = 누군가 알아챘습니다.
postmortem-acted = 이에 대한 조치를 했습니다.
postmortem-from-the-start = 두드러지는 시점이 없으며, 판정 구간의 처음부터 이 상태였습니다.
postmortem-no-time-line = 요약에는 시계열이 없음(원시 데이터에는 있음)
postmortem-no-moment = 실행의 특정 부분에 한정되지 않음
postmortem-only-people = 사람만 알 수 있음
postmortem-peak-errors = { $subject }: { $width } 구간에서 요청의 { $share }이(가) 실패했습니다.
postmortem-peak-latency = { $subject }: { $width } 구간에서 p95가 { $latency }였습니다.
postmortem-back = 오류와 지연 시간이 이 실행의 평소 수준으로 돌아왔습니다.
postmortem-ended-before = 값이 평소 수준으로 돌아오기 전에 테스트가 끝났습니다.
postmortem-full-first = { $resource }이(가) 처음으로 가득 찼습니다.
postmortem-left-level = { $resource }: { $signal } { $value }(기준: 최대 { $base }).
postmortem-missed = { $subject }: 판정 구간의 시작부터 누적한 값이 이 시점부터 목표({ $objective })에 미달했습니다.

## 증거.

postmortem-no-evidence = 빈칸. 테스트 종료 요약에는 시계열이 없습니다(원시 데이터에는 있습니다).
postmortem-together-lead = 여기에 나온 것은 원인으로 단정하지 않으며, 지연 시간이나 오류와 함께 증가한 지표를 먼저 살펴볼 곳으로 제시합니다.

## 트리거, 기여 요인, 잘된 점, 운.

postmortem-ask-trigger = 트리거는 무엇이었습니까? 배포, 설정, 작업, 트래픽 중 무엇입니까?
postmortem-ask-factors = 무엇 때문에 발생하거나 악화되거나 길어졌으며, 다시 그럴 수 있습니까?
postmortem-ask-well = 그 밖에 알림, 폴백, 런북 등 제대로 작동한 것은 무엇입니까?
postmortem-ask-luck = 더 나빠질 수 있었지만 운 덕분에 피한 것은 무엇입니까?
postmortem-nothing-differs = 데이터로는 트리거를 알 수 없음: 기록된 항목 중 기준과 다른 것이 없음
postmortem-no-base-to-differ-from = 데이터로는 트리거를 알 수 없음: 비교할 기준 실행이 없음
postmortem-no-factors = 데이터에 나타나지 않음
postmortem-nothing-held = 데이터에 잘된 점이 나타나지 않음
postmortem-no-luck = 데이터에 나타나지 않음: 테스트 내내 모든 요청에 영향을 미침
postmortem-other-commits = 기준과 후보 실행의 커밋이 다릅니다: { $commits }.
postmortem-other-tags = 기준과 다른 태그: { $tags }.
postmortem-other-script = 부하 스크립트가 기준과 다릅니다.
postmortem-rose = { $resource }이(가) 함께 증가했습니다.
postmortem-rose-and-full = { $resource }이(가) 함께 증가했고, { $duration } 동안 가득 찼습니다.
postmortem-spared = 엔드포인트 { $all }개 중 { $count }개는 영향을 받지 않았습니다. { $endpoints }에 대한 발견 사항이나 인시던트는 없습니다.
postmortem-stayed-met = 목표 { $all }개 중 { $count }개는 계속 충족되었습니다: { $objectives }.
postmortem-recovered-alone = 데이터상 아무 조치 없이, 테스트가 진행되는 동안 오류와 지연 시간이 이 실행의 평소 수준으로 돌아왔습니다.
postmortem-hit-only = 전체 요청의 { $share }인 { $subject }만 영향을 받았습니다.
postmortem-lasted = 판정한 { $window } 중 { $duration } 동안 지속되었습니다.

## 재발 여부.

postmortem-endpoint-never-hit = { $since } 이후의 이전 실행 { $runs }회 중 가장 심각한 발견 사항에 { $endpoint }이(가) 나온 실행은 없으며, 미달한 목표도 없습니다.
postmortem-never-hit = { $since } 이후의 이전 실행 { $runs }회 중 실패한 실행은 없습니다.
postmortem-endpoint-hit = { $since } 이후의 이전 실행 { $runs }회 중 { $hit }회에서 { $endpoint }이(가) 가장 심각한 발견 사항에 나왔거나 목표에 미달했습니다.
postmortem-hit = { $since } 이후의 이전 실행 { $runs }회 중 { $hit }회가 실패했습니다.
postmortem-last-hit = 가장 최근 실행: { $run }.
postmortem-commit = 커밋 { $commit }

## 5 Whys.

postmortem-whys-lead = 각 답변이 다음 질문으로 이어집니다. 데이터는 단서를 제시하고, 답변은 사람이 작성합니다.
postmortem-answer = 답변:
postmortem-what-noticed = 무엇을 알아챘으며, 이 실행의 데이터에는 왜 나타나지 않았습니까?
postmortem-why-worse = { $subject }은(는) 왜 나빠졌습니까?
postmortem-why-so = 왜 그렇게 되었습니까?
postmortem-why-uncontained = 제한, 타임아웃, 폴백 등으로 왜 차단되지 않았습니까?
postmortem-why-unnoticed = 왜 더 일찍 알아채지 못했습니까?
postmortem-why-released = 원인이 된 변경이 왜 사전에 걸러지지 않았습니까?
postmortem-hint-unknown = 데이터로는 알 수 없습니다: { $reason }.
postmortem-hint-level = 기준 수준을 넘지 않음: { $resources }.
postmortem-hint-timeouts = 요청 { $requests }건이 서비스의 타임아웃이 아닌 클라이언트의 타임아웃으로 끝났습니다.
postmortem-hint-server-errors = 요청 { $requests }건에 5xx로 응답했습니다.
postmortem-hint-no-objective = 알림의 기준으로 삼을 목표(SLO)가 정의되어 있지 않습니다.
postmortem-hint-met = 모든 목표가 충족되어, 어떤 목표로도 드러나지 않습니다.
postmortem-hint-missed = 목표 { $objectives }개 중 { $missed }개에 미달했습니다. 미달한 시점은 타임라인에 있습니다.
postmortem-hint-tags = 테스트 대상: { $tags }.
postmortem-hint-base = 비교 대상: { $base }.

## 조치 항목과 확인 사항.

postmortem-actions-lead = 수치에서 도출한 논의용 제안입니다. P0은 다음 릴리스 전에, P1은 그 후에 처리합니다.
postmortem-no-actions = 예상보다 나빠진 점이 발견되지 않아, 수치상 필요한 조치가 없습니다.
postmortem-prevent = 예방
postmortem-detect = 탐지
postmortem-mitigate = 완화
postmortem-action-prevent = { $subject }이(가) 다시 이렇게 나빠지지 않도록 방지
postmortem-action-alert = { $subject }의 증상에 알림 설정: 목표 대비 오류 또는 지연 시간
postmortem-action-watch = { $resource }을(를) 관찰하고 한도 결정
postmortem-action-mitigate = { $subject }의 완화 방법 합의: 롤백, 부하 차단, 폴백
postmortem-action-ci = 이 부하 테스트를 CI에서 베이스라인과 비교해 실행
postmortem-evidence-no-action = 데이터에 조치가 나타나지 않음
postmortem-evidence-verdict = 이 실행에 대한 판정은 { $verdict }
postmortem-good-run = 정상 실행
postmortem-check-same-load = 수정한 버전을 같은 부하로 실행했고, 그 리포트를 여기에 연결했습니다.
postmortem-check-compare = 그 실행과 { $base }의 perfreport compare 결과가 PASS입니다.
postmortem-check-objective = { $endpoint }의 목표가 perfreport.toml에 있습니다.
postmortem-check-resource = 그 실행에서 { $resource }이(가) 기준 수준을 유지합니다.
postmortem-check-alert = 훈련에서 증상에 대한 알림이 울립니다.
postmortem-check-actions = 위의 모든 조치에 담당과 기한이 있습니다.
