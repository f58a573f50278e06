### 판정 규칙이 알리는 내용과 조치.

whole = 테스트 전체
requests = 요청 { $count }건
