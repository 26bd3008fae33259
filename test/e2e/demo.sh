#!/usr/bin/env bash
# The story of the demo, from beginning to end, within the time that it promises.
set -euo pipefail
source "$SCHEMA_AUDIT_ROOT/test/e2e/harness.sh"

# The promise is 15 seconds on an idle machine; a loaded one is not what is tested here.
longest=60

export SCHEMA_AUDIT_OUT
SCHEMA_AUDIT_OUT=$(scratch_dir)/out
mkdir -p "$SCHEMA_AUDIT_OUT"

start=$(date +%s%N)
ok "the demo runs" bash "$SCHEMA_AUDIT_ROOT/scripts/demo"
took=$((($(date +%s%N) - start) / 1000000))
echo "# took $took ms"
ok "it ends in time" test "$took" -lt $((longest * 1000))

reports=$SCHEMA_AUDIT_OUT
ok "it leaves its JSON report" python3 -m json.tool "$reports/drift-report.json"
ok "it leaves its Markdown report" grep -q '^# Schema drift: staging to production$' "$reports/drift-summary.md"
ok "it leaves its store" sqlite3 -readonly "$reports/collector/store.db" "SELECT count(*) FROM snapshot"
servers() { pgrep --full -- "$SCHEMA_AUDIT_RUN/clusters/demo\." || true; }
is "it leaves nothing running" "$(servers)" ""
