# shellcheck shell=bash disable=SC2034,SC2154
# Many targets at once, some of them dead, and the store beside plain SQLite.

# measured COMMAND...: its wall seconds, the largest memory that it had in MB, and its processor seconds.
measured() {
  python3 -c 'import os, subprocess, sys, time
begun = time.monotonic()
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
_, status, usage = os.wait4(process.pid, 0)
print(f"{time.monotonic() - begun:.2f} {usage.ru_maxrss / 1024:.0f} {usage.ru_utime + usage.ru_stime:.2f}")' "$@"
}

# The most connections of the collector that a server had at once, by its log.
most_connections() {
  python3 - "$1" <<'PY'
import re, sys
now, most, pids = 0, 0, set()
for line in open(sys.argv[1], errors="replace"):
    found = re.search(r"\[(\d+)\].*(connection authorized|disconnection): .*user=collector", line)
    if not found:
        continue
    if found[2] == "disconnection":
        pids.discard(found[1])
    else:
        pids.add(found[1])
    most = max(most, len(pids))
print(most)
PY
}

# 3 clusters of 90 databases, 15 targets on 5 ports where nobody listens, 15 on 5 servers that never answer.
bench_fleet() {
  local databases=${DATABASES:-90} dir config cluster i port wall memory cpu round
  dir=$(scratch_dir)/fleet
  config=$dir/schema_audit.yaml
  mkdir -p "$dir"
  samples=()
  local clusters=(fleet_a fleet_b fleet_c)
  {
    echo "store: $dir/store.db"
    echo "run: {parallel: 8, parallel_per_server: 2}"
    echo "timeouts: {connect: 5s}"
    echo "targets:"
  } >"$config"
  for cluster in "${clusters[@]}"; do
    new_cluster "$cluster" log_connections=on log_disconnections=on
    psql_on "$cluster" postgres --quiet --command "CREATE ROLE collector LOGIN" --command "CREATE DATABASE model"
    psql_on "$cluster" model --quiet --set tables=20 --file schema.sql >/dev/null
    for ((i = 1; i <= databases; i++)); do echo "CREATE DATABASE app_$i TEMPLATE model STRATEGY file_copy;"; done |
      psql_on "$cluster" postgres --quiet
    printf '  - {name: %s, environment: bench, databases: ["app_*"], connection: "%s"}\n' "$cluster" \
      "$(connection_string "$cluster" postgres collector)" >>"$config"
  done
  for ((i = 1; i <= 5; i++)); do
    python3 "$SCHEMA_AUDIT_ROOT/test/support/silent_server.py" "$dir/port$i" &
    _started_processes+=("$!")
    wait_until 10 test -s "$dir/port$i"
    for n in 1 2 3; do
      printf '  - {name: hanging_%s_%s, environment: bench, connection: "host=127.0.0.1 port=%s dbname=x user=y"}\n' "$i" "$n" \
        "$(<"$dir/port$i")" >>"$config"
      printf '  - {name: dead_%s_%s, environment: bench, connection: "host=127.0.0.1 port=%s dbname=x user=y"}\n' "$i" "$n" \
        "$((1 + i))" >>"$config"
    done
  done
  echo "# first time: $(measured schema-audit --config "$config" --log-level off collect --exit-code never)" >&2
  for ((round = 1; round <= rounds; round++)); do
    for cluster in "${clusters[@]}"; do : >"$(cluster_log "$cluster")"; done
    read -r wall memory cpu < <(measured schema-audit --config "$config" --log-level off collect --exit-code never)
    sample wall "$wall"
    sample cpu "$cpu"
    sample memory "$memory"
    for cluster in "${clusters[@]}"; do sample connections "$(most_connections "$(cluster_log "$cluster")")"; done
  done
  # Without the dead ones: what they cost the living.
  grep -v -E "name: (hanging|dead)_" "$config" >"$dir/living.yaml"
  for ((round = 1; round <= rounds; round++)); do
    read -r wall memory cpu < <(measured schema-audit --config "$dir/living.yaml" --log-level off collect --exit-code never)
    sample living "$wall"
  done
  printf '\n## %s targets, 30 of them dead or hanging\n\n| what | figure | goal |\n|---|---:|---:|\n' $((3 * databases + 30))
  printf '| wall seconds, nothing changed | %s | 20 |\n' "$(median wall)"
  printf '| the same without the dead ones | %s | |\n' "$(median living)"
  printf '| processor seconds of the collector | %s | |\n' "$(median cpu)"
  printf '| memory, MB | %s | 200 |\n' "$(median memory)"
  printf '| connections to one server at once | %s | 2 |\n' "$(tr ' ' '\n' <<<"${samples[connections]}" | sort -n | tail -n 1)"
  for cluster in "${clusters[@]}"; do stop_cluster "$cluster" immediate; done
}

bench_events() {
  local events=${EVENTS:-40000} dir config wall memory cpu round before
  dir=$(scratch_dir)/events
  config=$dir/schema_audit.yaml
  mkdir -p "$dir"
  samples=()
  new_cluster events shared_preload_libraries=schema_audit
  psql_on events postgres --quiet --command "CREATE EXTENSION schema_audit" --command "CREATE TABLE t (id int)"
  printf 'store: %s/store.db\ntargets:\n  - {name: bench, environment: bench, connection: "%s"}\n' "$dir" \
    "$(connection_string events)" >"$config"
  schema-audit --config "$config" --log-level off collect >/dev/null
  for ((round = 1; round <= rounds; round++)); do
    read -r wall memory cpu < <(measured schema-audit --config "$config" --log-level off collect)
    sample idle "$wall"
    sample idle_cpu "$cpu"
    before=$(sql_on events postgres "SELECT count(*) FROM schema_audit.ddl_log")
    psql_on events postgres --quiet --command "DO \$\$ BEGIN FOR i IN 1..$((events / 2)) LOOP
      EXECUTE format('COMMENT ON TABLE t IS %L', i); EXECUTE format('ALTER TABLE t ALTER id SET STATISTICS %s', 1 + i % 1000);
      IF i % 200 = 0 THEN COMMIT; END IF; END LOOP; END \$\$"
    read -r wall memory cpu < <(measured schema-audit --config "$config" --log-level off collect --exit-code never)
    sample pull "$wall"
    sample pull_cpu "$cpu"
    sample memory "$memory"
    sample rows "$(($(sql_on events postgres "SELECT count(*) FROM schema_audit.ddl_log") - before))"
  done
  # per_second COUNT [SUFFIX]
  # A few events take no longer than none: that says nothing.
  per_second() { awk -v n="$1" -v t="$(median "pull${2-}")" -v idle="$(median "idle${2-}")" 'BEGIN { if (t > idle) printf "%.0f", n / (t - idle); else print "?" }'; }
  printf '\n## %s commands of somebody else pulled, stored and told\n\n| what | figure | goal |\n|---|---:|---:|\n' "$events"
  printf '| events per second | %s | 20000 |\n' "$(per_second "$(median rows)")"
  printf '| of these commands per second | %s | |\n' "$(per_second "$events")"
  printf '| events per processor second of the collector | %s | |\n' "$(per_second "$(median rows)" _cpu)"
  printf '| memory, MB | %s | |\n' "$(median memory)"
  stop_cluster events immediate
}

# From the commit of a change to its alert at the receiver, with the daemon: where the worker says so, and where the log
# is asked.
bench_alert() {
  local dir config name round begin daemon target changes=${CHANGES:-$((rounds * 4))}
  dir=$(scratch_dir)/alert
  config=$dir/schema_audit.yaml
  mkdir -p "$dir"
  samples=()
  new_cluster notifying shared_preload_libraries=schema_audit
  new_cluster asked
  start_receiver bench
  {
    printf 'store: %s/store.db\ndaemon: {interval: 1h, http: off}\ntargets:\n' "$dir"
    for name in notifying asked; do
      psql_on "$name" postgres --quiet --command "CREATE EXTENSION schema_audit"
      printf '  - {name: %s, environment: bench, connection: "%s"}\n' "$name" "$(connection_string "$name")"
    done
    printf 'alerts:\n  - {name: bench, type: webhook, url: "%s", min_severity: minor}\n' "$(receiver_url bench)"
  } >"$config"
  schema-audit --config "$config" --log-level debug daemon 2>"$dir/log" &
  daemon=$!
  _started_processes+=("$daemon")
  wait_until 60 grep -q "target notifying: listened to" "$dir/log"
  wait_until 60 grep -q "target asked: asked" "$dir/log"
  for ((round = 1; round <= changes; round++)); do
    for target in notifying asked; do
      psql_on "$target" postgres --quiet --command "CREATE TABLE ${target}_$round (id int)"
      begin=$(date +%s%N)
      while ! grep -qF "public.${target}_$round was added" "$(receiver_requests bench)" 2>/dev/null; do
        (($(date +%s%N) - begin < 60000000000)) || fail "the alert did not come: $(tail -n 5 "$dir/log")"
        sleep 0.01
      done
      sample "$target" "$(awk -v n=$(($(date +%s%N) - begin)) 'BEGIN { printf "%.3f", n / 1e9 }')"
    done
    sleep 2
  done
  printf '\n## From the commit of a change to its alert, %s changes\n\n| what | median, s | least and greatest | goal |\n|---|---:|---:|---:|\n' "$changes"
  printf '| the worker sends a notification | %s | %s | 2 |\n' "$(median notifying)" "$(spread notifying)"
  printf '| the log is asked once a second | %s | %s | 2 |\n' "$(median asked)" "$(spread asked)"
  kill "$daemon"
  wait "$daemon" || true
  stop_cluster notifying immediate
  stop_cluster asked immediate
}

bench_store() {
  local dir name value round
  dir=$(scratch_dir)/plain
  mkdir -p "$dir"
  samples=()
  for ((round = 1; round <= rounds; round++)); do
    while read -r name value; do sample "$name" "$value"; done < <(store_bench "$dir" "$round")
  done
  printf '\n## The store beside a plain SQLite connection for each call, with autocommit\n\n'
  printf '| what | plain, s | store, s | times faster | goal |\n|---|---:|---:|---:|---:|\n'
  compare() { printf '| %s | %s | %s | %s | %s |\n' "$1" "$(median "$2")" "$(median "$3")" "$(ratio "$2" "$3")" "$4"; }
  compare "insert 1,000 events" plain_insert store_insert 7
  compare "query 1,000 rows" plain_query store_query 6
  compare "backup, row by row; ours compares every row afterwards" plain_backup store_backup 4
  compare "backup, all pages at once and not looked at afterwards" plain_pages store_backup ""
}
