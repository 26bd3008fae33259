#!/usr/bin/env bash
# A few random walks of DDL, planned there and back: see test/walks/run, and make walks for all of them.
set -euo pipefail
source "$SCHEMA_AUDIT_ROOT/test/e2e/harness.sh"

ok "random walks" env ROLE_WALKS=0 WALKS="${WALKS:-4}" "$SCHEMA_AUDIT_ROOT/test/walks/run"
