#!/usr/bin/env bash
# Secrets that get into an output are found, wherever they hide: in what a test says, in what it writes, in what a server logs.
set -euo pipefail
source "$SCHEMA_AUDIT_ROOT/test/e2e/harness.sh"

work=$(scratch_dir)/planted
mkdir "$work"
secret=bird0fprey42
found() { python3 "$SCHEMA_AUDIT_ROOT/test/support/canary.py" "$secret" "$@" || true; }
plant() { cat >"$work/$1"; }

printf 'nothing, and %s\n' "${secret%?}" | plant clean
is "what is not there is not found" "$(found "$work")" "1 files"
echo "password=$secret" | plant plain
{ head -c 1048571 /dev/zero; printf '%s' "$secret"; } | plant across_chunks
for before in "" a ab; do printf 'user%s:%s-rest' "$before" "$secret" | base64 --wrap=0 | plant "base64$before"; done
printf '%s' "$secret" | od -An -v -tx1 | tr -d ' \n' | plant hexadecimal
printf '%s' "$secret" | iconv -t UTF-16LE | plant utf_16
echo "$secret" | zstd -q | plant document.json.zst
is "every form is" "$(found "$work" | grep -c 'holds the secret')" 8
is "but where it belongs" "$(found --but "$work/plain" "$work" | grep -c plain || true)" 0
lacks "and never shown" "$(found "$work")" "$secret"

# scripts/check with tests of our own.

suite=$work/suite
mkdir -p "$suite/test/support" "$suite/test/e2e" "$suite/scripts"
cp "$SCHEMA_AUDIT_ROOT/test/support/canary.py" "$suite/test/support/"
cp "$SCHEMA_AUDIT_ROOT/scripts/lib.sh" "$suite/scripts/"
cp "$SCHEMA_AUDIT_ROOT/test/e2e/harness.sh" "$suite/test/e2e/"
test_of() {
  rm -f "$suite"/test/e2e/try.sh
  {
    # shellcheck disable=SC2016
    echo 'source "$SCHEMA_AUDIT_ROOT/test/e2e/harness.sh"'
    cat
    echo 'echo "ok all is well"'
  } >"$suite/test/e2e/try.sh"
}
checked() {
  rm -rf "$suite/run"
  mkdir -p "$suite/run/clusters" "$suite/run/out"
  env SCHEMA_AUDIT_ROOT="$suite" SCHEMA_AUDIT_RUN="$suite/run" SCHEMA_AUDIT_OUT="$suite/run/out" ONLY=e2e TESTS=try \
    bash "$SCHEMA_AUDIT_ROOT/scripts/check" 2>&1 || true
}
last_of() { tail -n 1 <<<"$1"; }

# shellcheck disable=SC2016
{
  echo 'true' | test_of
  said=$(checked)
  is "a suite without a leak passes" "$(last_of "$said")" "2 passed, 0 failed"
  contains "and says where it looked" "$said" "no secret in "
  echo 'echo "connecting with $CANARY-password"' | test_of
  said=$(checked)
  is "one whose test says it fails" "$(last_of "$said")" "1 passed, 1 failed"
  contains "with the place" "$said" "e2e-try.log: holds the secret as it is"
  echo 'echo "$CANARY" >&2' | test_of
  is "on stderr as well" "$(last_of "$(checked)")" "1 passed, 1 failed"
  echo 'capture echo "password $CANARY"' | test_of
  is "what a program said that a test looked at, in both files" "$(last_of "$(checked)")" "1 passed, 2 failed"
  echo 'printf "user:%s-x" "$CANARY" | base64 >"$(scratch_dir)/collector.log"' | test_of
  said=$(checked)
  is "what it wrote to a file" "$(last_of "$said")" "1 passed, 1 failed"
  contains "with the name of the test" "$said" "try: "
  echo 'echo "$CANARY" >"$(scratch_dir)/pgpass"; holds_secrets "$(scratch_dir)/pgpass"' | test_of
  is "a file that is there for it may have it" "$(last_of "$(checked)")" "2 passed, 0 failed"
  echo 'mkdir "$(cluster_dir a)"; echo "$CANARY" >"$(cluster_log a)"; _started_clusters+=(a)' | test_of
  is "what a server logged" "$(last_of "$(checked)")" "1 passed, 1 failed"
}
# What was planted here is no leak of this test.
rm -rf "$work"
