# shellcheck shell=bash
# Private PostgreSQL clusters for tests and the demo, to be sourced inside scripts/sandbox.  Every cluster has
# its own data directory and listens on a Unix socket in its own directory only.  Whatever was started here is
# stopped when the sourcing script ends, however it ends.

: "${SCHEMA_AUDIT_RUN:?run this through scripts/sandbox}"

# What the secrets of the tests begin with, so that they are known wherever they turn up; see scripts/check.
CANARY=${TEST_CANARY:-canary5e1db1rd}
# Every client that connects as postgres then knows a secret.
if [[ -n ${TEST_CANARY-} && ! -e ~/.pgpass ]]; then
  (umask 077 && echo "*:*:*:postgres:$CANARY-postgres" >~/.pgpass)
fi

_started_clusters=()
_started_processes=()
_scratch=$(mktemp -d "$SCHEMA_AUDIT_RUN/clusters/$(basename "$0" .sh).XXXX")

stop_everything() {
  local status=$? name pid
  trap - EXIT
  trap '' INT TERM HUP
  if [[ -z ${LEAVE_RUNNING-} || $status != 0 ]]; then
    for pid in "${_started_processes[@]}"; do
      kill -TERM "$pid" 2>/dev/null || true
    done
    for name in "${_started_clusters[@]}"; do
      stop_cluster "$name" immediate || true
    done
    ((${#_started_processes[@]} == 0)) || wait "${_started_processes[@]}" || true
    if declare -F look_for_canary >/dev/null; then look_for_canary; fi
    rm -rf "$_scratch"
  fi
  exit "$status"
}

trap stop_everything EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

fail() {
  echo "schema_audit: $*" >&2
  return 1
}

# A directory of this script's own, removed when it ends.
scratch_dir() { echo "$_scratch"; }

# Directories of a cluster.  Names are private to the script: two scripts may each have a "production".
cluster_dir() { echo "${SCHEMA_AUDIT_RUN}/clusters/$(basename "$_scratch")-$1"; }
cluster_socket() { echo "$(cluster_dir "$1")/socket"; }
cluster_log() { echo "$(cluster_dir "$1")/server.log"; }

# A libpq connection string: connection_string CLUSTER [DATABASE [USER]]
connection_string() {
  echo "host=$(cluster_socket "$1") dbname=${2:-postgres} user=${3:-postgres}"
}

# new_cluster NAME [SETTING=VALUE...]: makes a cluster (superuser postgres, no password asked) and starts it.
new_cluster() {
  local name=$1 dir setting
  shift
  dir=$(cluster_dir "$name")
  mkdir -p "$dir"
  mkdir -m 700 "$dir/socket"
  initdb --pgdata "$dir/data" --username postgres --auth trust --encoding UTF8 --no-locale --no-sync \
    --no-instructions >"$dir/initdb.log" 2>&1 || {
    cat "$dir/initdb.log" >&2
    fail "cannot make the cluster $name"
    return
  }
  {
    echo "listen_addresses = ''"
    echo "unix_socket_directories = '$dir/socket'"
    echo "cluster_name = '$name'"
    echo "fsync = off"
    echo "full_page_writes = off"
    echo "synchronous_commit = off"
    echo "shared_buffers = 32MB"
    echo "max_connections = 50"
    echo "log_line_prefix = '%m [%p] %q%a '"
    echo "timezone = 'UTC'"
    for setting; do
      echo "${setting%%=*} = '${setting#*=}'"
    done
  } >>"$dir/data/postgresql.conf"
  start_cluster "$name"
}

# new_clusters NAME... : as new_cluster for each at once; SETTINGS_OF[NAME]="setting=value" holds one setting.
declare -A SETTINGS_OF=()
new_clusters() {
  local name pids=() pid
  for name; do
    (
      trap - EXIT
      new_cluster "$name" ${SETTINGS_OF[$name]+"${SETTINGS_OF[$name]}"}
    ) &
    pids+=("$!")
    _started_clusters+=("$name")
  done
  for pid in "${pids[@]}"; do
    wait "$pid" || fail "not every cluster could be started"
  done
}

start_cluster() {
  local dir
  dir=$(cluster_dir "$1")
  _started_clusters+=("$1")
  pg_ctl start --pgdata "$dir/data" --log "$dir/server.log" --wait --silent >"$dir/start.log" 2>&1 || {
    cat "$dir/start.log" "$dir/server.log" >&2
    fail "cannot start the cluster $1"
    return
  }
}

# stop_cluster NAME [fast|immediate|smart]
stop_cluster() {
  local dir
  dir=$(cluster_dir "$1")
  if [[ -e $dir/data/postmaster.pid ]]; then
    pg_ctl stop --pgdata "$dir/data" --mode "${2:-fast}" --wait --silent
  fi
}

# psql_on CLUSTER DATABASE [psql argument...]: no start-up file, stops at the first error.
psql_on() {
  local name=$1 database=$2
  shift 2
  psql --no-psqlrc --set ON_ERROR_STOP=1 --host "$(cluster_socket "$name")" --username postgres \
    --dbname "$database" "$@"
}

# sql_on CLUSTER DATABASE QUERY: the bare value.
sql_on() { psql_on "$1" "$2" --quiet --no-align --tuples-only --command "$3"; }

# wait_until SECONDS COMMAND...: polls until the command succeeds.
wait_until() {
  local tries=$(($1 * 20))
  shift
  while ! "$@" >/dev/null 2>&1; do
    ((tries-- > 0)) || return 1
    sleep 0.05
  done
}

# start_receiver NAME: a real HTTP receiver of webhooks, its files in its own directory.
receiver_dir() { echo "$_scratch/receiver-$1"; }
start_receiver() {
  local dir
  dir=$(receiver_dir "$1")
  mkdir -p "$dir"
  python3 "$SCHEMA_AUDIT_ROOT/demo/receiver.py" "$dir" &
  _started_processes+=("$!")
  wait_until 10 test -s "$dir/port" || fail "the webhook receiver did not start"
}
receiver_url() { echo "http://127.0.0.1:$(cat "$(receiver_dir "$1")/port")/${2-}"; }
receiver_requests() { echo "$(receiver_dir "$1")/requests.jsonl"; }
# receiver_answers NAME STATUS: what it answers from now on; 200 at the start.
receiver_answers() { echo "$2" >"$(receiver_dir "$1")/status"; }
# receiver_waits NAME SECONDS: for so long before each answer; 0 at the start.
receiver_waits() { echo "$2" >"$(receiver_dir "$1")/delay"; }
