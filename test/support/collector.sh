# shellcheck shell=bash
# The collector in an end-to-end test, to be sourced after harness.sh: a configuration and a store in a directory
# of the script's own.

work=$(scratch_dir)/collector
config=$work/schema_audit.yaml
store=$work/store.db
mkdir -p "$work"

# begin_config [LINE...]: a new configuration; the lines come before the targets.
begin_config() {
  printf '%s\n' "store: $store" "$@" "targets:" >"$config"
}

# add_target NAME ENVIRONMENT CONNECTION [REFERENCE]
add_target() {
  printf '  - name: %s\n    environment: %s\n    connection: %s\n' "$1" "$2" "$3" >>"$config"
  if [[ -n ${4-} ]]; then echo "    reference: $4" >>"$config"; fi
}

# add_channels NAME RECEIVER [LINE...]: the first channel of webhooks, with further settings of it.
add_channels() {
  echo "alerts:" >>"$config"
  add_channel "$@"
}
add_channel() {
  printf '  - name: %s\n    type: webhook\n    url: %s\n' "$1" "$(receiver_url "$2" "$1")" >>"$config"
  if (($# > 2)); then printf '    %s\n' "${@:3}" >>"$config"; fi
}

audit() { schema-audit --config "$config" "$@"; }

# collected: one collection of all targets, whatever it finds; its output is in $work/out.
collected() {
  local status=0
  audit --log-level off collect >"$work/out" 2>&1 || status=$?
  ((status <= 2)) || fail "collect exited with $status: $(<"$work/out")"
}

# exits NAME EXPECTED ARGUMENT...: runs the collector and checks its exit code; leaves stdout, stderr and status.
exits() {
  local name=$1 expected=$2
  shift 2
  capture audit "$@"
  # shellcheck disable=SC2154
  if [[ $status == "$expected" ]]; then
    echo "ok $name"
  else
    echo "not ok $name"
    explain "status:" "$status instead of $expected"
    explain "stdout:" "$stdout"
    explain "stderr:" "$stderr"
  fi
}

# stored QUERY: the bare value from the store.
stored() { sqlite3 -readonly "$store" "$1"; }

# The requests that a receiver got: how many, and their distinct ids.
request_count() { cat "$(receiver_requests "$1")" 2>/dev/null | wc -l; }
request_ids() {
  python3 -c 'import json, sys
for line in open(sys.argv[1], encoding="utf-8"): print(json.loads(line)["headers"]["webhook-id"])' \
    "$(receiver_requests "$1")" 2>/dev/null | sort -u
}
