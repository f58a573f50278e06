### 여러 실행의 리뷰와 그 바탕이 되는 추세.

## 제목과 이름.

review-skip = 주요 내용으로 건너뛰기
review-eyebrow = 부하 테스트 리뷰
review-happened = 주요 내용
review-actions = 조치 항목
review-runs-title = 실행
review-trends = 추세
review-change-points = 변화 지점
review-movers = 크게 달라진 값
review-budgets = 오류 예산
review-noisy = 잡음이 큰 엔드포인트
review-inconclusive = INCONCLUSIVE 실행
review-inconclusive-short = INCONCLUSIVE
review-promotions = 베이스라인 반영
review-method = 방법과 참고 사항
review-method-short = 방법

review-why = 근거
review-verdict = 판정
review-commit = 커밋
review-base = 기준
review-requests = 요청
review-errors = 오류
review-figure = 값
review-since = 시작(UTC)
review-with-run = 시작 실행
review-before-after = 이전 → 이후
review-before-now = 이전 → 현재
review-change = 변화
review-noise = 잡음
review-noise-between-runs = 실행 간 잡음
review-budget = 예산
review-used = 사용
review-times-budget = 오류 예산의 배수(×)
review-bad-requests = 불량 요청
review-runs-missed = 미달 실행
review-seen = 실행 하나로 드러나는 최소 변화(약)
review-seen-short = 드러나는 최소 변화
review-runs-column = 실행 수
review-reason = 이유
review-which = 해당 실행
review-baseline = 베이스라인
review-what = 작업
review-who = 작업자
review-objections = 무시한 반대 근거
review-objections-short = 반대 근거
review-no-objections = 없음

## 여러 섹션에서 쓰는 표현.

review-measure = { $measure ->
    [requests] 요청 수
    [rate] 처리량
    [error_share] 의도하지 않은 오류
    [undeclared_4xx_share] 선언되지 않은 4xx
    [max] 최댓값
   *[other] { $measure }
}
review-rose = { $measure } { $size } 증가
review-fell = { $measure } { $size } 감소
review-day = { $month ->
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
}월 { $day }일({ $weekday ->
    [Mon] 월
    [Tue] 화
    [Wed] 수
    [Thu] 목
    [Fri] 금
    [Sat] 토
   *[Sun] 일
})
review-day-of-year = { $year }년 { $day }
review-run = 실행 { $run }
review-run-of-commit = 실행 { $run }(커밋 { $commit })
review-no-reason = 기록된 이유 없음
review-more = 외 { $more }개
review-rest = { $what ->
    [action] 조치 항목
    [budget] 오류 예산
    [change-point] 변화 지점
    [figure] 값
    [mover] 크게 달라진 값
    [reason] 이유
   *[promotion] 베이스라인 반영
} { $more }건은 표시하지 않았습니다.

## 주요 내용.

review-runs = 실행 { $runs }회
review-before = 비교를 위해 { $day }부터의 실행 { $runs }회를 함께 표시합니다.
review-no-run = 이 기간에는 실행이 없었습니다.
review-no-change = 이 기간에 수준이 바뀐 값이 없습니다.
review-only-better = 나빠진 값은 없으며, { $levels }개 값의 수준이 좋아졌습니다.
review-step = . { $run }부터 { $before }에서 { $after }(으)로 바뀌었습니다({ $day }).
review-steps = . { $run }부터 { $before }에서 { $after }(으)로 바뀌었습니다({ $day }). 함께 바뀐 값: { $others }.
review-budget-up = 오류 예산 소진
review-budget-up-by = { "" } ({ $objective }). 목표가 허용하는 양의 { $used }을(를) 사용했으며, 실행 { $runs }회 중 { $missed }회가 목표에 미달했습니다.
review-moved = . { $base }과(와) 비교해 { $before }에서 { $after }(으)로 바뀌었으나, 뚜렷한 변화 지점은 없습니다.

## 조치 항목.

review-actions-lead = 수치에서 도출한 논의용 제안이며, 시급한 순서입니다. 대상은 시스템과 변경 사항이며 사람이 아닙니다. 담당과 기한은 회의에서 채웁니다.
review-no-actions = 수치상 필요한 조치가 없습니다.
review-action-failing = 최신 실행의 FAIL 해결: { $run }
review-action-failing-test = { $test }의 최신 실행 FAIL 해결: { $run }
review-action-budget = { $subject }: 목표 “{ $objective }”을(를) 다시 충족하도록 개선
review-action-search = { $run }에서 무엇이 바뀌었는지 확인
review-action-noise = 잡음이 가장 큰 값 안정화: 더 긴 실행, 더 많은 요청, 더 조용한 호스트
review-action-inconclusive = 실행이 INCONCLUSIVE가 된 원인 해결: { $reason }
review-evidence-budget = 오류 예산의 { $used } 사용: 요청 { $requests }건 중 { $bad }건 불량, 실행 { $runs }회 중 { $missed }회 미달
review-evidence-step = { $subject }의 { $measure ->
    [requests] 요청 수
    [rate] 처리량
    [error_share] 오류율
    [undeclared_4xx_share] 선언되지 않은 4xx 비율
    [max] 최댓값
   *[other] { $measure }
}: { $before } → { $after }, { $change }
review-evidence-noise = { $subject }의 p95는 { $noise } 차이(실행 { $runs }회)
review-evidence-noises = 같은 수준에서의 실행 간 차이: { $figures }
review-evidence-inconclusive = 실행 { $all }회 중 { $count }회: { $runs }

## 실행.

review-strip = 전체 판정(오래된 순)
review-saved = { $when } (저장 시각)
review-streak = 연속 { $runs }회 실행
review-from-to = { $first } – { $last }
review-runs-rest = 실행 { $runs }회 중 { $shown }회를 표시합니다. 통과하지 못한 실행을 먼저, 그다음 최신 실행을 표시합니다. 나머지 { $more }회는 `{ $command }`(으)로 볼 수 있습니다.

## 추세.

review-trends-lead = 지연 시간, 의도하지 않은 오류, 처리량이 실행마다 어떻게 바뀌었습니까?
review-trend-of = { $subject }의 추세
review-trend-question = { $subject }은(는) 실행마다 어떻게 바뀌었습니까?
review-no-trends = 그릴 수 있는 값이 있는 실행이 없습니다.
review-trends-rest = 엔드포인트 { $endpoints }개는 차트를 표시하지 않았습니다.
review-key-runs = 점 하나가 실행 하나입니다.
review-key-stretches = 실행이 많아 하나씩 구분할 수 없으므로, { $length } 동안의 실행마다 최솟값과 최댓값을 표시합니다.
review-key-levels = 회색 선은 수준이며, 색이 있는 세로선은 수준의 변화입니다.
review-key-promotions = ◆ 표시된 이름의 베이스라인에 실행이 반영되었습니다.
review-remark-mover = { $measure } { $change }, 변화 지점 없음
review-remark-budget = 오류 예산 { $used } 사용
review-remark-noise = { $measure } 잡음 { $noise }
review-chart-before = 이 기간 이전
review-chart-errors = 의도하지 않은 오류, %
review-chart-objective-latency = 목표: { $quantile } { $most } 이내
review-chart-objective-share = 목표: 최대 { $most }
review-chart-beyond = { $objective }, 눈금 범위 밖
review-chart-between = { $measure } { $least } – { $most }
review-chart-step = 실행 { $run }부터 { $change }: { $figures }

## 변화 지점과 크게 달라진 값.

review-change-points-lead = 값이 다른 수준으로 옮겨 가 유지된 곳으로, 나빠진 정도가 큰 순서입니다. q는 실제로 바뀐 것이 없을 때 이런 변화가 나타날 확률입니다.
review-movers-lead = { $base }과(와) 가장 크게 달라진 값으로, 실행의 중앙값을 비교해 큰 순서로 표시합니다. 잡음을 넘는 값만 표시하며, 변화 지점은 더 엄격하게 검정합니다.
review-no-movers = 달라진 값이 없거나 비교할 대상이 없습니다.
review-base-before = 직전 { $length }
review-base-day = 직전 1일
review-base-mixed = { $before }(그 기간의 실행이 { $runs }회 미만이면 이 기간의 전반부)
review-base-half = 이 기간의 전반부
review-base-nothing = 비교 대상 없음: 실행이 너무 적음

## 오류 예산.

review-budgets-lead = 이 기간의 실행이 오류 예산을 얼마나 사용했습니까?
review-no-budgets = 이 기간에 목표와 비교해 측정한 실행이 없습니다.
review-budget-axis = 오류 예산 사용
review-budget-chart = 오류 예산 사용: { $subject }
review-budget-used = 오류 예산의 { $used }을(를) 사용했습니다.
review-budget-spent = 소진
review-budget-within = 여유 있음
review-budget-missed = { $runs }회 중 { $missed }회
review-budget-bad = { $requests }건 중 { $bad }건

## 판정할 수 없었던 실행과 판단하기 어려운 값.

review-noisy-lead = 바뀐 것이 없어도 실행마다 크게 달라지는 값이므로, 실행을 하나씩 비교하면 큰 변화만 드러납니다. 더 긴 실행, 워밍업 제외, 전용 장비, 베이스라인의 실행 추가로 잡음을 줄일 수 있습니다.
review-no-noisy = 변화를 가릴 만큼 실행마다 크게 달라지는 엔드포인트가 없습니다.
review-no-inconclusive = 이 기간의 모든 실행을 판정할 수 있었습니다.

## 베이스라인 반영.

review-promotions-lead = 베이스라인에 반영된 실행과, 반영에 반대되는 근거입니다.
review-no-promotions = 베이스라인에 반영된 실행이 없습니다.
review-added = 추가
review-promoted = 승격
review-removed = 제거
review-retired = 퇴역
review-promotion-from = { $baseline }에서 { $action }

## 방법과 참고 사항.

review-figures-origin = 수치의 산출 방법
review-method-change-points = 각 값의 수준은 seeded binary segmentation으로 찾고 이웃한 수준 사이의 t 검정으로 확인하며, 탐색한 위치의 수와 값의 수에 대해 보정합니다. 바뀐 것이 없는 리뷰에서 변화 지점이 나올 확률은 약 100분의 1입니다. 작은 변화는 한 실행 앞이나 뒤에서 발견될 수 있습니다. docs/methodology.md를 참고하십시오.
review-method-movers = 두 기간의 실행 중앙값이 실행 간 잡음으로 설명되는 정도의 세 배를 넘게 차이 나는 값입니다. 변화 지점은 더 엄격하게 검정합니다.
review-method-budgets = 같은 요청 수에 대해 목표가 허용하는 양 대비 불량 요청의 비율입니다. 부하 테스트는 사용자의 예산을 쓰지 않으며, 실제였다면 썼을 양입니다.
review-times = 시각
review-method-times = UTC입니다. 실행의 시각은 테스트 시작 시각이며, 파일에서 알 수 없으면 저장한 시각입니다.
review-command = 이 리뷰를 다시 만드는 명령
review-made-by = { $generator }(으)로 다음 명령을 실행해 만들었습니다.
review-note-unmeasured = { $subject }의 “{ $objective }”은(는) 목표와 비교해 측정한 요청이 없어 합산하지 않았습니다.
review-note-no-budget = { $subject }의 “{ $objective }”은(는) 사용할 수 있는 오류 예산이 없습니다.
review-note-too-few = 수준 변화를 찾으려면 실행 { $least }회가 필요하지만, 가장 긴 시계열도 { $runs }회뿐입니다.
review-note-too-few-hint = 더 긴 기간을 리뷰하거나 테스트를 더 자주 실행하십시오.

## The line on the terminal.

review-default-title = 부하 테스트 리뷰
review-told-levels = 나빠진 수준 변화 { $worse }건, 나아진 수준 변화 { $better }건
review-told = 실행 { $runs }개. { $levels }
review-told-verdicts = 실행 { $runs }개: { $verdicts }. { $levels }
