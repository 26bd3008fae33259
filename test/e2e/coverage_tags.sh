#!/usr/bin/env bash
# docs/coverage.md says of every command tag of this server which layer records it, or that it is not DDL, and
# docs/settings.md describes every setting.
set -euo pipefail
source "$SCHEMA_AUDIT_ROOT/test/e2e/harness.sh"

# The private installation has no headers of its own.
header=$(PATH=/usr/local/bin:/usr/bin:/bin "$PG_CONFIG" --includedir-server)/tcop/cmdtaglist.h
tags=$(sed -n 's/^PG_CMDTAG([A-Z0-9_]*, "\([^"]*\)".*/\1/p' "$header" | sort -u)
documented=$(sed '1,/^# Commands$/d' "$SCHEMA_AUDIT_ROOT/docs/coverage.md" | sed -n 's/^| \(`[^|]*\) |.*/\1/p' |
  grep -o '`[^`]*`' | tr -d '`' | sort)

is "every command tag has a layer" "$(comm -23 <(echo "$tags") <(echo "$documented"))" ""
is "no command tag is told of twice" "$(uniq -d <<<"$documented")" ""
contains "the list is the server's" "$tags" "CREATE TABLE"

new_cluster settings shared_preload_libraries=schema_audit
named=$(sql_on settings postgres "LOAD 'schema_audit'; SELECT name FROM pg_settings WHERE name LIKE 'schema\_audit.%'" | sort)
contains "the settings are the server's" "$named" "schema_audit.enabled"
is "every setting is described" "$(comm -23 <(echo "$named") <(sed -n 's/^## \(schema_audit\..*\)/\1/p' "$SCHEMA_AUDIT_ROOT/docs/settings.md" | sort))" ""
