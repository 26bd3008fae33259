# shellcheck shell=bash
# For the end-to-end tests: each test/e2e/NAME.sh sources this file, then prints one line "ok NAME" or
# "not ok NAME" per thing it checks, and goes on after a failure.

# shellcheck source=scripts/lib.sh
source "$SCHEMA_AUDIT_ROOT/scripts/lib.sh"

explain() {
  local line
  while IFS= read -r line; do
    printf '#   %-10s %s\n' "$1" "$line"
  done <<<"$2"
}

# What programs said that a test looks at, kept for look_for_canary.
note_said() { printf '%s\n' "$1" >>"$_scratch/said"; }

# ok NAME COMMAND...: the command succeeds.
ok() {
  local name=$1 output
  shift
  if output=$("$@" 2>&1); then
    echo "ok $name"
  else
    echo "not ok $name"
    explain "output:" "$output"
  fi
  note_said "$output"
}

# is NAME GOT EXPECTED
is() {
  note_said "$2"
  if [[ $2 == "$3" ]]; then
    echo "ok $1"
  else
    echo "not ok $1"
    explain "got:" "$2"
    explain "expected:" "$3"
  fi
}

# contains NAME GOT PART, and its opposite
contains() {
  note_said "$2"
  if [[ $2 == *"$3"* ]]; then
    echo "ok $1"
  else
    echo "not ok $1"
    explain "got:" "$2"
    explain "without:" "$3"
  fi
}
lacks() {
  note_said "$2"
  if [[ $2 != *"$3"* ]]; then
    echo "ok $1"
  else
    echo "not ok $1"
    explain "got:" "$2"
    explain "with:" "$3"
  fi
}

# capture COMMAND...: its result in the variables stdout, stderr and status.
# shellcheck disable=SC2034
capture() {
  local out err
  out=$(scratch_dir)/stdout err=$(scratch_dir)/stderr
  status=0
  "$@" >"$out" 2>"$err" || status=$?
  stdout=$(<"$out")
  stderr=$(<"$err")
  note_said "$stdout"
  note_said "$stderr"
}

_out=$SCHEMA_AUDIT_OUT
# holds_secrets FILE...: files of this script whose purpose that is.
holds_secrets() { printf '%s\n' "$@" >>"$_scratch/.holds_secrets"; }

# Nothing else that the script and its programs wrote may hold a secret.
look_for_canary() {
  local found name place places=() server_logs=()
  if [[ -z ${TEST_CANARY-} ]]; then return; fi
  while IFS= read -r place; do places+=(--but "$place"); done < <(cat "$_scratch/.holds_secrets" 2>/dev/null)
  for name in "${_started_clusters[@]}"; do server_logs+=("$(cluster_log "$name")"); done
  found=$(python3 "$SCHEMA_AUDIT_ROOT/test/support/canary.py" "$CANARY" "${places[@]}" "$_scratch" "${server_logs[@]}") ||
    echo "$(basename "$0" .sh): $found" | head -n -1 >>"$_out/canary.hits"
  echo "${found##*$'\n'}" >>"$_out/canary.looked"
}
