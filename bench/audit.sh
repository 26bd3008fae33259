# shellcheck shell=bash disable=SC2034,SC2154
# What the audit costs: without one, with pgaudit, with the PL/pgSQL event trigger, with schema_audit.  Each has
# a server of its own; they take turns in every round.

# shellcheck source=bench/loads.sh
source loads.sh

declare -A arm_title=(
  [none]="no audit" [pgaudit]="pgaudit" [trigger]="PL/pgSQL event trigger" [chain]="PL/pgSQL trigger, rows chained"
  [ours]="schema_audit"
)
statements=${STATEMENTS:-2000}

start_arms() {
  local common=max_locks_per_transaction=512
  arms=(none trigger ours)
  if [[ -e $(pg_config --sharedir)/extension/pgaudit.control ]]; then
    arms=(none pgaudit trigger ours)
    new_cluster pgaudit "$common" shared_preload_libraries=pgaudit pgaudit.log=ddl
    psql_on pgaudit postgres --quiet --command "CREATE EXTENSION pgaudit"
  fi
  new_cluster none "$common"
  new_cluster trigger "$common"
  psql_on trigger postgres --quiet --file plpgsql_audit.sql
  new_cluster ours "$common" shared_preload_libraries=schema_audit
  psql_on ours postgres --quiet --command "CREATE EXTENSION schema_audit"
}

# cpu_of ARM LOAD: seconds on a processor of the backend that runs the load.
cpu_of() {
  {
    ! declare -F "before_$2" >/dev/null || cat "$directory/before_$2.sql"
    # shellcheck disable=SC2016
    printf '%s\n' 'SELECT pg_backend_pid() AS pid \gset' '\setenv BACKEND :pid' \
      '\set before `cut -d" " -f1 /proc/$BACKEND/schedstat`' '\o /dev/null'
    cat "$directory/load_$2.sql"
    # shellcheck disable=SC2016
    printf '%s\n' '\o' '\set after `cut -d" " -f1 /proc/$BACKEND/schedstat`' '\echo :before :after'
  } | PGOPTIONS="-c client_min_messages=warning" psql_on "$1" postgres --quiet --no-align --tuples-only |
    tail -n 1 | awk '{ printf "%.4f", ($2 - $1) / 1e9 }'
}

# run_load LOAD: one turn of each arm; the ratio is to the turn without audit of the same round.
run_load() {
  local arm base seconds
  for arm in "${arms[@]}"; do
    seconds=$(cpu_of "$arm" "$1")
    [[ $arm != none ]] || base=$seconds
    sample "$1-$arm" "$seconds"
    sample "$1-$arm-ratio" "$(awk -v a="$seconds" -v b="$base" 'BEGIN { printf "%.3f", a / b }')"
  done
}

# volume_of ARM LOAD: bytes per command of the write-ahead log, and of the audit's own records.
volume_of() {
  local wal records
  wal=$(sql_on "$1" postgres "SELECT pg_current_wal_insert_lsn() - '0/0'")
  records=$(records_of "$1")
  psql_on "$1" postgres --quiet --output /dev/null --file "$directory/load_$2.sql"
  wal=$(($(sql_on "$1" postgres "SELECT pg_current_wal_insert_lsn() - '0/0'") - wal))
  echo "$((wal / statements)) $((($(records_of "$1") - records) / statements))"
}
records_of() {
  case $1 in
    none) echo 0 ;;
    pgaudit) stat --format %s "$(cluster_log pgaudit)" ;;
    trigger) sql_on trigger postgres "SELECT pg_total_relation_size('audit_log')" ;;
    ours) sql_on ours postgres "SELECT sum(pg_total_relation_size(oid)) FROM pg_class
            WHERE relname IN ('ddl_statement', 'ddl_object', 'ddl_transaction') AND relkind = 'r'" ;;
  esac
}

# Eight sessions, each with long transactions: does one wait for another because of the audit?
load_sessions() {
  local i
  for ((i = 1; i <= 5; i++)); do
    echo "BEGIN; CREATE TABLE s$1_$i (a integer); SELECT pg_sleep(0.2); COMMIT;"
  done
  for ((i = 1; i <= 5; i++)); do echo "DROP TABLE s$1_$i;"; done
}
sessions_of() {
  local database=postgres arm=$1 i pids=()
  [[ $arm != chain ]] || { arm=trigger database=chain; }
  for i in {1..8}; do
    psql_on "$arm" "$database" --quiet --output /dev/null --file "$directory/session_$i.sql" &
    pids+=("$!")
  done
  wait "${pids[@]}"
}
bench_sessions() {
  local round i arm all=(none chain ours)
  for i in {1..8}; do load_sessions "$i" >"$directory/session_$i.sql"; done
  psql_on trigger postgres --quiet --command "CREATE DATABASE chain"
  psql_on trigger chain --quiet --file row_chain.sql
  for ((round = 1; round <= rounds; round++)); do
    for arm in "${all[@]}"; do time_of "sessions-$arm" sessions_of "$arm"; done
  done
  printf '\n## Eight sessions with long DDL transactions\n\n'
  printf '5 transactions each that make a table and then take 0.2 seconds, and 5 DROP TABLE; wall time.\n\n'
  printf '| audit | seconds | no audit = 1 |\n|---|---:|---:|\n'
  for arm in "${all[@]}"; do row "${arm_title[$arm]}" "sessions-$arm" sessions-none; done
}

print_cpu() {
  local arm load
  printf '\n## CPU of the backend while DDL is audited\n\n'
  printf 'Without audit = 1: median of the ratios of %s rounds (least to greatest).\n' "$rounds"
  [[ " ${arms[*]} " == *" pgaudit "* ]] ||
    printf 'pgaudit is not installed (scripts/setup bench installs it), so it is left out.\n'
  printf '\n| workload | no audit, seconds |'
  for arm in "${arms[@]:1}"; do printf ' %s |' "${arm_title[$arm]}"; done
  printf '\n|---|---:|'
  for arm in "${arms[@]:1}"; do printf -- '---:|'; done
  for load in "${loads[@]}"; do
    printf '\n| %s, %s | %s |' "${load_title[$load]}" "$(load_size "$load")" "$(median "$load-none")"
    for arm in "${arms[@]:1}"; do printf ' %.2f (%s) |' "$(median "$load-$arm-ratio")" "$(spread "$load-$arm-ratio")"; done
  done
  echo
}

print_volume() {
  local arm load
  printf '\n## Volume\n\nBytes per command.\n\n| workload | audit | write-ahead log | of it for the audit | records of the audit |\n'
  printf '|---|---|---:|---:|---:|\n'
  for load in own_transactions cheap_ddl; do
    local wal records base=0
    for arm in "${arms[@]}"; do
      read -r wal records < <(volume_of "$arm" "$load")
      [[ $arm != none ]] || base=$wal
      printf '| %s | %s | %s | %s | %s |\n' "${load_title[$load]}" "${arm_title[$arm]}" "$wal" "$((wal - base))" "$records"
    done
  done
}

bench_audit() {
  local load round name arms=()
  directory=$(scratch_dir)
  samples=()
  start_arms
  for load in "${loads[@]}"; do
    for name in "before_$load" "load_$load"; do
      ! declare -F "$name" >/dev/null || "$name" >"$directory/$name.sql"
    done
  done
  for ((round = 1; round <= rounds; round++)); do
    for load in "${loads[@]}"; do run_load "$load"; done
  done
  print_cpu
  print_volume
  bench_sessions
}
