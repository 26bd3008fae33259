#!/usr/bin/env bash
# The receiver that the other tests trust: real HTTP, every request kept, failures on demand.
set -euo pipefail
source "$SCHEMA_AUDIT_ROOT/test/e2e/harness.sh"

post() {
  python3 - "$(receiver_url hook "$1")" "$2" <<'PYTHON'
import sys, urllib.error, urllib.request
request = urllib.request.Request(sys.argv[1], sys.argv[2].encode(), {"X-Event": "42"})
try:
    print(urllib.request.urlopen(request, timeout=10).status)
except urllib.error.HTTPError as error:
    print(error.code)
PYTHON
}
field() { sed -n "$1p" "$(receiver_requests hook)" | python3 -c "import json, sys; print(json.load(sys.stdin)$2)"; }

start_receiver hook
is "a request is answered with 200" "$(post alerts 'grüße "quoted"')" 200
receiver_answers hook 503
is "then with the status it was told" "$(post alerts again)" 503
is "the body is kept" "$(field 1 '["body"]')" 'grüße "quoted"'
is "the headers are kept" "$(field 1 '["headers"]["x-event"]')" 42
is "the path is kept" "$(field 1 '["path"]')" /alerts
is "a refused request is kept too" "$(field 2 '["answered"]')" 503
is "one line per request" "$(wc -l <"$(receiver_requests hook)")" 2
