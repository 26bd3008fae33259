# shellcheck shell=bash
# shellcheck disable=SC2154
# The suites, for test/regression/run.

core_suite() {
  local input=$sources/src/test/regress
  suite "$1" "$pg_regress" --inputdir="$input" --dlpath="$sources/lib" --dbname=regression \
    --schedule="$input/parallel_schedule" --max-connections=20
  check_reachable "$1" "audited${servers-}"
  check_layers "$1" "audited${servers-}"
}

suite_core() {
  core_suite core
  check_statements core regression
  check_accesses core regression
}

# Without shared_preload_libraries: event triggers alone, and with the hooks of a library that each session loads.
# What they record is enough to find every object.
suite_unpreloaded() {
  # shellcheck disable=SC2034
  local servers=-unpreloaded
  core_suite core-unpreloaded
}
suite_session() {
  # shellcheck disable=SC2034
  local servers=-session
  core_suite core-session
  check_statements core-session regression audited-session
  check_accesses core-session regression audited-session
}

# check_reachable SUITE CLUSTER: every object that the core suite left is found from the log.
check_reachable() {
  local log=$out/reachable-$1 unreachable
  psql_on "$2" regression --quiet --file "$here/reachable.sql" >"$log" 2>&1 || true
  unreachable=$(grep -c '^unreachable' "$log" || true)
  if grep -q '^objects' "$log" && ((unreachable == 0)); then
    report "$1: objects that survive" 1 0 "$(grep '^objects' "$log")"
  else
    report "$1: objects that survive" 0 1 "$unreachable not reachable from the log, see $log"
  fi
}

# check_layers SUITE CLUSTER: each kind of command was recorded by the layer that docs/coverage.md names.
check_layers() {
  local log=$out/layers-$1 major
  major=$(sql_on "$2" regression "SELECT current_setting('server_version_num')::int / 10000")
  psql_on "$2" regression --quiet --no-align --tuples-only --file "$here/layers.sql" >"$log.rows"
  if python3 "$here/layers.py" "$SCHEMA_AUDIT_ROOT/docs/coverage.md" "$log.rows" "$major" >"$log"; then
    report "$1: layers" 1 0 "$(tail -n 1 "$log")"
  else
    report "$1: layers" 0 1 "$(tail -n 1 "$log"), see $log"
  fi
}

# check_accesses SUITE DATABASE [CLUSTER]: the objects that object_access_hook saw change are those that the log has.
check_accesses() {
  local log=$out/accesses-$1 on=${3-audited}
  psql_on "$on" "$2" --quiet --no-align --tuples-only --file "$here/accesses.sql" >"$log" || return 0
  local counts
  counts=$(grep -ohE 'schema_audit: [0-9]+ objects accessed: [^"]*' "$(cluster_dir "$on")/data/log/server.csv" |
    awk '{ seen += $2; recorded += $5; parts += $7 } END { print seen + 0, recorded + 0, seen - recorded - parts, parts + 0 }')
  read -r -a counts <<<"$counts"
  local remark="${counts[0]} objects seen by object_access_hook: ${counts[1]} recorded, ${counts[2]} in passing, ${counts[3]} parts of others or the server's own"
  if ((counts[0] > 0)) && [[ ! -s $log ]]; then
    report "$1: object accesses" 1 0 "$remark"
  else
    report "$1: object accesses" 0 1 "$(wc -l <"$log") not attributed, see $log; $remark"
  fi
}

# check_statements SUITE DATABASE [CLUSTER SINCE]: every command that the server calls DDL, that succeeded and was
# committed, has a row.
check_statements() {
  local log=$out/statements-$1 on=${3-audited}
  psql_on "$on" "$2" --quiet --no-align --tuples-only --file "$here/statements.sql" >"$log.rows" || return 0
  if python3 "$here/statements.py" "$(cluster_dir "$on")/data/log/server.csv" "$2" "$log.rows" "${4-0}" >"$log"; then
    report "$1: committed DDL" 1 0 "$(tail -n 1 "$log")"
  else
    report "$1: committed DDL" 0 1 "$(tail -n 1 "$log"), see $log"
  fi
}

suite_isolation() {
  local input=$sources/src/test/isolation
  if [[ ! -x $pg_isolation ]]; then
    skip isolation "there is no $pg_isolation"
    return
  fi
  suite isolation "$pg_isolation" --inputdir="$input" --dbname=isolation_regression \
    --schedule="$input/isolation_schedule" --max-connections=20
}

# variables DIRECTORY: what a module's Makefile says of its tests, one line each.
variables() {
  make --no-print-directory -s -C "$1" USE_PGXS=1 "PG_CONFIG=$PG_CONFIG" \
    --eval 'variables: ; @printf "%s\n" "$(REGRESS)" "$(ISOLATION)" "$(filter --load-extension=% --encoding=% --no-locale,$(REGRESS_OPTS))" "$(EXTENSION)" "$(MODULE_big)$(MODULES)"' \
    variables 2>/dev/null
}

# Is what the tests need installed?  Extensions with what they require, else the library.
installed() {
  local name control required sharedir=$1 pkglibdir=$2
  shift 2
  for name; do
    control=$sharedir/extension/$name.control
    [[ -e $control || -e $pkglibdir/$name.so ]] || return 1
    [[ -e $control ]] || continue
    for required in $(sed -n "s/^requires *= *'\(.*\)'.*/\1/p" "$control" | tr , ' '); do
      [[ -e $sharedir/extension/$required.control ]] || return 1
    done
  done
}

# module NAME DIRECTORY
module() {
  local name=$1 directory=$2 fields options=() sharedir pkglibdir
  sharedir=$("$bindir/pg_config" --sharedir)
  pkglibdir=$("$bindir/pg_config" --pkglibdir)
  mapfile -t fields < <(variables "$directory")
  local regress=${fields[0]-} isolation=${fields[1]-}
  read -r -a options <<<"${fields[2]-}"
  [[ -n $regress$isolation ]] || return 0
  # shellcheck disable=SC2046
  if ! installed "$sharedir" "$pkglibdir" ${fields[3]:-${fields[4]-}} $(sed 's/[^ ]*=//g' <<<"${fields[2]-}"); then
    left_out+=("$name")
    return 0
  fi
  # shellcheck disable=SC2086
  [[ -z $regress ]] || suite "$name" "$pg_regress" --inputdir="$directory" --dlpath="$pkglibdir" \
    --dbname=contrib_regression "${options[@]}" $regress
  # shellcheck disable=SC2086
  [[ -z $isolation || ! -x $pg_isolation ]] || suite "$name-isolation" "$pg_isolation" --inputdir="$directory" \
    --dbname=isolation_regression "${options[@]}" $isolation
}

suite_contrib() {
  local directory name left_out=()
  # shellcheck disable=SC2034
  local servers=-contrib
  for directory in "$sources"/contrib/*/; do
    name=$(basename "$directory")
    # These want a server of their own, set up by their authors' scripts.
    case $name in basic_archive | basebackup_to_shell | sepgsql) continue ;; esac
    [[ ! -e $directory/Makefile ]] || module "$name" "${directory%/}"
  done
  ((${#left_out[@]} == 0)) || skip contrib "not installed on this server: ${left_out[*]}"
}

suite_modules() {
  local name since left_out=()
  # shellcheck disable=SC2034
  local servers=-contrib
  for name in test_ddl_deparse test_extensions test_pg_dump dummy_seclabel; do
    since=$(date +%s.%N)
    [[ ! -d $sources/src/test/modules/$name ]] || module "$name" "$sources/src/test/modules/$name"
    # Each module has the database anew.
    [[ ! -d $out/$name ]] || check_statements "$name" contrib_regression audited-contrib "$since"
    [[ $name != test_ddl_deparse || ! -d $sources/src/test/modules/$name ]] || check_subcommands
  done
  ((${#left_out[@]} == 0)) || skip modules "could not be built: ${left_out[*]}"
}

# What test_ddl_deparse says each ALTER TABLE did must be in the log too.
check_subcommands() {
  local log=$out/subcommands
  psql_on audited-contrib contrib_regression --quiet --no-align --tuples-only --file "$here/subcommands.sql" >"$log.rows" || return 0
  if python3 "$here/subcommands.py" "$sources/src/test/modules/test_ddl_deparse/expected" "$log.rows" >"$log"; then
    report "test_ddl_deparse: sub-commands" 1 0 "$(tail -n 1 "$log")"
  else
    report "test_ddl_deparse: sub-commands" 0 1 "$(tail -n 1 "$log"), see $log"
  fi
}
