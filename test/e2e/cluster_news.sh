#!/usr/bin/env bash
# What belongs to a whole cluster (roles, databases, tablespaces) is seen by each of its targets and told once: with the
# name that the log of one of them has, whoever is dead, and once for each environment.
set -euo pipefail
source "$SCHEMA_AUDIT_ROOT/test/e2e/harness.sh"
source "$SCHEMA_AUDIT_ROOT/test/support/collector.sh"

new_cluster target shared_preload_libraries=schema_audit
on() { psql_on target "$1" --quiet --command "$2"; }
for name in a b c; do
  on postgres "CREATE DATABASE $name"
  on postgres "CREATE ROLE reader_$name LOGIN IN ROLE pg_monitor"
  on "$name" "CREATE EXTENSION schema_audit"
done
start_receiver ops

# in_environments A B C: the targets, each with an environment.
in_environments() {
  local name environments=("$@") i=0
  begin_config "run: {retries: 0}"
  for name in a b c; do
    add_target "$name" "${environments[i++]}" "$(connection_string target "$name" "reader_$name")"
  done
  add_channels ops ops "min_severity: minor"
}
# told TEXT: how many lines of the output, and how many messages, have it.
told() { echo "$(grep -cF -- "$1" <<<"$stdout" || true) $(cat "$(receiver_requests ops)" 2>/dev/null | grep -cF -- "$1" || true)"; }
in_environments production production production
exits "the first collection" 0 collect
is "is no news of the cluster" "$(request_count ops)" 0

on b "CREATE ROLE bob"
exits "a dry run" 0 collect --dry-run
is "tells the new role once and sends nothing" "$(told "role bob was ")" "1 0"
exits "a role that is new" 0 collect
is "is told once" "$(told "role bob was ")" "1 1"
contains "with who made it, by the log of the database where that was done" "$stdout" "on b (production) by postgres"
exits "and not again" 0 collect --exit-code any
exits "as the last news" 0 diff-latest
lacks "there is none now" "$stdout" "role bob"

on a "ALTER ROLE bob CREATEDB"
exits "one target alone" 1 collect c
is "tells it for the others" "$(told "CREATEDB of role bob")" "1 1"
exits "who have nothing more to say" 0 collect --exit-code any
exits "what the last collection found" 1 diff-latest
is "each snapshot has it, and it is shown once" "$(grep -c "CREATEDB of role bob" <<<"$stdout")" 1

# The one that was waited for is dead, and that is the news
on a "CREATE TABLE of_a (id int); ALTER ROLE reader_c NOLOGIN"
exits "a target that dies" 3 collect
is "keeps nothing back" "$(told "role reader_c")" "1 1"
contains "what changed beside it" "$stdout" "table public.of_a was added"
on b "DROP ROLE bob"
exits "it is dead still" 3 collect
is "and the news are told" "$(told "role bob was dropped")" "1 1"
contains "with who did it" "$stdout" "on b (production) by postgres"
on b "ALTER ROLE reader_c LOGIN"
exits "it lives again" 0 collect --exit-code never
is "which is told once" "$(told "role reader_c")" "1 2"
is "not more often than it was before" "$(request_ids ops | wc -l)" "$(request_count ops)"

# A run that is interrupted before the last target
on a "CREATE ROLE carol"
psql_on target c --quiet --command "BEGIN; LOCK TABLE pg_catalog.pg_class" --command "SELECT pg_sleep(6)" >/dev/null 2>&1 &
locker=$!
is_locked() { [[ $(sql_on target b "SELECT count(*) FROM pg_locks WHERE mode = 'AccessExclusiveLock' AND granted") != 0 ]]; }
ok "a lock in one of them" wait_until 10 is_locked
schema-audit --config "$config" collect >"$work/stdout" 2>"$work/stderr" &
run=$!
kept() { [[ $(stored "SELECT count(*) FROM snapshot s JOIN target t ON t.id = s.target_id WHERE t.name IN ('a', 'b')") == "$1" ]]; }
before=$(stored "SELECT count(*) FROM snapshot s JOIN target t ON t.id = s.target_id WHERE t.name IN ('a', 'b')")
ok "the others are kept" wait_until 10 kept $((before + 2))
kill -KILL "$run"
wait "$run" || true
kill "$locker" 2>/dev/null || true
wait "$locker" || true
exits "kill -9 in the middle of a run" 0 collect
is "loses nothing" "$(told "role carol was ")" "1 1"

# Environments have channels of their own
in_environments production production staging
exits "another environment" 0 collect --exit-code never
on a "CREATE ROLE dave"
exits "one cluster for two environments" 0 collect
is "is told to each" "$(told "role dave was ")" "2 2"
exits "check is content" 0 check

# Rules count here as everywhere, and what is shown once takes nothing else along
rules='ignore: [{kind: role, name: ign*}]
severity: [{code: role.added, severity: major}]'
begin_config "run: {retries: 0}" "$rules"
for name in a b c; do add_target "$name" production "$(connection_string target "$name" "reader_$name")"; done
exits "rules" 0 collect --exit-code never
on a "CREATE ROLE ignored_one; CREATE ROLE erin"
exits "a role that a rule hides, and one that it grades" 1 collect
is "the one is counted once" "$(told "ignored: 1 by rule {kind: role, name: ign*}" | cut -d' ' -f1)" 1
is "the other one too" "$(told "graded by the configuration: 1 by rule {code: role.added -> major}" | cut -d' ' -f1)" 1
contains "with what it usually is" "$stdout" "major (usually minor)  role erin was added"

on a "CREATE ROLE alice"
for name in a b; do on "$name" "CREATE TABLE of_alice (x int, y int); ALTER TABLE of_alice OWNER TO alice"; done
exits "tables of one role" 0 collect --exit-code never
on a "ALTER ROLE alice RENAME TO alicia"
for name in a b; do on "$name" "ALTER TABLE of_alice DROP y"; done
exits "the role has another name" 2 collect
exits "what the last collections found" 2 diff-latest a b
is "the rename is shown once" "$(grep -c "role alice was renamed to alicia" <<<"$stdout")" 1
is "the new owner in both" "$(grep -c "owner of table public.of_alice changed from alice to alicia" <<<"$stdout")" 2
is "below the rename where that is shown" "$(grep -c "follows: .*owner of table public.of_alice" <<<"$stdout")" 1
ok "the store is whole" schema-audit --config "$config" verify
