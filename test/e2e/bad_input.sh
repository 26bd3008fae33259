#!/usr/bin/env bash
# What goes wrong is said in one line on stderr, with the documented exit code, and loses nothing.
set -euo pipefail
source "$SCHEMA_AUDIT_ROOT/test/e2e/harness.sh"
source "$SCHEMA_AUDIT_ROOT/test/support/collector.sh"

password="$CANARY-that-is-wrong"
# Where it is given wrongly.
holds_secrets "$config" "$work/password"

# fails NAME STATUS PART ARGUMENT...: the exit code, one line on stderr that holds the part, and nothing on stdout.
fails() {
  local name=$1 expected=$2 part=$3
  shift 3
  capture audit "$@"
  is "$name: exit code, stdout, lines on stderr" "$status|$stdout|$(grep -c . <<<"$stderr")" "$expected||1"
  contains "$name: message" "$stderr" "$part"
}
# with_config TEXT: a configuration that is nothing but this text.
with_config() { printf '%s\n' "$1" >"$config"; }
good_config() {
  begin_config "$@"
  add_target good test "$(connection_string target shop reader)"
}
store_is_whole() {
  [[ $(sqlite3 -readonly "$store" "PRAGMA integrity_check" "PRAGMA foreign_key_check") == ok ]]
}
snapshots() { stored "SELECT count(*) FROM snapshot"; }

new_cluster target shared_preload_libraries=schema_audit
psql_on target postgres --quiet --command "CREATE DATABASE shop" --command "CREATE DATABASE private" \
  --command "REVOKE CONNECT ON DATABASE private FROM PUBLIC" \
  --command "CREATE ROLE reader LOGIN" --command "GRANT pg_monitor TO reader" --command "CREATE ROLE guest LOGIN" \
  --command "CREATE ROLE secretive LOGIN PASSWORD 'the right one'"
psql_on target shop --quiet --command "CREATE EXTENSION schema_audit" --command "CREATE TABLE orders (id int)"
hba=$(cluster_dir target)/data/pg_hba.conf
printf 'local all secretive scram-sha-256\n%s\n' "$(<"$hba")" >"$hba"
sql_on target postgres "SELECT pg_reload_conf()" >"$work/out"

# The configuration

capture env -u SCHEMA_AUDIT_CONFIG HOME="$work" XDG_CONFIG_HOME="$work" schema-audit check
is "no configuration: exit code" "$status" 78
contains "no configuration: says how to make one" "$stderr" "schema-audit init"
config=$work/nowhere.yaml fails "a configuration that is not there" 78 "nowhere.yaml: cannot read" check
good_config "tagrets: []"
fails "an unknown key" 78 "schema_audit.yaml:2" check
contains "an unknown key: the nearest one" "$stderr" '"targets"'
good_config
echo "    refrence: good" >>"$config"
fails "an unknown key of a target" 78 "schema_audit.yaml:6" check
contains "an unknown key of a target: the nearest one" "$stderr" '"reference"'
with_config "targets: ["
fails "bad YAML" 78 "not valid YAML" check
with_config ""
fails "an empty configuration" 78 "is empty" check
good_config
printf 'timeouts:\n  connect: soon\n' >>"$config"
fails "a value that is none" 78 "schema_audit.yaml:7" check
good_config
# shellcheck disable=SC2016
printf 'alerts:\n  - name: ops\n    type: webhook\n    url: ${NOT_SET:?set it to the address}\n' >>"$config"
fails "a variable that is not set" 78 "set it to the address" check

# The command line

good_config
exits "a collection for what follows" 0 collect
fails "no verb" 64 "--help"
fails "an unknown verb" 64 'did you mean "collect"?' colect
fails "an unknown option" 64 "--fast" collect --fast
fails "an unknown target" 64 'good' collect god
fails "an unknown target to compare" 64 'good' diff god good
fails "an unknown target in the store" 64 '"god"' log god
fails "an unknown snapshot" 64 "good@99" diff good@99 good
fails "a bad reference" 64 "there is nothing behind the @" diff good@ good
fails "an empty reference" 64 "it is empty" diff "" good
fails "a bad time" 64 "--since" log --since yesterday
fails "a bad address" 64 "double quote" blame good 'public."orders'
fails "an unknown object" 64 "nothing" blame good nothing
fails "an unknown format" 64 "xml" collect --format xml
fails "a format that a verb does not have" 64 "markdown" log --format markdown
fails "an unknown log level" 64 "loud" check --log-level loud
fails "an output without a path" 64 "FORMAT=PATH" diff good@1 good --output json=
fails "a drift from nothing" 64 "has no reference" drift good
for word in --help --version; do
  capture schema-audit "$word"
  is "$word: exit code, stderr" "$status|$stderr" "0|"
done
capture schema-audit --help
contains "the help has examples" "$stdout" "schema-audit drift staging production"
for verb in init check collect snapshots diff drift log blame; do
  capture schema-audit "$verb" --help
  is "$verb --help: exit code, stderr" "$status|$stderr" "0|"
done

# Documents

audit snapshots good@1 >"$work/good.json"
exits "a document as it was written" 0 diff "$work/good.json" good
head -c 400 "$work/good.json" >"$work/torn.json"
fails "a torn document" 65 "torn.json" diff "$work/torn.json" good
sed 's/"orders"/"others"/' "$work/good.json" >"$work/altered.json"
fails "an altered document" 65 "fingerprint" diff "$work/altered.json" good
echo '{"format": "something/else", "version": 1}' >"$work/foreign.json"
fails "a foreign document" 65 "foreign.json" diff "$work/foreign.json" good
sed 's/"version": 1/"version": 99/' "$work/good.json" >"$work/later.json"
fails "a document of a later version" 65 "99" diff "$work/later.json" good
fails "a document that is not there" 65 "nowhere.json" diff "$work/nowhere.json" good
fails "a directory for a document" 65 "$work" diff "$work/" good

# What cannot be written

psql_on target shop --quiet --command "CREATE VIEW one AS SELECT 1 AS one"
fails "an output that cannot be written" 73 "/nowhere/report.json" diff good@1 good --output json=/nowhere/report.json
# shellcheck disable=SC2016
capture bash -c 'schema-audit --config "$1" snapshots >&-' - "$config"
is "a closed stdout: exit code, lines on stderr" "$status|$(grep -c . <<<"$stderr")" "73|1"
# shellcheck disable=SC2016
capture bash -c 'schema-audit --config "$1" snapshots >/dev/full' - "$config"
is "a full device: exit code, lines on stderr" "$status|$(grep -c . <<<"$stderr")" "73|1"
capture bash -c 'schema-audit --help >&-'
is "a closed stdout for the help: exit code" "$status" 73
fails "a configuration that would be replaced" 73 "exists" init "$config"

# Targets.  The good one comes last and is collected all the same.

targets=0
# bad_target NAME CONNECTION PART: the collection is incomplete, says why, and has collected the good target.
bad_target() {
  local name=$1 before
  begin_config "timeouts: {connect: 2s, statement: 5s, lock: 1s}"
  targets=$((targets + 1))
  add_target "bad$targets" test "$2"
  add_target good test "$(connection_string target shop reader)"
  before=$(stored "SELECT count(*) FROM snapshot JOIN target t ON t.id = target_id WHERE t.name = 'good'")
  capture audit collect
  is "$name: exit code" "$status" 3
  contains "$name: names the target" "$stderr" "bad$targets"
  contains "$name: says why" "$stderr" "$3"
  is "$name: in one line" "$(grep -c error <<<"$stderr")" 1
  is "$name: the other is collected" \
    "$(stored "SELECT count(*) FROM snapshot JOIN target t ON t.id = target_id WHERE t.name = 'good'")" $((before + 1))
  contains "$name: noted in the store" "$(stored "SELECT last_error FROM target WHERE name = 'bad$targets'")" "$3"
  lacks "$name: no password anywhere" "$stdout$stderr$(audit check 2>&1)$(sqlite3 "$store" .dump)" "$password"
  capture audit check
  is "$name: check says so too" "$status" 3
  capture audit diff "bad$targets" good
  is "$name: one line when it is compared" "$(grep -c . <<<"$stderr")" 1
  ok "$name: and no exit code of a finding ($status)" test "$status" -ge 64
}
bad_target "an unreachable target" "host=/nowhere dbname=shop" "/nowhere"
bad_target "a database that is not there" "$(connection_string target nosuch reader)" "nosuch"
bad_target "a role that is not there" "$(connection_string target shop nobody)" "nobody"
bad_target "a database without CONNECT" "$(connection_string target private guest)" "permission denied for database"
bad_target "no password" "$(connection_string target shop secretive)" "password"
printf '%s\n' "$password" >"$work/password"
chmod 600 "$work/password"
bad_target "a wrong password" \
  "{host: $(cluster_socket target), dbname: shop, user: secretive, password_file: $work/password}" \
  "password authentication failed"
chmod 644 "$work/password"
bad_target "a password that others can read" \
  "{host: $(cluster_socket target), dbname: shop, user: secretive, password_file: $work/password}" "chmod 600"
export SECRETIVE=$password
# shellcheck disable=SC2016
bad_target "a wrong password in a variable" \
  "postgresql://secretive:\${SECRETIVE}@/shop?host=$(cluster_socket target)" "password authentication failed"
unset SECRETIVE
good_config
printf '    password: %s\n' "$password" >>"$config"
fails "a password in the wrong place" 78 "schema_audit.yaml:6" check
lacks "a password in the wrong place: is not shown" "$stderr" "$password"
begin_config
add_target good test "{host: $(cluster_socket target), user: reader, password: $password}"
fails "a password in the configuration" 78 "password_file" check
lacks "a password in the configuration: is not shown" "$stderr" "$password"

# The log of a target that cannot be read: its snapshots still can.

good_config
psql_on target shop --quiet --command "CREATE TABLE later (id int)" --command "REVOKE pg_monitor FROM reader"
exits "a role that may not read the log" 1 collect
contains "a role that may not read the log: is told once" "$stdout" "[log.unreadable]"
contains "a role that may not read the log: says what to grant" "$stdout" "GRANT pg_monitor"
contains "a role that may not read the log: its snapshot is there" "$stdout" "1 minor"
capture audit check
contains "a role that may not read the log: check says so too" "$stdout" "GRANT pg_monitor"
psql_on target shop --quiet --command "GRANT pg_monitor TO reader" --command "CREATE TABLE latest (id int)" \
  --command "UPDATE pg_extension SET extversion = '0.0.1' WHERE extname = 'schema_audit'"
exits "another version of the extension" 1 collect
contains "another version of the extension: says what to do" "$stdout" "ALTER EXTENSION schema_audit UPDATE"
contains "another version of the extension: its snapshot is there" "$stdout" "1 minor"
psql_on target shop --quiet \
  --command "UPDATE pg_extension SET extversion = '0.2.0' WHERE extname = 'schema_audit'"
exits "both again as they should be" 0 collect
log=$(audit log good)
contains "nothing was lost meanwhile" "$log" "CREATE TABLE later (id int)"
contains "nothing was lost meanwhile, in the second case" "$log" "CREATE TABLE latest (id int)"

# The store

psql_on target shop --quiet --command "CREATE TABLE newest (id int)"
before=$(snapshots)
exec {lock}>>"$store.lock"
flock "$lock"
fails "another run" 75 "another run is in progress" collect
exec {lock}>&-
chmod 400 "$store"
fails "a read-only store" 74 "cannot be written" collect
exits "a read-only store: can be read" 0 snapshots
chmod 600 "$store"
mkdir "$work/closed"
chmod 500 "$work/closed"
open_store=$store
store=$work/closed/store.db
good_config
fails "a directory that cannot be written" 74 "must be able to write" collect
store=$work/foreign.db
sqlite3 "$store" "CREATE TABLE something (else_ int)"
good_config
fails "a store of another program" 74 "another program" collect
is "a store of another program: is left alone" "$(sqlite3 "$store" "SELECT name FROM sqlite_schema")" something
store=$work/good.json
good_config
fails "a file that is no store" 74 "not a store" collect
store=$work/none.db
good_config
fails "no store yet" 64 "run schema-audit collect" snapshots
store=$open_store
good_config
is "none of these changed the store" "$(snapshots)" "$before"

# A full disk: at each of these sizes (in blocks of 1 kB) some file cannot grow any further.
size=$(($(stat -c %s "$store") / 1024))
for limit in 1 $((size / 2)) $((size - 1)) "$size" $((size + 8)) $((size + 40)); do
  psql_on target shop --quiet --command "CREATE TABLE full_$limit (id int, filler text DEFAULT repeat('x', 100))"
  before=$(snapshots)
  capture bash -c 'ulimit -f "$1"; shift; exec "$@"' - "$limit" schema-audit --config "$config" collect
  if ((status == 74)); then
    contains "a full disk at $limit kB: says so" "$stderr" "the unfinished part was undone"
    is "a full disk at $limit kB: nothing was half written" "$(snapshots)" "$before"
  else
    is "room enough at $limit kB" "$status" 0
    is "room enough at $limit kB: the snapshot is there" "$(snapshots)" $((before + 1))
  fi
  ok "at $limit kB: the store opens and is whole" store_is_whole
done
exits "with room again" 0 collect
audit log good >"$work/out"
ok "nothing was lost on the full disk" test "$(grep -c "> CREATE TABLE full_" "$work/out")" = 6
is "and every table is in the newest snapshot" "$(audit snapshots good@latest | grep -c '"name": "full_')" 6

# The fuzzers without their compiler
mkdir "$work/bin"
for tool in bash dirname sort tail; do ln -s "$(command -v "$tool")" "$work/bin/$tool"; done
capture env -u TESTS PATH="$work/bin" bash "$SCHEMA_AUDIT_ROOT/scripts/fuzz"
is "fuzzing without clang++: exit code" "$status" 69
contains "fuzzing without clang++: what to do" "$stderr" "there is no clang++: run scripts/setup fuzz"
