#!/usr/bin/env bash
# Real DDL for every code of docs/findings.md that can come up in one database of this server: test/support/finding_codes.txt.
set -euo pipefail
source "$SCHEMA_AUDIT_ROOT/test/e2e/harness.sh"

new_cluster codes shared_preload_libraries=schema_audit wal_level=logical
psql_on codes postgres --quiet --command "CREATE DATABASE codes"
psql_on codes codes --quiet --command "CREATE EXTENSION schema_audit"
ok "each statement gives the codes that are expected, and each code has a statement" \
  python3 "$SCHEMA_AUDIT_ROOT/test/support/finding_codes.py" --socket "$(cluster_socket codes)" --database codes \
  --docs "$SCHEMA_AUDIT_ROOT/docs/findings.md"
