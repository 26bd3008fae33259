# shellcheck shell=bash disable=SC2034,SC2154
# Backend CPU of DDL: without audit, with the PL/pgSQL peer, with schema_audit.

heavy_ddl() {
  local i
  for i in {1..200}; do
    echo "CREATE TABLE h$i (id serial PRIMARY KEY, a text); ALTER TABLE h$i ADD COLUMN b integer DEFAULT 1;"
    echo "CREATE INDEX h${i}_a ON h$i (a); DROP TABLE h$i;"
  done
}
cheap_ddl() {
  local i
  echo "CREATE TABLE IF NOT EXISTS c (a text);"
  for i in {1..1000}; do
    echo "COMMENT ON TABLE c IS '$i'; ALTER TABLE c ALTER a SET STATISTICS $i;"
  done
}
point_selects() {
  local i
  for i in {1..4000}; do echo "SELECT 1 FROM pg_class WHERE oid = 1259;"; done
}

# cpu_of NAME DATABASE SCRIPT: on-CPU seconds of the backend that runs the script.
cpu_of() {
  local seconds
  seconds=$({
    # shellcheck disable=SC2016
    printf '%s\n' 'SELECT pg_backend_pid() AS pid \gset' '\setenv BACKEND :pid' \
      '\set before `cut -d" " -f1 /proc/$BACKEND/schedstat`' '\o /dev/null'
    cat "$3"
    # shellcheck disable=SC2016
    printf '%s\n' '\o' '\set after `cut -d" " -f1 /proc/$BACKEND/schedstat`' '\echo :before :after'
  } | psql_on bench "$2" --quiet --no-align --tuples-only 2>/dev/null | tail -n 1 |
    awk '{ printf "%.4f", ($2 - $1) / 1e9 }')
  sample "$1" "$seconds"
}

bench_audit() {
  local arm load round directory
  directory=$(scratch_dir)
  samples=()
  for load in heavy_ddl cheap_ddl point_selects; do "$load" >"$directory/$load.sql"; done
  for arm in none peer ours; do psql_on bench postgres --quiet --command "CREATE DATABASE audit_$arm"; done
  psql_on bench audit_peer --quiet --file plpgsql_audit.sql
  psql_on bench audit_ours --quiet --command "CREATE EXTENSION schema_audit"
  for ((round = 1; round <= rounds; round++)); do
    for load in heavy_ddl cheap_ddl point_selects; do
      for arm in none peer ours; do cpu_of "$load-$arm" "audit_$arm" "$directory/$load.sql"; done
    done
  done
  printf '\n## Backend CPU of audited commands\n\n| workload | no audit, seconds | PL/pgSQL event trigger | schema_audit |\n|---|---:|---:|---:|\n'
  for load in heavy_ddl cheap_ddl point_selects; do
    printf '| %s | %s | %s | %s |\n' "${load//_/ }" "$(median "$load-none")" "$(ratio "$load-peer" "$load-none")" \
      "$(ratio "$load-ours" "$load-none")"
  done
}
