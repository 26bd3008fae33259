#!/usr/bin/env bash
# docs/coverage.md says of every command tag of this server which layer records it, or that it is not DDL, and
# docs/settings.md describes every setting as it is.
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
documented=$(sed -n 's/^## \(schema_audit\..*\)/\1/p' "$SCHEMA_AUDIT_ROOT/docs/settings.md" | sort)
is "every setting is described" "$(comm -23 <(echo "$named") <(echo "$documented"))" ""
# pg_settings does not show the key.
is "what else is described is the key" "$(comm -13 <(echo "$named") <(echo "$documented"))" "schema_audit.actor_key"
psql_on settings postgres --quiet --command "CREATE ROLE somebody"
capture psql_on settings postgres --command "SET ROLE somebody" --command "SET schema_audit.actor_key = 'a key of more than 16 bytes'"
contains "which not everybody may set" "$stderr" 'permission denied to set parameter "schema_audit.actor_key"'
contains "a superuser may, and nobody sees it" \
  "$(psql_on settings postgres --command "SET schema_audit.actor_key = 'a key of more than 16 bytes'" --command "SHOW schema_audit.actor_key")" "********"

# The table: name, type, default, and who may set it up to the first comma.
documented=$(sed -n 's/^| \[`\(schema_audit\.[^`]*\)`\]([^)]*) | \([^|]*\) | \([^|]*\) | \([^|,;]*\).*/\1|\2|\3|\4/p' \
  "$SCHEMA_AUDIT_ROOT/docs/settings.md" | sed 's/ *$//' | grep -v '^schema_audit.actor_key|' | sort)
is "types, defaults and who may set it are the server's" "$documented" "$(sql_on settings postgres "LOAD 'schema_audit'; SELECT name,
    CASE vartype WHEN 'bool' THEN 'boolean' WHEN 'enum' THEN (SELECT string_agg('\`' || v || '\`', ' or ') FROM unnest(enumvals) v) ELSE vartype END
      || CASE unit WHEN 'B' THEN ', bytes' WHEN 'ms' THEN ', milliseconds' ELSE coalesce(', ' || unit, '') END,
    coalesce('\`' || nullif(current_setting(name), '') || '\`', 'empty'),
    CASE context WHEN 'superuser' THEN 'superusers' WHEN 'user' THEN 'everybody' WHEN 'sighup' THEN 'configuration file'
      WHEN 'postmaster' THEN 'the server''s configuration' END
  FROM pg_settings WHERE name LIKE 'schema\_audit.%'" | sort)"
