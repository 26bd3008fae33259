# shellcheck shell=bash disable=SC2034,SC2154
# Snapshots and diffs beside pg_dump -s of the same database.

change_ten() {
  local i
  for i in {1..10}; do
    echo "ALTER TABLE t$((i * 7)) ADD COLUMN x$1 integer;"
  done | psql_on bench "$2" --quiet
}

# forget_snapshots DATABASE
forget_snapshots() {
  psql_on bench "$1" --quiet --command "SET schema_audit.allow_log_changes = on" \
    --command "TRUNCATE schema_audit.snapshot, schema_audit.object_version"
}

# new_store DIRECTORY DATABASE: an empty one, and the configuration for it.
new_store() {
  rm -rf "$1" && mkdir -p "$1"
  printf 'store: %s/store.db\ntargets:\n  - name: bench\n    environment: bench\n    connection: %s\n' "$1" \
    "$(connection_string bench "$2" bench_reader)" >"$1.yaml"
}

# cpu_used: processor time of the server's processes that have ended and of our own, hundredths of a second.
cpu_used() {
  local -a server own
  # Backends end shortly after their clients.
  sleep 0.2
  read -r -a server < <(sed 's/.*) //' "/proc/$(head -n 1 "$(cluster_dir bench)/data/postmaster.pid")/stat")
  times >"$(scratch_dir)/times"
  read -r -a own < <(sed -n '2s/[ms]/ /gp' "$(scratch_dir)/times")
  cpu=$(awk -v s="$((server[13] + server[14]))" -v u="${own[0]} ${own[1]} ${own[2]} ${own[3]}" \
    'BEGIN { split(u, t, " "); print s + 100 * (60 * t[1] + t[2] + 60 * t[3] + t[4]) }')
}

# both_times_of NAME COMMAND...: wall seconds, and processor seconds of client and server as NAME_cpu.
both_times_of() {
  local name=$1 before
  cpu_used
  before=$cpu
  time_of "$@"
  cpu_used
  sample "${name}_cpu" "$(awk -v a="$cpu" -v b="$before" 'BEGIN { printf "%.2f", (a - b) / 100 }')"
}

# row_of_both LABEL NAME BASE [GOAL]
row_of_both() {
  printf '| %s | %s | %s | %s | %s |%s\n' "$1" "$(median "$2")" "$(ratio "$2" "$3")" "$(median "$2_cpu")" \
    "$(ratio "$2_cpu" "$3_cpu")" " ${4-} |"
}

# bench_memory TABLES DATABASE: peaks of client and backend, one round.
bench_memory() {
  local database=$2 store postmaster connection
  store=$(scratch_dir)/store
  connection=(--host "$(cluster_socket bench)" --username postgres)
  postmaster=$(head -n 1 "$(cluster_dir bench)/data/postmaster.pid")
  memory_row() {
    local label=$1 goal=$2
    shift 2
    read -r client backend < <(python3 peak.py "$postmaster" "$database" "$@")
    printf '| %s | %s | %s | %s |\n' "$label" "$client" "$backend" "$goal"
  }
  printf '\n| memory of %s tables, MB | client | backend, its own | goal |\n|---|---:|---:|---|\n' "$1"
  new_store "$store" "$database"
  forget_snapshots "$database"
  memory_row "pg_dump -s" "" pg_dump --schema-only "${connection[@]}" "$database"
  memory_row "schema-audit collect, first time, agentless" "client 64, at any size" schema-audit --config "$store.yaml" collect
  memory_row "schema_snapshot(), first time" "backend 64 at 10,000" \
    psql --no-psqlrc "${connection[@]}" --dbname "$database" --command "SELECT schema_snapshot()"
  memory_row "the same again, nothing changed" "" \
    psql --no-psqlrc "${connection[@]}" --dbname "$database" --command "SELECT schema_snapshot()"
}

# bench_size TABLES DATABASE: what one snapshot takes on disk; the text of pg_dump -s is the goal.
bench_size() {
  local database=$2 dump
  dump=$(scratch_dir)/dump.sql
  pg_dump --schema-only --host "$(cluster_socket bench)" --username postgres "$database" >"$dump"
  printf '\n| size of %s tables, MB | | goal |\n|---|---:|---|\n' "$1"
  printf '| text of pg_dump -s | %s | |\n' "$(awk -v n="$(stat --format %s "$dump")" 'BEGIN { printf "%.2f", n / 1048576 }')"
  printf '| store of the collector after the first snapshot | %s | below the dump |\n' \
    "$(awk -v n="$(stat --format %s "$(scratch_dir)/store/store.db")" 'BEGIN { printf "%.2f", n / 1048576 }')"
  printf '| schema_audit.object_version with its indexes | %s | |\n' \
    "$(sql_on bench "$database" "SELECT round(pg_total_relation_size('schema_audit.object_version') / 1048576.0, 2)")"
}

# bench_snapshot TABLES
bench_snapshot() {
  local tables=$1 database=bench_$1 store round
  store=$(scratch_dir)/store
  samples=()
  psql_on bench postgres --quiet --command "CREATE DATABASE $database"
  psql_on bench "$database" --quiet --set tables="$tables" --file schema.sql >/dev/null
  psql_on bench "$database" --quiet --command "CREATE EXTENSION schema_audit" --command "CREATE ROLE bench_reader LOGIN" 2>/dev/null ||
    psql_on bench "$database" --quiet --command "CREATE EXTENSION IF NOT EXISTS schema_audit"
  for ((round = 1; round <= rounds; round++)); do
    new_store "$store" "$database"
    forget_snapshots "$database"
    both_times_of dump pg_dump --schema-only --host "$(cluster_socket bench)" --username postgres "$database"
    both_times_of outside_first schema-audit --config "$store.yaml" collect
    both_times_of outside_again schema-audit --config "$store.yaml" collect
    both_times_of inside_first sql_on bench "$database" "SELECT schema_snapshot()"
    both_times_of inside_again sql_on bench "$database" "SELECT schema_snapshot()"
    change_ten "$round" "$database"
    both_times_of inside_changed sql_on bench "$database" "SELECT schema_snapshot()"
    both_times_of inside_diff sql_on bench "$database" "SELECT count(*) FROM schema_diff(2, 3)"
    both_times_of outside_changed schema-audit --config "$store.yaml" collect
    both_times_of outside_diff schema-audit --config "$store.yaml" diff bench@2 bench@3
    both_times_of connect sql_on bench "$database" "SELECT 1"
  done
  printf '\n## Snapshot of %s tables\n\n| what | wall seconds | pg_dump -s = 1 | CPU seconds, client and server | pg_dump -s = 1 | goal |\n|---|---:|---:|---:|---:|---|\n' "$tables"
  row_of_both "pg_dump -s" dump dump
  row_of_both "schema-audit collect, first time, agentless" outside_first dump 0.25
  row_of_both "the same again, nothing changed" outside_again dump 0.08
  row_of_both "the same again, 10 tables changed" outside_changed dump 0.08
  row_of_both "schema_snapshot(), first time" inside_first dump 0.15
  row_of_both "the same again, nothing changed" inside_again dump 0.03
  row_of_both "the same again, 10 tables changed" inside_changed dump 0.03
  row_of_both "schema_diff(a, b), 10 changes" inside_diff dump "10 ms above a connection"
  row_of_both "schema-audit diff of two stored snapshots" outside_diff dump "30 ms of CPU"
  row_of_both "psql -c 'SELECT 1' (contained in every line of the database)" connect dump
  bench_memory "$tables" "$database"
  bench_size "$tables" "$database"
  psql_on bench postgres --quiet --command "DROP DATABASE $database"
}
