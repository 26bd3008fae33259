# shellcheck shell=bash disable=SC2034,SC2154
# Snapshots and diffs beside pg_dump -s of the same database.

change_ten() {
  local i
  for i in {1..10}; do
    echo "ALTER TABLE t$((i * 7)) ADD COLUMN x$1 integer;"
  done | psql_on bench "$2" --quiet
}

# bench_snapshot TABLES
bench_snapshot() {
  local tables=$1 database=bench_$1 config store round
  config=$(scratch_dir)/bench.yaml
  store=$(scratch_dir)/store
  samples=()
  psql_on bench postgres --quiet --command "CREATE DATABASE $database"
  psql_on bench "$database" --quiet --set tables="$tables" --file schema.sql >/dev/null
  psql_on bench "$database" --quiet --command "CREATE EXTENSION schema_audit" --command "CREATE ROLE bench_reader LOGIN" 2>/dev/null ||
    psql_on bench "$database" --quiet --command "CREATE EXTENSION IF NOT EXISTS schema_audit"
  for ((round = 1; round <= rounds; round++)); do
    rm -rf "$store" && mkdir -p "$store"
    printf 'store: %s/store.db\ntargets:\n  - name: bench\n    environment: bench\n    connection: %s\n' "$store" \
      "$(connection_string bench "$database" bench_reader)" >"$config"
    psql_on bench "$database" --quiet --command "SET schema_audit.allow_log_changes = on" \
      --command "TRUNCATE schema_audit.snapshot, schema_audit.object_version"
    time_of dump pg_dump --schema-only --host "$(cluster_socket bench)" --username postgres "$database"
    time_of outside_first schema-audit --config "$config" collect
    time_of outside_again schema-audit --config "$config" collect
    time_of inside_first sql_on bench "$database" "SELECT schema_snapshot()"
    time_of inside_again sql_on bench "$database" "SELECT schema_snapshot()"
    change_ten "$round" "$database"
    time_of inside_changed sql_on bench "$database" "SELECT schema_snapshot()"
    time_of inside_diff sql_on bench "$database" "SELECT count(*) FROM schema_diff(2, 3)"
    time_of outside_diff schema-audit --config "$config" diff bench@1 bench@2
    time_of connect sql_on bench "$database" "SELECT 1"
  done
  printf '\n## Snapshot of %s tables\n\n| what | wall seconds | pg_dump -s = 1 |\n|---|---:|---:|\n' "$tables"
  row "pg_dump -s" dump dump
  row "schema-audit collect, first time, agentless" outside_first dump
  row "the same again, nothing changed" outside_again dump
  row "schema_snapshot(), first time" inside_first dump
  row "the same again, nothing changed" inside_again dump
  row "the same again, 10 tables changed" inside_changed dump
  row "schema_diff(a, b), 10 changes" inside_diff dump
  row "schema-audit diff of two stored snapshots" outside_diff dump
  row "psql -c 'SELECT 1' (contained in every line of the database)" connect dump
  psql_on bench postgres --quiet --command "DROP DATABASE $database"
}
