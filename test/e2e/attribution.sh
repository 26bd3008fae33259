#!/usr/bin/env bash
# Five roles walk at random through a schema, and every finding names exactly the one that caused it: see
# test/walks/attribution.py, and make walks for more of them.
set -euo pipefail
source "$SCHEMA_AUDIT_ROOT/test/e2e/harness.sh"

for seed in 5; do
  ok "walk $seed by five roles" env SEED="$seed" ROLE_WALKS=1 ROLE_LENGTH=40 "$SCHEMA_AUDIT_ROOT/test/walks/roles"
done
