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
}

# is NAME GOT EXPECTED
is() {
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
  if [[ $2 == *"$3"* ]]; then
    echo "ok $1"
  else
    echo "not ok $1"
    explain "got:" "$2"
    explain "without:" "$3"
  fi
}
lacks() {
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
}
