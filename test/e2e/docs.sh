#!/usr/bin/env bash
# What the documents show is what happens: their SQL and their commands are run on the story of the demo and the
# output compared, the configurations are loaded, and every link and every code of a finding leads somewhere.
set -euo pipefail
source "$SCHEMA_AUDIT_ROOT/test/e2e/harness.sh"
source "$SCHEMA_AUDIT_ROOT/test/support/collector.sh"

blocks() { python3 "$SCHEMA_AUDIT_ROOT/test/support/docs_blocks.py" "$@"; }
database=shop
pages=("$SCHEMA_AUDIT_ROOT"/{README,CHANGELOG}.md "$SCHEMA_AUDIT_ROOT"/docs/*.md)
page() { printf '%s\n' "${pages[@]}" | grep "/$1.md\$"; }
out=$(scratch_dir)/printed

# run_sql PAGE DATABASE: the page's sql blocks, in one session.
run_sql() {
  local document
  document=$(page "$1")
  blocks sql "$document" | psql_on production "$2" --quiet >"$out" 2>&1 || true
  blocks compare sql "$document" "$out"
}

# run_console PAGE: the page's commands in a directory of its own.  What init writes is looked at and replaced by the
# configuration of the story.
run_console() {
  local document directory
  document=$(page "$1")
  directory=$(scratch_dir)/page-$1
  mkdir "$directory"
  [[ $1 == README ]] || cp "$config" "$directory/schema_audit.yaml"
  (cd "$directory" && blocks console "$document" "cp '$config' schema_audit.yaml" | bash >"$out" 2>/dev/null) || true
  blocks compare console "$document" "$out"
}

# loads NAME FILE: the configuration has no mistake.  There is no store at the place it names, which is told by 64.
loads() {
  capture env PAGER_URL=https://alerts.example.com/hook PAGER_SECRET=whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY= \
    REPORTING_PASSWORD=$CANARY-reporting schema-audit --config "$2" snapshots
  # shellcheck disable=SC2154
  if [[ $status == 64 && $stderr == *"there is no store at"* ]]; then echo "ok $1"; else
    echo "not ok $1"
    explain "stderr:" "$stderr"
  fi
}

change() {
  PGUSER=$1 psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --host "$(cluster_socket production)" \
    --dbname "$database" --file "$SCHEMA_AUDIT_ROOT/demo/changes/$2"
}

# shellcheck disable=SC2034
SETTINGS_OF[production]="shared_preload_libraries=schema_audit"
new_clusters production staging
start_receiver alerts
for name in production staging; do
  psql_on "$name" postgres --quiet --command "CREATE DATABASE $database"
done
psql_on production "$database" --quiet --command "CREATE EXTENSION schema_audit"
for name in production staging; do
  for file in roles schema; do psql_on "$name" "$database" --quiet --file "$SCHEMA_AUDIT_ROOT/demo/$file.sql"; done
done
psql_on production "$database" --quiet --command "GRANT pg_monitor TO schema_audit_reader"
sql_on production "$database" "SELECT schema_snapshot('before 4.2')" >/dev/null
change deploy 1_release.sql
change dba_anna 2_hotfix.sql
change bob 3_hurry.sql
sql_on production "$database" "SELECT schema_snapshot('after')" >/dev/null
# shellcheck disable=SC2119
begin_config
add_target staging staging "$(connection_string staging "$database" schema_audit_reader)"
add_target production production "$(connection_string production "$database" schema_audit_reader)" staging
add_channels ops alerts "min_severity: major"

psql_on production postgres --quiet --command "CREATE DATABASE quickstart"
run_sql README quickstart
run_console README
run_console collector
run_sql functions "$database"
run_sql settings "$database"
run_sql security "$database"
blocks programs "$(page seals)"

schema-audit init "$(scratch_dir)/first.yaml"
sed 's|^#store: .*|store: /nonexistent/store.db|' "$(scratch_dir)/first.yaml" >"$(scratch_dir)/init.yaml"
loads "the configuration that init writes" "$(scratch_dir)/init.yaml"
number=0
while IFS= read -r -d '' text; do
  number=$((number + 1))
  {
    if [[ $text != *store:* ]]; then echo "store: /nonexistent/store.db"; fi
    if [[ $text != *targets:* ]]; then
      printf 'targets:\n  - {name: production, environment: production, connection: "dbname=app"}\n'
    fi
    printf '%s\n' "$text"
  } >"$(scratch_dir)/$number.yaml"
  loads "configuration $number of the documents: ${text%%$'\n'*}" "$(scratch_dir)/$number.yaml"
done < <(blocks yaml "$(page README)" "$(page collector)" "$(page operations)")

blocks links "${pages[@]}"
blocks codes "$(page findings)" "$(page README)" "$(page functions)"
