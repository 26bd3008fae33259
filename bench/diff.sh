# shellcheck shell=bash disable=SC2034,SC2154
# Diffs and plans: two databases that differ in 10 tables, two snapshots of one of them.

# server_time_of NAME DATABASE SQL: milliseconds of a statement, by psql, the second time in its session.
server_time_of() {
  sample "$1" "$(psql_on diff "$2" --no-align --tuples-only --command '\timing on' --command "$3" --command "$3" |
    awk '/^Time: / { ms = $2 } END { print ms }')"
}

# cpu_time_of NAME COMMAND...: wall seconds and processor milliseconds, as NAME and NAME_cpu.  Findings are no failure.
cpu_time_of() {
  local name=$1 wall cpu
  shift
  read -r wall cpu < <(python3 -c 'import os, subprocess, sys, time
begun = time.monotonic()
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
_, status, usage = os.wait4(process.pid, 0)
code = os.waitstatus_to_exitcode(status)
if code not in (0, 1, 2):
    sys.exit(f"{sys.argv[1:]}: exit code {code}")
print(f"{time.monotonic() - begun:.4f} {1000 * (usage.ru_utime + usage.ru_stime):.1f}")' "$@")
  sample "$name" "$wall"
  sample "${name}_cpu" "$cpu"
}

# A script of ten changes to ten of the tables of schema.sql.
ten_changes() {
  local i
  for i in {1..10}; do
    case $((i % 5)) in
      0) echo "ALTER TABLE t$((i * 7)) ADD COLUMN added integer;" ;;
      1) echo "ALTER TABLE t$((i * 7)) ALTER COLUMN name DROP NOT NULL;" ;;
      2) echo "CREATE INDEX ON t$((i * 7)) (amount);" ;;
      3) echo "ALTER TABLE t$((i * 7)) ALTER COLUMN kind TYPE bigint;" ;;
      4) echo "COMMENT ON COLUMN t$((i * 7)).note IS 'changed';" ;;
    esac
  done
}

# The same for any schema: ten of its tables get a column, a check or a comment.
ten_changes_anywhere() {
  cat <<'SQL'
DO $$
DECLARE
  name regclass;
  number integer := 0;
BEGIN
  FOR name IN
    SELECT oid FROM pg_class WHERE relkind = 'r' AND NOT relispartition AND relnamespace = 'public'::regnamespace
    ORDER BY relname LIMIT 10
  LOOP
    number := number + 1;
    EXECUTE format(CASE number % 3 WHEN 0 THEN 'ALTER TABLE %s ADD COLUMN bench_added integer'
                                   WHEN 1 THEN 'ALTER TABLE %s ADD CONSTRAINT bench_added CHECK (true)'
                                   ELSE 'COMMENT ON TABLE %s IS $x$changed$x$' END, name);
  END LOOP;
END $$;
SQL
}

# target_of DATABASE: its lines of a configuration.
target_of() { printf '  - name: %s\n    environment: bench\n    connection: %s\n' "$1" "$(connection_string diff "$1")"; }

# live_round CONFIG ROUND: the drift of two live databases, before and after, end to end, ours and the peers'.
live_round() {
  local peer_url
  peer_url="postgresql://postgres@/DATABASE?host=$(cluster_socket diff)"
  cpu_time_of dump sh -c "for d in before after; do pg_dump --schema-only --host '$(cluster_socket diff)' --username postgres \$d; done"
  cpu_time_of live schema-audit --config "$1" drift before after
  cpu_time_of plan schema-audit --config "$1" plan before after --allow-hazard data_loss
  # Minutes, for a large schema: once is enough.
  if [[ $2 == 1 ]] && command -v migra >/dev/null; then
    cpu_time_of migra timeout 1800 migra "${peer_url/DATABASE/before}" "${peer_url/DATABASE/after}" --unsafe
  fi
}

live_table() {
  local name
  printf '\n| two live databases, end to end | wall seconds | CPU of the client, ms | two pg_dump -s = 1 |\n|---|---:|---:|---:|\n'
  for name in dump live plan plan_stored migra; do
    [[ ${samples[$name]-} ]] || continue
    case $name in
      dump) printf '| two pg_dump -s ' ;;
      live) printf '| schema-audit drift ' ;;
      plan) printf '| schema-audit plan ' ;;
      plan_stored) printf '| schema-audit plan of stored snapshots ' ;;
      migra) printf '| @pgkit/migra, once ' ;;
    esac
    printf '| %s | %s | %s |\n' "$(median "$name")" "$(median "${name}_cpu")" "$(ratio "$name" dump)"
  done
  if [[ ${samples[migra]-} ]]; then
    printf '\nschema-audit drift is %s times as fast as @pgkit/migra.\n' \
      "$(awk -v a="$(median migra)" -v b="$(median live)" 'BEGIN { printf "%.1f", a / b }')"
  else
    printf '\n@pgkit/migra is not installed (npm install @pgkit/migra, with node_modules/.bin in PATH): left out.\n'
  fi
}

# bench_schema FILE: the drift of two live databases with a schema of one's own.
bench_schema() {
  local file=$1 work config round
  work=$(scratch_dir)/schema
  config=$work/diff.yaml
  mkdir -p "$work"
  samples=()
  psql_on diff postgres --quiet --command "CREATE DATABASE before"
  # What it asks for may not be there, roles for instance: what loads is compared.
  psql_on diff before --quiet --set ON_ERROR_STOP=0 --file "$file" >"$work/load.log" 2>&1 || true
  psql_on diff postgres --quiet --command "CREATE DATABASE after TEMPLATE before"
  ten_changes_anywhere | psql_on diff after --quiet
  { printf 'store: %s/store.db\ntargets:\n' "$work" && target_of before && target_of after; } >"$config"
  for ((round = 1; round <= rounds; round++)); do live_round "$config" "$round"; done
  printf '\n## Drift of two live databases: %s, %s tables, 10 of them changed\n' "$(basename "$file")" \
    "$(psql_on diff before --no-align --tuples-only --command "SELECT count(*) FROM pg_tables WHERE schemaname !~ '^(pg_|information_schema)'")"
  live_table
  psql_on diff postgres --quiet --command "DROP DATABASE before" --command "DROP DATABASE after"
}

# bench_diff TABLES
bench_diff() {
  local tables=$1 work config round
  work=$(scratch_dir)/diff$tables
  config=$work/diff.yaml
  mkdir -p "$work"
  samples=()
  psql_on diff postgres --quiet --command "CREATE DATABASE before"
  psql_on diff before --quiet --set tables="$tables" --file schema.sql >/dev/null
  psql_on diff postgres --quiet --command "CREATE DATABASE after TEMPLATE before" \
    --command "CREATE DATABASE snapshots TEMPLATE before"
  ten_changes | psql_on diff after --quiet
  psql_on diff snapshots --quiet --command "CREATE EXTENSION schema_audit" --command "SELECT schema_snapshot()" >/dev/null
  { printf 'store: %s/store.db\ntargets:\n' "$work" && target_of before && target_of after && target_of snapshots; } >"$config"
  schema-audit --config "$config" --log-level error collect >/dev/null || (($? <= 2))
  ten_changes | psql_on diff snapshots --quiet
  psql_on diff snapshots --quiet --command "SELECT schema_snapshot()" >/dev/null
  schema-audit --config "$config" --log-level error collect snapshots >/dev/null || (($? <= 2))
  for ((round = 1; round <= rounds; round++)); do
    server_time_of inside snapshots "SELECT count(*) FROM schema_diff(1, 2)"
    server_time_of inside_plan snapshots "SELECT length(schema_migration(1, 2))"
    cpu_time_of stored schema-audit --config "$config" diff snapshots@1 snapshots@2
    cpu_time_of stored_two schema-audit --config "$config" diff before@1 after@1
    live_round "$config" "$round"
    cpu_time_of plan_stored schema-audit --config "$config" plan before@1 after@1 --allow-hazard data_loss
  done
  printf '\n## Diff and plan, %s tables, 10 of them changed\n\n| what | result |\n|---|---:|\n' "$tables"
  printf '| schema_diff(a, b), milliseconds in the server | %s |\n' "$(median inside)"
  printf '| schema_migration(a, b), milliseconds in the server | %s |\n' "$(median inside_plan)"
  printf '| schema-audit diff of two stored snapshots of one target, CPU milliseconds | %s |\n' "$(median stored_cpu)"
  printf '| the same of two targets | %s |\n' "$(median stored_two_cpu)"
  live_table
  psql_on diff postgres --quiet --command "DROP DATABASE before" --command "DROP DATABASE after" --command "DROP DATABASE snapshots"
}
