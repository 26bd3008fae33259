#!/usr/bin/env bash
# One entry for many databases of a cluster: which those are, whatever they are called, and what comes and goes; and
# schemas and kinds that are left out.
set -euo pipefail
source "$SCHEMA_AUDIT_ROOT/test/e2e/harness.sh"
source "$SCHEMA_AUDIT_ROOT/test/support/collector.sh"

# shellcheck disable=SC2034
SETTINGS_OF[production]="max_connections=20"
new_clusters production staging
hostile=$'host=127.0.0.1 port=1 "; \'\e[31m%s@latest/..'
quoted=${hostile//\"/\"\"}
for cluster in production staging; do
  for database in app_orders app_users app_test other; do
    psql_on "$cluster" postgres --quiet --command "CREATE DATABASE $database"
  done
done
psql_on production postgres --quiet --command "CREATE DATABASE app_template IS_TEMPLATE true" \
  --command "CREATE DATABASE app_closed ALLOW_CONNECTIONS false" --command "CREATE DATABASE \"app_$quoted\""
on_production() { psql_on production "$1" --quiet --command "$2"; }
on_production app_orders "CREATE TABLE orders (id int, note text)"
psql_on staging app_orders --quiet --command "CREATE TABLE orders (id int)"
start_receiver ops

# fleet_config PATTERNS [LINE...]: both clusters, with further settings of the entry for production.
fleet_config() {
  local patterns=$1
  shift
  begin_config "run: {parallel_per_server: 2, retries: 0}"
  add_target apps production "$(connection_string production)" before
  {
    echo "    databases: $patterns"
    if (($# > 0)); then printf '    %s\n' "$@"; fi
  } >>"$config"
  add_target before staging "$(connection_string staging)"
  echo '    databases: ["app_*"]' >>"$config"
  add_channels ops ops "min_severity: minor"
}
fleet_config '["app_*", "!app_test"]'
hostile_target=$(python3 -c 'import re, sys
name = re.sub(rb"[^A-Za-z0-9_-]", lambda m: b".%02x" % m[0][0], sys.argv[1].encode()).decode()
import hashlib
print("apps." + (name if len(name) <= 63 else name[:45] + ".." + hashlib.sha256(sys.argv[1].encode()).hexdigest()[:16]))' \
  "app_$hostile")

# What the entry stands for

exits "the first collection" 0 collect
contains "says how many there are" "$stdout" "apps: 3 databases; app_closed is left out, it allows no connections; app_template is left out, it is a template; 5 not chosen"
for name in app_orders app_users; do contains "$name is a target" "$stdout" "apps.$name: first snapshot"; done
contains "so is one with a hostile name" "$stdout" "$hostile_target: first snapshot"
lacks "the terminal is left alone" "$stdout$stderr" $'\e'
lacks "none that is not chosen" "$stdout" "apps.app_test"
lacks "the first time is no news" "$stdout" "appeared"
is "each with the name of its database" "$(stored "SELECT group_concat(DISTINCT s.database = CASE t.name WHEN '$hostile_target' THEN 'app_' || x'$(printf '%s' "$hostile" | od -An -tx1 | tr -d ' \n')' ELSE substr(t.name, 6) END) FROM snapshot s JOIN target t ON t.id = s.target_id WHERE t.name LIKE 'apps.%'")" 1
contains "it is compared with the one of the same name" "$stdout" "apps.app_orders has drifted from before.app_orders"
exits "an entry alone" 0 collect apps
contains "is all of its databases" "$stdout" "apps.app_users: No changes detected"
lacks "and nothing else" "$stdout" "before.app_users"
exits "one database alone" 0 collect apps.app_users
lacks "is that one" "$stdout" "apps.app_orders: "
exits "one that is not there" 64 collect apps.app_user
contains "is told with the nearest" "$stderr" 'did you mean "apps.app_users"?'
exits "drift of one, live" 1 drift apps.app_orders --exit-code any
contains "knows the reference" "$stdout" "apps.app_orders has drifted from before.app_orders"
exits "check looks at each" 0 check apps
contains "of them" "$stdout" "$hostile_target"
exits "a plan of two, live" 0 plan apps.app_users before.app_users
exits "diff of two, live" 0 diff apps.app_users "$hostile_target" --exit-code never
exits "what is collected is not imported" 64 import "$config" apps.x

# What comes and goes

: >"$(receiver_requests ops)"
on_production postgres "DROP DATABASE app_users"
on_production postgres "CREATE DATABASE app_new"
on_production app_orders "ALTER TABLE orders ADD extra int"
exits "databases come and go" 2 collect --output github="$work/github" --output sarif="$work/sarif"
is "what changed in one of them is at the line of its entry" \
  "$(grep 'column.added.*public.orders.extra' "$work/github" | grep -oE 'file=[^,]*,line=[0-9]+' | sort -u)" \
  "file=$config,line=$(grep -n 'name: apps$' "$config" | cut -d: -f1)"
is "each finding has a place" "$(grep -o '"ruleId"' "$work/sarif" | wc -l)" "$(grep -o '"physicalLocation"' "$work/sarif" | wc -l)"
contains "one is gone" "$stdout" "critical  database app_users is gone  [entry.vanished]"
contains "one is new" "$stdout" "minor  database app_new appeared  [entry.appeared]"
contains "and is collected" "$stdout" "apps.app_new: first snapshot"
contains "it is news" "$(<"$(receiver_requests ops)")" "database app_users is gone"
contains "as JSON too" "$(audit diff-latest apps.app_orders --format json)" '"changes"'
exits "told once" 0 collect
lacks "only" "$stdout" "apps.app_users"
contains "what was there stays" "$(audit snapshots apps.app_users)" "apps.app_users"
on_production postgres "ALTER DATABASE app_new RENAME TO app_newer"
exits "a database is renamed" 2 collect
contains "which is seen" "$stdout" "major  database app_new was renamed to app_newer  [entry.renamed]"
on_production postgres "CREATE DATABASE app_users"
exits "one that is there again" 0 collect --format json
contains "is told too" "$stdout" "database app_users is there again"
contains "as a document" "$stdout" '"not_chosen_databases": 5'
exits "in the store, too" 0 diff-latest apps.app_orders --output github="$work/github" --exit-code never
contains "it is at that line" "$(<"$work/github")" "file=$config,line="

fleet_config '["app_*", "!app_test"]'
sed -i '1i severity: [{code: entry.vanished, severity: minor}]\nignore: [{code: entry.appeared}]' "$config"
on_production postgres "DROP DATABASE app_newer"
on_production postgres "CREATE DATABASE app_last"
exits "rules for what comes and goes" 0 collect apps --exit-code never
contains "another severity" "$stdout" "minor (usually critical)  database app_newer is gone  [entry.vanished]"
lacks "nothing of what is ignored" "$stdout" "app_last appeared"
contains "but that it is" "$stdout" "ignored: 1 by rule {code: entry.appeared}"

fleet_config '["app_*", "!app_test", "!app_users"]'
exits "other patterns" 0 collect
lacks "are no news" "$stdout" "apps.app_users"
fleet_config '["nothing_*"]'
sed -i 's/name: apps/name: none/' "$config"
exits "patterns that choose nothing" 3 collect none
contains "are no success" "$stdout" 'none: not collected: none of its databases is chosen by "databases"'
fleet_config '["app_*"]'
stop_cluster production
exits "a cluster that is down" 3 collect apps
is "fails as one" "$(grep -c "not collected" <<<"$stdout")" 1
contains "and says why" "$stdout" "apps: not collected: its databases cannot be listed: "
contains "its databases have failed, too" "$(stored "SELECT group_concat(failures) FROM target WHERE name IN ('apps.app_orders', 'apps.app_users') ORDER BY name")" "1,1"
exits "check says so too" 3 check apps
start_cluster production
exits "it is well again" 0 collect apps
lacks "without news" "$stdout" "database."

# Schemas and kinds

on_production app_orders "CREATE SCHEMA tmp CREATE TABLE scratch (id int PRIMARY KEY)"
on_production app_orders "CREATE INDEX ON orders (id)"
fleet_config '["app_orders"]'
exits "everything" 0 collect --exit-code never
fleet_config '["app_orders"]' 'schemas: ["!tmp"]' 'kinds: ["!index"]'
exits "a filter" 0 collect apps
contains "is no change" "$stdout" "apps.app_orders: No changes detected, 3 left out"
is "nothing was added or removed" "$(stored "SELECT added || removed FROM snapshot ORDER BY taken_at DESC LIMIT 1")" 00
exits "what is left out" 0 diff "apps.app_orders@latest" apps.app_orders
contains "is counted" "$stdout" "not compared: 1 index, left out by the configuration"
contains "by kind" "$stdout" "not compared: 1 schema, left out by the configuration"
on_production app_orders "DROP SCHEMA tmp CASCADE; DROP INDEX orders_id_idx; ALTER TABLE orders DROP note"
exits "a change of what is left out" 2 collect apps
contains "is none" "$stdout" "apps.app_orders: 1 critical"
exits "against a snapshot without a filter" 2 diff "apps.app_orders@1" apps.app_orders@latest
lacks "neither" "$stdout" "tmp was dropped"
contains "a document" "$(audit export apps.app_orders@latest "$work/partial.json" && cat "$work/partial.json")" '"scope": {'
exits "which is compared in what it has" 0 diff "$work/partial.json" apps.app_orders
audit import "$work/partial.json" kept >"$work/out"
exits "when it is imported, too" 0 diff kept@latest apps.app_orders
contains "the list of snapshots counts it" "$(audit snapshots apps.app_orders)" "left out"
fleet_config '["app_orders"]'
on_production app_orders "CREATE INDEX ON orders (id)"
exits "without the filter" 0 collect apps
contains "nothing has come" "$stdout" "apps.app_orders: No changes detected; snapshot"
exits "now everything counts again" 0 diff-latest apps.app_orders

# The daemon asks which databases there are, long before its next round

fleet_config '["app_*", "!app_test"]'
sed -i '1i daemon: {interval: 1h, http: off}' "$config"
: >"$(receiver_requests ops)"
schema-audit --config "$config" daemon 2>"$work/log" &
daemon=$!
_started_processes+=("$daemon")
told() { grep -qF -- "$1" "$(receiver_requests ops)"; }
ok "the first round" wait_until 60 grep -qF "target apps.app_orders: " "$work/log"
on_production postgres "CREATE DATABASE app_soon"
ok "a new database is told" wait_until 40 told "database app_soon appeared"
collected_soon() { [[ $(stored "SELECT count(*) FROM snapshot s JOIN target t ON t.id = s.target_id WHERE t.name = 'apps.app_soon'") != 0 ]]; }
ok "and collected" wait_until 20 collected_soon
ok "nothing stands in the way of dropping it" wait_until 20 on_production postgres "DROP DATABASE app_soon"
ok "which is told, too" wait_until 60 told "database app_soon is gone"
is "once" "$(grep -c "database app_soon is gone" "$(receiver_requests ops)")" 1
kill -TERM "$daemon"
status=0
wait "$daemon" || status=$?
is "SIGTERM is a clean end" "$status" 0
