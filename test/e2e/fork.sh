#!/usr/bin/env bash
# A new history of the same log (template copy, point-in-time recovery, promotion, restored dump) begins a chain of its own, which
# names the block that it goes on from; the old history stays verifiable beside it.
set -euo pipefail
source "$SCHEMA_AUDIT_ROOT/test/e2e/harness.sh"

verify() { sql_on "$1" "$2" "SELECT \"check\", status, regexp_replace(detail, '[0-9a-f]{8}-[0-9a-f-]{27}', 'X', 'g') FROM schema_verify()
  WHERE \"check\" IN ('blocks', 'transactions', 'history') AND (status <> 'ok' OR \"check\" = 'history')"; }
seal() { sql_on "$1" "$2" "SELECT schema_audit.seal()" >"$(scratch_dir)/out"; }
incarnation() { sql_on "$1" "$2" "SELECT schema_audit.incarnation()"; }
# head CLUSTER DATABASE INCARNATION: hash of its last block; origin: what the first block of the current history goes on from.
head_of() { sql_on "$1" "$2" "SELECT hash FROM schema_audit.ddl_block WHERE incarnation = '$3' ORDER BY number DESC LIMIT 1"; }
origin() { sql_on "$1" "$2" "SELECT previous FROM schema_audit.ddl_block WHERE incarnation = schema_audit.incarnation() AND number = 1"; }

# Sealed by hand only, so that it is known what is in which block.
new_cluster primary shared_preload_libraries=schema_audit schema_audit.seal_interval=0 max_wal_senders=4 wal_level=replica \
  archive_mode=on "archive_command=cp %p $(scratch_dir)/%f"
psql_on primary postgres --quiet --command "CREATE DATABASE model"
psql_on primary model --quiet --command "CREATE EXTENSION schema_audit" --command "CREATE TABLE a (id int)"
seal primary model
psql_on primary model --quiet --command "CREATE TABLE b (id int)"
seal primary model
model=$(incarnation primary model)
is "a first chain comes from nowhere" "$(origin primary model)" "\\x"

# A copy
psql_on primary postgres --quiet --command "CREATE DATABASE copy TEMPLATE model"
is "a copy has its template's chain" "$(verify primary copy)" ""
psql_on primary copy --quiet --command "CREATE TABLE c (id int)"
seal primary copy
is "its own goes on from the last block of the template" "$(origin primary copy)" "$(head_of primary model "$model")"
is "which is visible" "$(verify primary copy)" "history|ok|the current history goes on from history X after block 2"

# A standby that is promoted while the last transactions are not sealed yet
copy=$(cluster_dir standby)
mkdir -p "$copy"
mkdir -m 700 "$copy/socket"
pg_basebackup --pgdata "$copy/data" --host "$(cluster_socket primary)" --username postgres --write-recovery-conf --checkpoint fast
cp -r "$copy/data" "$copy/backup"
echo "unix_socket_directories = '$copy/socket'" >>"$copy/data/postgresql.conf"
start_cluster standby
psql_on primary model --quiet --command "CREATE TABLE unsealed (id int)"
lsn=$(sql_on primary postgres "SELECT pg_current_wal_insert_lsn()")
caught_up() { [[ $(sql_on standby postgres "SELECT pg_last_wal_replay_lsn() >= '$lsn'") == t ]]; }
ok "the standby follows" wait_until 20 caught_up
is "it verifies what it has" "$(verify standby model)" ""
pg_ctl promote --pgdata "$copy/data" --wait --silent
psql_on standby model --quiet --command "CREATE TABLE d (id int)"
seal standby model
is "promoted, its chain goes on from the primary's" "$(origin standby model)" "$(head_of primary model "$model")"
is "what was not sealed at the fork is told" "$(verify standby model)" "history|warning|history X: 1 transaction is in no block: not sealed when this history ended
history|ok|the current history goes on from history X after block 2"
seal primary model
is "the old primary's chain just goes on" "$(verify primary model)" ""
# Changing what the fork goes on from is found.
psql_on standby model --quiet --command "SET schema_audit.allow_log_changes = on" --command "DELETE FROM schema_audit.ddl_block WHERE incarnation = '$model' AND number = 2"
contains "the end of the old chain cannot be cut off" "$(verify standby model)" "history|failed|the current history goes on from a block that is not there"

# Back to a point in time
psql_on primary model --quiet --command "CREATE TABLE e (id int)"
seal primary model
sql_on primary postgres "SELECT pg_create_restore_point('here')" >"$(scratch_dir)/out"
psql_on primary model --quiet --command "CREATE TABLE undone (id int)"
seal primary model
sql_on primary postgres "SELECT pg_switch_wal()" >"$(scratch_dir)/out"
archived() { [[ $(sql_on primary postgres "SELECT last_archived_wal >= pg_walfile_name('$lsn') AND archived_count > 0 FROM pg_stat_archiver") == t ]]; }
wait_until 20 archived
stop_cluster primary fast
back=$(cluster_dir back)
mkdir -p "$back"
mkdir -m 700 "$back/socket"
mv "$copy/backup" "$back/data"
rm "$back/data/standby.signal"
touch "$back/data/recovery.signal"
cat >>"$back/data/postgresql.conf" <<CONF
unix_socket_directories = '$back/socket'
archive_mode = off
restore_command = 'cp $(scratch_dir)/%f %p'
recovery_target_name = 'here'
recovery_target_action = 'promote'
CONF
sed -i '/primary_conninfo/d' "$back/data/postgresql.auto.conf"
start_cluster back
recovered() { [[ $(sql_on back postgres "SELECT pg_is_in_recovery()") == f ]]; }
ok "recovered to a point in time" wait_until 20 recovered
psql_on back model --quiet --command "CREATE TABLE f (id int)"
seal back model
is "its chain goes on from the last block there was then" "$(verify back model)" "history|ok|the current history goes on from history X after block 4"

# A dump
pg_dump --host "$copy/socket" --username postgres --dbname copy --format custom --file "$(scratch_dir)/dump"
psql_on standby postgres --quiet --command "CREATE DATABASE restored"
pg_restore --host "$copy/socket" --username postgres --dbname restored "$(scratch_dir)/dump" 2>"$(scratch_dir)/restore" || true
is "a restored log still fits its seals" "$(sql_on standby restored "SELECT count(*) FROM schema_verify()
  WHERE \"check\" IN ('blocks', 'transactions') AND status = 'failed'")" 0
psql_on standby restored --quiet --command "SET schema_audit.allow_log_changes = on" \
  --command "DELETE FROM schema_audit.ddl_block WHERE incarnation <> schema_audit.incarnation()"
is "without its blocks it is unsealed history, not tampering" "$(sql_on standby restored "SELECT count(*) FROM schema_verify()
  WHERE \"check\" IN ('blocks', 'transactions') AND status = 'failed'")" 0
