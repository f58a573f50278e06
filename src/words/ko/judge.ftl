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
indicator-capacity = 처리 용량
indicator-non-zero-share = 비율
indicator-per-second = 초당
indicator-threshold = 임계값: { $metric } { $expression }
indicator-failed-requests = 실패한 요청
indicator-failed-checks = 실패한 체크
indicator-burst = 오류 급증
indicator-failed-in-incidents = 오류 인시던트로 손실된 비율
indicator-time-slow-by-far = 현저히 느린 시간
objective-success = { $share }가 의도하지 않은 오류 없이 완료
objective-latency = { $share }가 { $within } 이내
objective-metric-most = { $metric } { $statistic } { $limit } 이하
objective-metric-least = { $metric } { $statistic } { $limit } 이상
statistic-max = 최댓값
statistic-min = 최솟값
statistic-mean = 평균

## 여러 실행이나 발견 사항에 공통인 말.

names-more = { $names } 외 { $more }개
sentence = { $text }.
run-title = { $title } ({ $run })
run-text = { $run }: { $text }
likewise = { $runs }에서도 마찬가지입니다.
several-together = 후보 실행 { $runs }개를 함께 판정합니다. 실행의 수치와 시간대별 차트는 { $name }의 것입니다.
several-paired = 후보 실행 { $runs }개를 기준 실행과 짝지어 판정합니다. 실행의 수치와 시간대별 차트는 { $name }의 것입니다.
link-left-out = 링크 `{ $label }`을(를) 생략했습니다. `{ "{" }{ $name }{ "}" }`의 값을 알 수 없습니다.
link-left-out-hint = 실행에 태그를 지정하십시오: `--tag { $tag }=…`.
shown-as-one = 엔드포인트 { $endpoints }개를 각각 판정했습니다. 변화가 없으면서 요청이 가장 적은 { $folded }개는 "{ $rest }" 하나로 묶어 표시합니다(`[endpoints] max`).
shown-not = 엔드포인트 { $endpoints }개를 각각 판정했습니다. 변화가 없으면서 요청이 가장 적은 { $folded }개는 표시하지 않습니다(`[endpoints] max`).
shown-newest-base = 가장 최근 기준 실행만 시간대별로 표시함
shown-first-candidate = 첫 번째 후보 실행만 시간대별로 표시함

## 판정 요약 문장.

title-against = { $base } 대비 { $run }
summary-more-reasons = { $title }, 그 외 사유 { $more }건.
summary-more-findings = { $title }, 그 외 발견 사항 { $more }건.
summary-unjudged-k6 = { $title }: 기준, k6 임계값, 목표가 모두 없습니다.
summary-unjudged = { $title }: 기준과 목표가 모두 없습니다.
summary-unjudged-asked = { $title }: 기준이 없습니다. { $asked }.
summary-no-regression = 성능 저하 없음
asked-objectives = 목표 { $all }개 중 { $met }개 달성{ $unknown ->
    [0] { "" }
   *[other] , { $unknown }개 측정되지 않음
}
asked-thresholds = k6 임계값 { $all }개 중 { $met }개 충족{ $unknown ->
    [0] { "" }
   *[other] , { $unknown }개 표본 없음
}
left-out = 엔드포인트 { $all }개 중 { $out }개 검정하지 않음{ $choice ->
    [none] { "" }
    [all] (설정에 따라 제외)
   *[some] (그중 { $some }개는 설정에 따라 제외)
}
generator-dropped = 부하 생성기에서 누락된 반복(dropped iterations)은 { $dropped }입니다.
generator-it-dropped = 누락된 반복(dropped iterations)은 { $dropped }입니다.
generator-busy = 최대 부하 시점에 부하 생성기의 VU { $users }개가 모두 사용 중이었습니다.

## 수용한 변화.

accepted-title = { $title } ({ $until }까지 수용)
accepted-why = 수용 사유: { $why }
accepted-over = { $until }까지 수용하기로 했으나 기한이 지났습니다.
accepted-more = { $size }까지 수용하기로 했으나 지금은 그보다 큽니다.

## `latency`, `shared_shift` 규칙.

moved-title = { $who } { $direction ->
    [slower] 느려짐
   *[faster] 빨라짐
}
latency-more-than-rest = { $who } 나머지보다 더 느려짐
latency-went = { $measure }이(가) { $base }에서 { $run }(으)로 바뀌었습니다({ $change }). 다시 실행하면 { $low }%~{ $high }% 사이에 들어올 것입니다.
latency-slow-requests = { $threshold }보다 느린 요청은 { $observed }건이며 예상은 { $expected }건이었습니다.
latency-others = { $scope ->
    [whole] 엔드포인트 { $others }개
   *[rest] 나머지 엔드포인트 { $others }개
}의 변화: { $changes }.
latency-others-at = { $measure } { $change }
latency-others-and = { $first }, { $second }
latency-run-again = 다시 실행하거나 기준 실행을 추가하십시오. 어느 쪽이든 변화가 유지되는지 알 수 있습니다.
wide-title = { $who } 느려졌을 수 있음: 버킷이 너무 넓어 알 수 없음
wide-went = { $measure }이(가) { $base }에서 { $run }(으)로 바뀌었습니다.
wide-counted = 요청 { $requests }건 중 { $observed }건이 { $beyond }보다 오래 걸렸으며 예상은 { $expected }건이었습니다. 버킷 안에서 지연 시간을 움직이는 잡음만으로도 이만큼 나올 수 있습니다.
wide-uncounted = 느린 요청이 늘었습니다. 버킷 안에서 지연 시간을 움직이는 잡음만으로도 이만큼 나올 수 있습니다.
wide-advice = 히스토그램에 { $bounds } 경계를 추가하거나 네이티브 히스토그램을 사용하면 알 수 있습니다.
shift-everything = 전체적으로 { $direction ->
    [slower] 느려짐
   *[faster] 빨라짐
}
shift-together = 엔드포인트 { $tested }개 중 { $moved }개가 함께 { $direction ->
    [slower] 느려짐
   *[faster] 빨라짐
}
shift-size = { $measure } { $change }(95% 신뢰 구간 { $low }%~{ $high }%, 실행 간 차이 포함).
shift-most = 엔드포인트 { $tested }개 중 { $moved }개가 함께 움직였습니다. 대표 변화: { $size }
shift-some = { $names }만 움직이고 나머지는 그대로입니다. 전체의 대표 변화: { $size }
shift-whole = 전체 요청 기준: { $size }
shift-only = 비교 가능한 유일한 엔드포인트 { $name }: { $size }
shift-most-context = 엔드포인트 { $tested }개 중 { $moved }개가 함께 움직였습니다.
shift-some-context = { $names }만 움직이고 나머지는 그대로입니다.
shift-look-shared = 공통으로 사용하는 것을 살펴보십시오: 호스트, 풀, 데이터베이스, GC, 라이브러리.
shift-look-name = 스크립트의 임계값에 엔드포인트를 하나씩 지정하십시오. 그러면 원인이 특정 엔드포인트인지 전체인지 리포트에서 알 수 있습니다.
shift-one-base = 기준 실행이 하나면 호스트의 영향과 코드의 영향을 구분할 수 없습니다.
shift-rerun = 같은 호스트에서 기준을 다시 실행하십시오. 똑같이 느리면 코드가 아니라 호스트가 원인입니다.
shift-undecided = 전체적으로 느려졌을 수 있음: 버킷이 너무 넓어 알 수 없음
shift-undecided-text = 요청이 버킷 안에 고르게 분포한다고 보면 엔드포인트 { $endpoints }개의 { $measure } 대표 변화는 { $change }입니다. 버킷 안에서 지연 시간을 움직이는 잡음만으로도 이만큼 나올 수 있습니다.
shift-undecided-advice = 버킷을 더 좁히면 알 수 있으며, 네이티브 히스토그램이 가장 좋습니다.
coarse = 비교 정밀도가 낮아 PASS로 판정할 수 없음
coarse-shift = { $measure }의 변화는 { $change }입니다. 이 실행들로는 전체적으로 { $seen }보다 작게 느려져도 드러나지 않을 수 있습니다. PASS로 판정하려면 { $least }의 변화를 볼 수 있어야 합니다(`[compare] inconclusive_shift`).
coarse-metric = 이 실행들로는 메트릭이 { $seen }보다 작게 변해도 드러나지 않을 수 있습니다. PASS로 판정하려면 { $least }의 변화를 볼 수 있어야 합니다(`[compare] inconclusive_shift`).
coarse-metric-advice = 실행마다 표본을 늘리거나 기준 실행을 추가하십시오.
remedy = 다음 중 하나면 충분합니다: { $ways }.
remedy-only = 다음이면 됩니다: { $way }.
remedy-none = 실행을 늘리는 것만으로는 판단할 수 없습니다. 더 조용한 호스트에서 측정하거나 기준과 후보를 짝지어 실행하십시오(`--pair BASE RUN`).
remedy-requests = 모든 실행에서 요청 { $times }배
remedy-base-runs = 기준 실행 { $runs }개
remedy-candidate-runs = 후보 실행 { $runs }개(`--run`)
remedy-both = 기준 실행 { $runs }개와 후보 실행 { $runs }개(`--base`, `--run`)
capacity-users = 사용자 { $users }명
capacity-rate = { $rate }
capacity-less = p95가 더 낮은 부하에서 평소 수준을 벗어남
capacity-more = p95가 더 높은 부하까지 평소 수준을 유지함
capacity-moved = p95가 수준을 유지한 부하: { $run }, 기준은 { $base } ({ $change }).
capacity-moved-base-beyond = p95가 수준을 유지한 부하: { $run }, 기준은 최고 부하인 { $base }까지 유지했습니다.
capacity-moved-run-beyond = p95가 최고 부하인 { $run }까지 수준을 유지했습니다. 기준은 { $base }까지였습니다.
throughput-fewer = 초당 완료 요청 감소
throughput-more = 초당 완료 요청 증가
throughput-text = 같은 사용자 수에서 { $run }, 기준 { $base }, { $change }입니다. 원인은 지연 시간에서 확인하십시오.
throughput-context = 사용자 수는 같았습니다. 원인은 지연 시간에서 확인하십시오.
speedup-one = { $who } 응답이 { $times }배 빨라짐
speedup-several = 엔드포인트 { $endpoints }개의 응답이 { $least }배 넘게 빨라짐
speedup-text = { $who }: { $body }이(가) { $body_base }에서 { $body_run }(으)로, { $tail }이(가) { $tail_base }에서 { $tail_run }(으)로 바뀌었습니다. 두 값이 모두 { $least }배 빨라진 요청은 제 일을 하지 않고 있을 가능성이 큽니다(`[limits] implausible_speedup`).
speedup-together = 함께 빨라진 엔드포인트: { $names }.
speedup-name = { $name } ({ $times }배)
speedup-advice = 응답 하나를 확인하십시오. 빈 본문, 상태 200인 오류 페이지, 스텁이 이만큼 빠릅니다.

## `errors`, `undeclared_4xx` 규칙.

errors-title = { $who } { $what ->
    [undeclared] 선언되지 않은 4xx
    [slow] 매우 느린 요청
   *[errors] 의도하지 않은 오류
} { $change ->
    [more] 증가
   *[fewer] 감소
}
errors-check-title = { $who } 실패 { $change ->
    [more] 증가
   *[fewer] 감소
}
errors-text = { $counts }; { $expectation }.
errors-counts = { $total }건 중 { $bad }건({ $share }), 기준은 { $base_total }건 중 { $base_bad }건({ $base_share }): { $difference }
errors-counts-slower = { $threshold }보다 느린 요청: { $counts }
errors-counts-alone = { $total }건 중 { $bad }건, 기준은 { $base_total }건 중 { $base_bad }건
errors-expected = 예상은 { $expected }건입니다
errors-expected-trimmed = 실행마다 가장 나쁜 구간 두 개를 제외하면 { $bad }건이고 예상은 { $expected }건입니다
errors-declare = 의도한 응답이라면 선언하십시오: perfreport.toml의 `[[outcomes.intended]]` 또는 스크립트의 `expectedStatuses`.
all-failed = 모든 요청 실패{ $with ->
    [all] : { $cause }
    [most] , 대부분의 원인: { $cause }
   *[unknown] { "" }
}
all-failed-to = { $name } 모든 요청 실패{ $with ->
    [all] : { $cause }
    [most] , 대부분의 원인: { $cause }
   *[unknown] { "" }
}
failed-requests = 요청 { $total }건 중 { $failed }건이 실패했습니다({ $share }): { $kinds ->
    [errors] 의도하지 않은 오류 { $errors }건
    [either] 의도하지 않은 오류 { $errors }건(4xx가 섞여 있을 수 있음)
    [undeclared] 선언되지 않은 4xx { $undeclared }건
   *[both] 의도하지 않은 오류 { $errors }건, 선언되지 않은 4xx { $undeclared }건
}.
failed-most = 대부분의 요청 실패
failed-some = 요청의 { $share } 실패
failed-limit = { $limit } 이상이 실패한 실행으로는 다른 것을 거의 판단할 수 없습니다(`[limits] max_error_share`).
failed-uncovered = 이를 다루는 목표나 임계값이 없으므로 { $least } 이상이면 경고합니다(`[limits] warn_error_share`).
failed-say-how-many = 얼마까지 실패해도 되는지 지정하십시오: perfreport.toml의 `[[slo]]`에 `success = "99.9%"`.
failed-look-credentials = 응답 하나를 확인하십시오. 테스트의 인증 정보, 데이터, 주소가 잘못되었을 수 있습니다. 의도한 4xx는 perfreport.toml의 `[[outcomes.intended]]` 또는 스크립트의 `expectedStatuses`로 선언합니다.
failed-look-service = 응답 하나를 확인하십시오. 서비스가 내려갔거나 테스트의 주소 또는 인증 정보가 잘못되었을 수 있습니다.
failed-as-before = 기준 실행 { $all }개 중 { $beyond }개에서도 마찬가지였습니다.
checks-every = 모든 체크 실패
checks-nearly-every = 거의 모든 체크 실패
checks-failed = 체크 { $total }건 중 { $failed }건이 실패했습니다({ $share }).
checks-limit = { $limit } 이상이 실패하면 FAIL입니다(`[limits] max_failed_checks`).

## `metric` 규칙.

metric-moved = { $name } 변화: { $direction ->
    [rose] 증가
   *[fell] 감소
}
metric-moved-better = { $name } { $direction ->
    [rose] 증가
   *[fell] 감소
}(개선)
metric-moved-worse = { $name } { $direction ->
    [rose] 증가
   *[fell] 감소
}
metric-went = { $measure }이(가) { $base }에서 { $run }(으)로 바뀌었습니다({ $change }).
metric-either = 어느 방향이 나쁜지 알 수 없습니다.
metric-say-worse = 어느 방향이 나쁜지 지정하십시오: perfreport.toml의 `[[metric]]`에 `name = "{ $name }"`과 `worse = "higher"` 또는 `"lower"`. 나쁜 방향이 없으면 `ignore = true`를 지정합니다.
metric-run-again = 다시 실행하거나 기준 실행을 추가하십시오. 어느 쪽이든 변화가 유지되는지 알 수 있습니다.
vital-poor = { $vital } 나쁨: { $metric }
vital-text = p{ $percent }은(는) { $value }입니다. { $good }까지는 좋음, { $poor } 초과는 나쁨입니다.
vital-as-before = 기준 실행 { $all }개 중 { $poor }개에서도 나빴습니다.

## `slo` 규칙.

slo-missed = { $who } 목표 미달: { $objective }
slo-counted = 요청 { $total }건 중 { $good }건이 양호했습니다({ $share }). 불량은 { $allowed }건까지 허용되지만 { $bad }건이었습니다.
slo-estimated = 요청 { $total }건 중 약 { $good }건이 양호했습니다({ $share }). 불량은 { $allowed }건까지 허용되지만 약 { $bad }건이었습니다.
slo-budget = 이 속도라면 { $window }일 오류 예산이 { $lasts } 만에 소진됩니다.
slo-unsure = 우연일 수 있습니다. 요청이 약 { $requests }건이면 판단할 수 있습니다.
metric-objective-missed = 서버가 목표를 달성하지 못함: { $objective }
metric-objective-was = 측정값은 { $value }이고 한도는 { $limit }입니다.
metric-objective-was-in-base = 측정값은 { $value }이고 한도는 { $limit }입니다. 기준에서는 { $base }이었습니다.
metric-objective-lasted = { $window } 중 { $seconds } 동안 표본이 한도를 벗어났습니다.
metric-objective-series = { $series }의 값입니다.
metric-objective-worst-series = 시계열 { $all }개 중 { $missed }개가 달성하지 못했습니다. 수치는 가장 나쁜 { $series }의 값입니다.
metric-objective-unsure = 표본이 판정 구간 { $window } 중 { $seconds }만 나타냅니다. 더 자주 수집하거나 더 오래 테스트하십시오.
metric-objective-no-metric = 서버 메트릭에 { $name }이(가) 없음
metric-objective-no-series = { $name }에 이 레이블을 가진 시계열이 없음
metric-objective-histogram = 시계열이 히스토그램 버킷이므로 수준을 나타내지 않음
metric-objective-no-time = 한도는 시간인데 메트릭이 시간을 측정하지 않음
metric-objective-no-limit = 한도는 비율인데 메트릭이 비율이 아니고 그 한계도 측정되지 않음
metric-objective-few-samples = 표본이 판정 구간의 절반도 나타내지 않음
slo-no-endpoint = 이 이름의 엔드포인트가 실행에 없음
slo-no-bound = 히스토그램에 해당 경계가 없음: 요청의 { $least }~{ $most }이(가) 목표를 벗어났고 허용치는 { $allowed }임. 목표 값에 경계를 두면 알 수 있음
slo-too-fast = 목표가 파일의 모든 백분위수보다 빠름
slo-too-slow = 목표가 파일의 모든 백분위수보다 느리고 최댓값도 없음
threshold-crossed-title = k6 임계값 위반: { $metric } { $expression }
threshold-crossed-alone = k6가 위반으로 판정했습니다.
threshold-crossed-new = k6가 위반으로 판정했으며 기준에는 이 임계값이 없습니다.
threshold-crossed-before = k6가 위반으로 판정했으며 기준 실행 { $all }개 중 { $crossed }개도 위반했습니다.
threshold-crossed-now = k6가 위반으로 판정했으며 기준 실행 { $all }개 중 { $kept }개는 충족했습니다.
threshold-no-samples = 표본 없음: 이 실행에 해당 메트릭과 일치하는 것이 없음

## `incident` 규칙.

incident-text = { $start }~{ $end } UTC({ $length }) 동안 { $place ->
    [whole] 실행 전체
    [one] { $endpoint }
   *[several] 엔드포인트 { $endpoints }개
}의 요청 { $requests }건 중 { $kind ->
    [errors] { $bad }건이 의도하지 않은 오류로 끝났습니다({ $bad_share }, 그 외 시간 { $bad_rest })
    [slow] { $slow }건이 느렸습니다({ $slow_share }, 그 외 시간 { $slow_rest })
   *[both] { $bad }건이 의도하지 않은 오류로 끝났고({ $bad_share }, 그 외 시간 { $bad_rest }) { $slow }건이 느렸습니다({ $slow_share }, 그 외 시간 { $slow_rest })
}.
burst-whole = 오류 급증
burst-one = { $name } 오류 급증
burst-several = { $name } 외 { $more }개 오류 급증
burst-rest = 나머지 시간의 오류율대로라면 { $expected }건이었을 것입니다.
burst-advice = 오류율을 비교할 때 오류 급증은 제외합니다. 그 시각에 무슨 일이 있었는지 확인하십시오.
warm-up-slow = 판정 구간의 시작 부분이 느립니다. 워밍업 중인 테스트에서 나타나는 현상입니다.
warm-up-hint = 이 부분을 제외하려면: perfreport.toml의 `[window] warm_up = "{ $seconds }s"`.
windows = { $windows } UTC
windows-more = { $windows } UTC 외 { $more }개 시간대
windows-time = { $start }~{ $end }
lost-errors = 오류 인시던트가 실행의 { $share } 차지
lost-errors-text = { $windows }에 요청 { $requests }건이 의도하지 않은 오류로 끝났습니다. 실행의 요청 { $total }건 중 { $requests_share }입니다. 사용자는 { $length } 중 { $seconds }을(를) 허비했습니다({ $time_share }). 인시던트로 허용하는 한도는 각각 { $limit }입니다(`[incidents] max_failed`).
lost-errors-advice = 그 시각에 무슨 일이 있었는지 확인하십시오. 늘 있고 해가 없는 것이라면 `[incidents] max_failed`로 허용할 수 있습니다.
lost-slow = 실행의 { $share } 동안 지나치게 느리거나 멈춤
lost-slow-at = { $name } 실행의 { $share } 동안 지나치게 느림
lost-slow-text = { $windows }에 요청 { $requests }건이 해당 엔드포인트의 평소 p95보다 세 배 넘게 걸렸습니다. 사용자는 실행 { $length } 중 { $seconds }을(를) 이 때문에 기다렸습니다({ $share }). 이렇게 느려도 되는 시간은 { $limit }까지입니다(`[incidents] max_slow`).
lost-slow-at-text = { $windows }에 { $name } 요청 { $requests }건이 이 엔드포인트의 평소 p95보다 세 배 넘게 걸렸습니다. 사용자는 실행 { $length } 중 { $seconds }을(를) 이 때문에 기다렸습니다({ $share }). 이렇게 느려도 되는 시간은 { $limit }까지입니다(`[incidents] max_slow`).
lost-slow-advice = 그 시각에 무슨 일이 있었는지 확인하십시오. 늘 있고 해가 없는 것이라면 `[incidents] max_slow`로 허용할 수 있습니다.
lost-base = 기준 실행에서는 { $share }였습니다.
lost-base-usual = 기준 실행에서도 { $share }였습니다. 평소 수준이므로 FAIL로 판정하지 않습니다.

## `validity` 규칙.

generator-saturated = 부하 생성기가 부하를 감당하지 못함
generator-saturated-text = 누락된 반복(dropped iterations)이 { $dropped }에 이르러 요청한 부하를 주지 못했으며, 지연 시간은 하한입니다.
generator-saturated-advice = VU를 늘리거나(`preAllocatedVUs`, `maxVUs`) 더 큰 머신에서 다시 실행하십시오.
cut-short = 파일이 중간에 끊김
cut-short-text = 파일이 줄 중간에서 끝납니다. 테스트가 중단되었을 수 있으며 그 이후는 알 수 없습니다.
cut-short-candidate = 후보 실행의 파일이 중간에 끊김
cut-short-advice = 테스트를 끝까지 실행하고 파일 전체를 복사하십시오.
unread = 읽을 수 없는 줄이 있음
unread-text = 파일의 줄 가운데 { $share }를 읽지 못해 건너뛰었습니다. 실패했거나 느렸던 요청이 그 안에 있을 수 있습니다.
unread-candidate = 후보 실행의 파일에 읽을 수 없는 줄이 있음
unread-advice = 첫 번째 위치는 참고에 있습니다. 도구가 쓰는 형식 그대로 파일을 다시 만들거나, 파일에 속하지 않는 내용을 지우십시오.
validity-more-load = 후보 실행에 더 큰 부하가 주어짐
validity-less-load = 후보 실행에 더 작은 부하가 주어짐
validity-load-advice = 기준과 같은 부하로 다시 실행하십시오.
validity-model = 두 실행의 부하 모델이 다름
validity-model-advice = 같은 executor의 실행끼리 비교하거나, 추정이 틀렸다면 `[load] model`을 지정하십시오.
validity-tag = 두 실행이 서로 다른 태그로 엔드포인트 이름을 정함
validity-tag-advice = `[endpoints] tag`를 지정하고 두 실행 모두 k6가 기록한 파일에서 읽으십시오. 스냅샷의 태그는 바뀌지 않습니다.
validity-few = 두 실행에 공통된 엔드포인트가 부족함
validity-few-advice = 같은 스크립트의 실행끼리 비교하십시오. 이름이 바뀌었다면 `[endpoints] routes`로 묶으십시오.
validity-vanished = 호출되지 않은 엔드포인트가 있음
validity-vanished-advice = 그 앞의 어느 단계가 실패했거나 바뀌었는지 확인하십시오. 스크립트에서 일부러 뺐다면 기준을 새로 기록하십시오.
validity-smaller = 후보 실행이 기준보다 훨씬 작음
validity-smaller-advice = 테스트를 기준만큼 끝까지 실행하십시오.
validity-mix = 트래픽 구성이 바뀜
validity-mix-advice = 엔드포인트별로 비교하십시오.
no-base = 비교할 대상이 없음
no-base-advice = 변경 전 코드의 실행을 기준으로 지정하십시오.
unmatched-objective = 목표와 일치하는 엔드포인트 없음: { $name }
unmatched-intended = 의도된 상태 규칙과 일치하는 엔드포인트 없음: { $name }
unmatched-compare = `[[compare.endpoint]]` 규칙과 일치하는 엔드포인트 없음: { $name }
unmatched-route = 라우트와 일치하는 엔드포인트 없음: { $name }
unmatched-metric = `[[metric]]` 규칙과 일치하는 메트릭 없음: { $name }
unmatched-not-measured = 측정되지 않았습니다. 실행에 { $name } 엔드포인트가 없습니다({ $there }).
unmatched-not-applied = 적용되지 않았습니다. 실행에 { $name } 엔드포인트가 없습니다({ $there }).
unmatched-metric-text = 적용되지 않았습니다. 실행에 { $name } 메트릭이 없습니다({ $there }).
unmatched-server-metric = 목표와 일치하는 서버 메트릭 없음: { $name }
unmatched-server-metric-nearest = 측정하지 않았습니다. 서버에 { $name }의 시계열이 없습니다. 가장 비슷한 메트릭: { $names }.
unmatched-server-metric-none = 측정하지 않았습니다. 서버에 { $name }의 시계열이 없으며 다른 메트릭도 없습니다.
unmatched-server-labels = 측정하지 않았습니다. { $name }의 레이블을 가진 시계열이 없습니다. 있는 것: { $series }.
unmatched-server-metric-advice = 이름을 Prometheus에서와 같이 쓰고 다른 메트릭과 함께 내보내거나, perfreport.toml에서 이 목표를 삭제하십시오.
unmatched-nearest = 가장 비슷한 이름: { $names }
unmatched-no-endpoints = 이 실행은 엔드포인트를 구분하지 않음
unmatched-nearest-metrics = 가장 비슷한 이름: { $names }
unmatched-no-metrics = 실행에 자체 메트릭이 없음
unmatched-advice = 리포트에 나오는 대로 이름을 쓰거나(`*`는 임의의 문자열) perfreport.toml에서 항목을 지우십시오.
unmatched-metric-advice = k6가 쓰는 대로 이름을 쓰거나(`*`는 임의의 문자열) perfreport.toml에서 항목을 지우십시오.

## `validity` 규칙: 무엇을 검정했는가.

tested-nothing = 검정할 수 있는 것이 없음
tested-nothing-text = 양쪽 모두 데이터가 충분한 엔드포인트나 전체 수치가 없습니다.
tested-nothing-advice = 무엇을 왜 검정하지 않았는지 확인하십시오. 더 길게 실행하거나 원시 데이터(raw points)를 사용하면 도움이 됩니다.
tested-no-metric = HTTP 요청이 없고, 양쪽에 표본이 충분한 메트릭도 없습니다.
tested-no-metric-advice = 무엇을 왜 검정하지 않았는지 확인하십시오. 더 긴 실행, 원시 데이터(raw points), `summaryTrendStats`의 `count` 중 하나면 됩니다.
tested-little = 검정한 범위가 너무 작음
tested-little-text = 지연 시간은 { $latency }, 오류는 { $errors } 검정했습니다.
tested-hardly-latency = 지연 시간을 거의 검정하지 못함
tested-hardly-latency-text = p95까지의 지연 시간을 { $part } 검정했습니다. PASS라고 해도 나머지에 대해서는 알 수 없습니다.
tested-hardly-errors = 오류를 거의 검정하지 못함
tested-hardly-errors-text = 오류를 { $part } 검정했습니다. PASS라고 해도 나머지에 대해서는 알 수 없습니다.
tested-for-none = 요청의 0%에 대해서만
tested-for-some = 요청의 { $share }을(를) 차지하는 엔드포인트에 대해서만
tested-record-k6 = 원시 데이터(raw points)를 기록하거나(`k6 run --out json=points.json.gz`) 모든 엔드포인트에 `http_req_duration`, `http_req_failed`, `http_reqs` 임계값을 지정하고 더 오래 실행하십시오.
tested-record = 부하 도구가 지원한다면 모든 요청이 담긴 파일을 사용하고 더 오래 실행하십시오.
tested-run-longer = 요청이 많은 엔드포인트에 요청이 더 쌓이도록 더 오래 실행하십시오. 수치마다 얼마나 부족한지 리포트에 나와 있습니다.
unjudged = 판정하지 않음
unjudged-else = 그 외에는 판정하지 않음
unjudged-text-k6 = 기준도 없고, k6 임계값도, 측정할 수 있는 목표도 없습니다. 수치는 표시하지만 검정하지 않았습니다.
unjudged-text = 기준도 없고 측정할 수 있는 목표도 없습니다. 수치는 표시하지만 검정하지 않았습니다.
unjudged-advice-k6 = 양호한 실행과 비교하거나(`perfreport compare BASE RUN`, 비교할 실행은 `perfreport baseline add main RUN`으로 보관) 지켜야 할 것을 지정하십시오: perfreport.toml의 `[[slo]]`에 `p95 = "500ms"`, 또는 스크립트의 `thresholds`.
unjudged-advice = 양호한 실행과 비교하거나(`perfreport compare BASE RUN`, 비교할 실행은 `perfreport baseline add main RUN`으로 보관) 지켜야 할 것을 지정하십시오: perfreport.toml의 `[[slo]]`에 `p95 = "500ms"`.
unjudged-advice-no-requests = 양호한 실행과 비교하거나(`perfreport compare BASE RUN`, 비교할 실행은 `perfreport baseline add main RUN`으로 보관) 지켜야 할 것을 지정하십시오: 스크립트의 `thresholds`.
unjudged-latency = 지연 시간을 판정하지 않음
unjudged-errors = 오류를 판정하지 않음
unjudged-both = 지연 시간과 오류를 모두 판정하지 않음
unjudged-about = 기준이 없고, { $what ->
    [latency] 지연 시간
    [errors] 오류
   *[both] 지연 시간이나 오류
}에 대한 { $tool ->
    [k6] k6 임계값도 목표도 없습니다
   *[other] 목표도 없습니다
}.
unjudged-about-advice = 양호한 실행과 비교하거나(`perfreport compare BASE RUN`) 지켜야 할 것을 지정하십시오: perfreport.toml의 `[[slo]]`에 `{ $objective }`.
