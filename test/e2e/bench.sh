#!/usr/bin/env bash
# The benchmark still runs: its figures mean nothing at this size.
set -euo pipefail
source "$SCHEMA_AUDIT_ROOT/test/e2e/harness.sh"

export SCHEMA_AUDIT_OUT
SCHEMA_AUDIT_OUT=$(scratch_dir)/out
mkdir -p "$SCHEMA_AUDIT_OUT"

ok "the figures come about" env PARTS="snapshot audit" TABLES=80 STATEMENTS=16 ROUNDS=1 "$SCHEMA_AUDIT_ROOT/bench/run"
results=$SCHEMA_AUDIT_OUT/results.md
is "one line for each load" "$(grep -cE '^\| .*, [0-9]+( tables| times)? \| [0-9.]+ \|' "$results")" 6
ok "the schema_audit column is filled" grep -qE '^\| the same DDL in one transaction, 16 \|.* [0-9.]+ \([0-9.]+ to [0-9.]+\) \|$' "$results"
ok "snapshots are there" grep -q '^| schema_snapshot(), first time | [0-9.]' "$results"
ok "volume is there" grep -qE '^\| cheap DDL.* \| schema_audit \| [0-9]+ \| -?[0-9]+ \| [0-9]+ \|$' "$results"
ok "concurrent sessions are there" grep -qE '^\| schema_audit \| [0-9.]+ \| [0-9.]+ \|$' "$results"
