### The terminal, and the comment on a change.

## The terminal

terminal-no-base = { $run } · 기준 없음
terminal-against = { $run } · 기준 { $base }
terminal-more-findings = … 외 발견 사항 { $count }개
terminal-more-improvements = … 외 개선 { $count }개, 리포트 참조
terminal-look-first = 먼저 볼 것: { $text }
terminal-endpoint = 엔드포인트
terminal-more-endpoints = … 외 엔드포인트 { $count }개는 리포트에 있습니다
terminal-more-footnotes = … 나머지는 리포트에 있습니다
terminal-also-measured = 그 밖의 측정값: { $figures }
terminal-not-tested = 검정하지 않음  { $what }: { $reason }
terminal-more-not-tested = 검정하지 않음  … 외 { $count }개, 리포트 참조
terminal-note = 참고: { $text }
terminal-more-notes = … 외 참고 { $count }개는 리포트에 있습니다
terminal-metric = 메트릭
terminal-more-metrics = … 외 메트릭 { $count }개는 리포트에 있습니다

## The comment

comment-no-finding = 발견 사항이 없는 엔드포인트 { $endpoints }개
comment-no-finding-first = 발견 사항이 없는 엔드포인트 { $endpoints }개 중 처음 { $shown }개
comment-left-out = 전체 리포트에 엔드포인트가 { $endpoints }개 더 있습니다.
comment-axis = 변화, { $low }~{ $high }
