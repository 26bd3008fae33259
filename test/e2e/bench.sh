#!/usr/bin/env bash
# The benchmark still runs: its figures mean nothing at this size.
set -euo pipefail
source "$SCHEMA_AUDIT_ROOT/test/e2e/harness.sh"

export SCHEMA_AUDIT_OUT
SCHEMA_AUDIT_OUT=$(scratch_dir)/out
mkdir -p "$SCHEMA_AUDIT_OUT"

ok "the figures come about" env PARTS="snapshot diff audit fleet events alert store" CHANGES=1 TABLES=80 STATEMENTS=16 DATABASES=2 EVENTS=400 ROUNDS=1 "$SCHEMA_AUDIT_ROOT/bench/run"
results=$SCHEMA_AUDIT_OUT/results.md
is "one line for each load" "$(grep -cE '^\| .*, [0-9]+( tables| times)? \| [0-9.]+ \|' "$results")" 6
ok "the schema_audit column is filled" grep -qE '^\| the same DDL in one transaction, 16 \|.* [0-9.]+ \([0-9.]+ to [0-9.]+\) \|$' "$results"
ok "snapshots are there" grep -q '^| schema_snapshot(), first time | [0-9.]' "$results"
ok "diffs are there" grep -qE '^\| schema_diff\(a, b\), milliseconds in the server \| [0-9.]+ \|$' "$results"
ok "drift stands beside two dumps" grep -qE '^\| schema-audit drift \| [0-9.]+ \| [0-9.]+ \| [0-9.]+ \|$' "$results"
ok "volume is there" grep -qE '^\| cheap DDL.* \| schema_audit \| [0-9]+ \| -?[0-9]+ \| [0-9]+ \|$' "$results"
ok "concurrent sessions are there" grep -qE '^\| schema_audit \| [0-9.]+ \| [0-9.]+ \|$' "$results"
ok "the fleet is there" grep -qE '^\| wall seconds, nothing changed \| [0-9.]+ \|' "$results"
ok "events are there" grep -qE '^\| events per second \| ([0-9]+|\?) \|' "$results"
is "and how soon alerts come" "$(grep -cE '^\| the (worker|log) .* \| [0-9.]+ \| [0-9.]+ to [0-9.]+ \| 2 \|$' "$results")" 2
is "the store stands beside plain SQLite" "$(grep -cE '^\| (insert|query|backup).* \| [0-9.]+ \| [0-9.]+ \| [0-9.]+ \|' "$results")" 4
