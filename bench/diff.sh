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

# bench_diff TABLES
bench_diff() {
  local tables=$1 work config round database migra peer_url
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
  printf 'store: %s/store.db\ntargets:\n' "$work" >"$config"
  for database in before after snapshots; do
    printf '  - name: %s\n    environment: bench\n    connection: %s\n' "$database" "$(connection_string diff "$database")"
  done >>"$config"
  schema-audit --config "$config" --log-level error collect >/dev/null || (($? <= 2))
  ten_changes | psql_on diff snapshots --quiet
  psql_on diff snapshots --quiet --command "SELECT schema_snapshot()" >/dev/null
  schema-audit --config "$config" --log-level error collect snapshots >/dev/null || (($? <= 2))
  peer_url="postgresql://postgres@/DATABASE?host=$(cluster_socket diff)"
  migra=$(command -v migra || true)
  for ((round = 1; round <= rounds; round++)); do
    server_time_of inside snapshots "SELECT count(*) FROM schema_diff(1, 2)"
    server_time_of inside_plan snapshots "SELECT length(schema_migration(1, 2))"
    cpu_time_of stored schema-audit --config "$config" diff snapshots@1 snapshots@2
    cpu_time_of stored_two schema-audit --config "$config" diff before@1 after@1
    cpu_time_of dump sh -c "for d in before after; do pg_dump --schema-only --host '$(cluster_socket diff)' --username postgres \$d; done"
    cpu_time_of live schema-audit --config "$config" drift before after
    cpu_time_of plan schema-audit --config "$config" plan before after --allow-hazard data_loss
    cpu_time_of plan_stored schema-audit --config "$config" plan before@1 after@1 --allow-hazard data_loss
    # Minutes, for a large schema: once is enough.
    if [[ $migra && $round == 1 ]]; then
      cpu_time_of migra timeout 1800 "$migra" "${peer_url/DATABASE/before}" "${peer_url/DATABASE/after}" --unsafe
    fi
  done
  printf '\n## Diff and plan, %s tables, 10 of them changed\n\n| what | result |\n|---|---:|\n' "$tables"
  printf '| schema_diff(a, b), milliseconds in the server | %s |\n' "$(median inside)"
  printf '| schema_migration(a, b), milliseconds in the server | %s |\n' "$(median inside_plan)"
  printf '| schema-audit diff of two stored snapshots of one target, CPU milliseconds | %s |\n' "$(median stored_cpu)"
  printf '| the same of two targets | %s |\n' "$(median stored_two_cpu)"
  printf '\n| two live databases, end to end | wall seconds | CPU of the client, ms | two pg_dump -s = 1 |\n|---|---:|---:|---:|\n'
  local name
  for name in dump live plan plan_stored migra; do
    [[ ${samples[$name]-} ]] || continue
    case $name in
      dump) printf '| two pg_dump -s ' ;;
      live) printf '| schema-audit drift ' ;;
      plan) printf '| schema-audit plan ' ;;
      plan_stored) printf '| schema-audit plan of stored snapshots ' ;;
      migra) printf '| @pgkit/migra ' ;;
    esac
    printf '| %s | %s | %s |\n' "$(median "$name")" "$(median "${name}_cpu")" "$(ratio "$name" dump)"
  done
  psql_on diff postgres --quiet --command "DROP DATABASE before" --command "DROP DATABASE after" --command "DROP DATABASE snapshots"
}
