#!/usr/bin/env bash
# Reports for other programs: each format read by its own reader, the artefacts of a job that looks for drift, rules of
# severity and ignore, colours.
set -euo pipefail
source "$SCHEMA_AUDIT_ROOT/test/e2e/harness.sh"
source "$SCHEMA_AUDIT_ROOT/test/support/collector.sh"

formats() { python3 "$SCHEMA_AUDIT_ROOT/test/support/report_formats.py" "$@"; }
schema=$SCHEMA_AUDIT_ROOT/docs/report.schema.json

new_cluster production shared_preload_libraries=schema_audit
for database in shop staging empty; do
  psql_on production postgres --quiet --command "CREATE DATABASE $database"
  psql_on production "$database" --quiet --command "CREATE TABLE orders (id int PRIMARY KEY, total numeric NOT NULL, note text)" \
    --command "CREATE TABLE tmp_1 (id int)"
done
psql_on production shop --quiet --command "CREATE EXTENSION schema_audit" --command "CREATE ROLE reader LOGIN" \
  --command "CREATE ROLE bob LOGIN SUPERUSER" --command "GRANT pg_monitor TO reader"
# shellcheck disable=SC2119
begin_config
add_target staging test "$(connection_string production staging reader)"
add_target shop live "$(connection_string production shop reader)" staging
add_target empty test "$(connection_string production empty reader)" staging
ok "collected" collected
PGUSER=bob psql --no-psqlrc --quiet --host "$(cluster_socket production)" --dbname shop \
  --command "ALTER TABLE orders DROP COLUMN note, ALTER total TYPE bigint" --command "CREATE INDEX orders_total ON orders (total)" \
  --command "DROP TABLE tmp_1"

cd "$work"
exits "drift in every format" 2 drift shop --output html=drift.html --output junit=drift.xml --output sarif=drift.sarif \
  --output github=drift.github --output json=drift.json --output sql=drift.sql
for format in html junit sarif github; do
  file=drift.$format
  [[ $format != junit ]] || file=drift.xml
  ok "$format: its reader takes it" formats "$format" "$file"
  audit drift shop --format "$format" >stdout || true
  is "$format: stdout has the same" "$(sha256sum <stdout)" "$(sha256sum <"$file")"
done
ok "JSON: as the published schema has it" formats json "$schema" drift.json
is "HTML: every finding" "$(formats show html drift.html)" "table public.tmp_1 was dropped
column public.orders.note was dropped
type of column public.orders.total changed from numeric to bigint
index public.orders_total was added"
is "JUnit: every finding" "$(formats show junit drift.xml | head -n 4)" \
  "critical table.dropped table public.tmp_1 was dropped
critical column.dropped column public.orders.note was dropped
major column.type.changed type of column public.orders.total changed from numeric to bigint
passed index.added index public.orders_total was added"
is "SARIF: every finding, at the line of the configuration" "$(formats show sarif drift.sarif | head -n 2)" \
  "error table.dropped schema_audit.yaml:6 shop: table public.tmp_1 was dropped.
error column.dropped schema_audit.yaml:6 shop: column public.orders.note was dropped."
is "GitHub: every finding, at the line of the configuration" "$(formats show github drift.github | tail -n 3)" \
  "warning schema_audit.yaml:6 major: column.type.changed shop: type of column public.orders.total changed from numeric to bigint
notice schema_audit.yaml:6 minor: index.added shop: index public.orders_total was added
notice schema_audit.yaml:6 schema-audit shop has drifted from staging: 2 critical, 1 major, 1 minor"
contains "who did it, in which environment" "$(<drift.html)" "on shop (live) by bob, psql, local socket"
contains "what the other side knows" "$(<drift.html)" "staging never saw it (agentless"
is "a document is its own place" "$(audit export shop@1 before.json >/dev/null; audit diff shop before.json --format github --exit-code never |
  cut -d, -f1 | grep -o 'file=.*' | sort -u)" "file=before.json"

# The artefacts of a job

exits "artefacts" 2 drift shop --artifacts kept/of/job
is "artefacts: these three" "$(ls kept/of/job)" "drift-report.json
drift-summary.md
schema-diff.sql"
ok "artefacts: the JSON is as published" formats json "$schema" kept/of/job/drift-report.json
contains "artefacts: recommendations by severity" "$(<kept/of/job/drift-summary.md)" "### Recommended: critical"
contains "artefacts: each with its objects" "$(<kept/of/job/drift-summary.md)" "(column public\\.orders\\.note)"
contains "artefacts: what the SQL can lose is said" "$(<kept/of/job/schema-diff.sql)" "-- converts_values"
lacks "artefacts: the SQL leaves alone what is ignored" "$(<kept/of/job/schema-diff.sql)" "EXTENSION"
is "artefacts: the SQL is what the format gives" "$(sha256sum <kept/of/job/schema-diff.sql)" "$(sha256sum <drift.sql)"
psql_on production postgres --quiet --command "CREATE DATABASE mended TEMPLATE shop"
ok "artefacts: the SQL runs" psql_on production mended --quiet --file kept/of/job/schema-diff.sql
add_target mended live "$(connection_string production mended reader)" staging
exits "artefacts: and the drift is gone" 0 drift mended
contains "artefacts: really" "$stdout" "mended has not drifted from staging"
exits "no drift: artefacts all the same" 0 drift empty --artifacts none
is "no drift: SQL that says so" "$(<none/schema-diff.sql)" "-- from empty to staging: nothing to do"
exits "SQL of a diff leads forward" 2 diff staging shop --format sql
contains "SQL of a diff: drops" "$stdout" "DROP TABLE public.tmp_1;"
exits "artefacts: a directory that cannot be made" 73 drift shop --artifacts drift.json/x
exits "collect has no SQL" 64 collect --format sql
contains "collect has no SQL: says what it has" "$stderr" "collect has no format sql: text, json, markdown, html, junit, sarif and github"

# Several targets are one document

broken=$(connection_string production nowhere reader)
add_target broken live "$broken"
capture audit --log-level off collect --output html=all.html --output junit=all.xml --output sarif=all.sarif --output github=all.github \
  --output json=all.json
is "a collection with a target that is not there" "$status" 3
ok "HTML of a collection" formats html all.html
ok "JUnit of a collection" formats junit all.xml
ok "SARIF of a collection" formats sarif all.sarif
ok "GitHub of a collection" formats github all.github
ok "JSON of a collection: its reports are as published" formats json "$schema" all.json
contains "what was not read is an error" "$(grep '^::error title' all.github)" "broken was not read"
contains "what was not read is an error of JUnit" "$(<all.xml)" '<error type="not read"'
exits "diff-latest by the name of the file" 2 diff-latest shop --output latest.html --output latest.xml --output latest.sarif
ok "diff-latest: HTML" formats html latest.html
ok "diff-latest: JUnit" formats junit latest.xml
ok "diff-latest: SARIF" formats sarif latest.sarif

# What only follows stands below what it follows from

psql_on production shop --quiet --command "CREATE TABLE aa (b int, c int)" --command "CREATE INDEX aa_b ON aa (b)" \
  --command "CREATE TABLE bb (c int, d int)"
exits "two tables" 0 collect shop --exit-code never
psql_on production shop --quiet --command "ALTER TABLE aa DROP b" --command "ALTER TABLE bb DROP c"
dropped() { grep -oE "(follows: .*)?(column|index) public[.][a-z_.]+ was dropped" | sed -n 1,3p | sed -E 's/follows: (critical|major|minor) +/follows: /'; }
groups="column public.aa.b was dropped
follows: index public.aa_b was dropped
column public.bb.c was dropped"
exits "what a collection found" 2 collect shop --output html=groups.html --output json=groups.json
is "stands in groups" "$(dropped <<<"$stdout")" "$groups"
is "in HTML, too" "$(dropped <groups.html)" "$groups"
is "in JSON, too" "$(grep -o '"sentence": "[a-z]* public[a-z_.]* was dropped' groups.json | sed -n 1,3p | cut -d'"' -f4)" "${groups//follows: /}"
is "in the report that is kept" "$(stored "SELECT document FROM report WHERE type = 'changes' ORDER BY made_at DESC LIMIT 1" |
  grep -o '"sentence":"[a-z]* public[a-z_.]* was dropped' | sed -n 1,3p | cut -d'"' -f4)" "${groups//follows: /}"
exits "and in what diff-latest shows of it" 2 diff-latest shop
is "stands the same" "$(dropped <<<"$stdout")" "$groups"

# Rules

rules=$work/rules.yaml
{
  cat <<'END'
severity:
  - {code: column.dropped, schema: public, severity: minor, reason: nobody reads it}
  - {kind: index, name: orders_*, severity: major}
ignore:
  - {code: table.*, name: tmp_*}
  - {code: column.type.*}
END
  cat "$config"
} >"$rules"
config=$rules exits "rules of severity and ignore" 1 drift shop --output json=rules.json
contains "rules: what the tables say is said, too" "$stdout" "minor (usually critical)  column public.orders.note was dropped"
contains "rules: graded is counted" "$stdout" "graded by the configuration: 1 by rule {schema: public, code: column.dropped -> minor}"
contains "rules: and for each rule" "$stdout" "graded by the configuration: 1 by rule {kind: index, name: orders_* -> major}"
contains "rules: ignored is counted" "$stdout" "ignored: 1 by rule {name: tmp_*, code: table.*}"
contains "rules: ignored by code" "$stdout" "ignored: 1 by rule {code: column.type.*}"
contains "rules: the worst comes first" "$(sed -n 3p <<<"$stdout")" "major (usually minor)  index public.orders_total was added"
ok "rules: JSON as published" formats json "$schema" rules.json
lacks "rules: the SQL leaves alone what is ignored" "$(config=$rules audit drift shop --format sql || true)" "tmp_1"
sed 's/column.dropped/column.droped/' "$rules" >typo.yaml
config=typo.yaml exits "a code with a typing error" 78 drift shop
contains "a code with a typing error: what was meant" "$stderr" 'there is no code "column.droped"; did you mean "column.dropped"?'
sed 's/severity: minor/severity: mild/' "$rules" >word.yaml
config=word.yaml exits "a severity that is none" 78 drift shop
contains "a severity that is none: those there are" "$stderr" "none, minor, major, critical"

# Colours are for terminals

# in_terminal VARIABLE=VALUE...: what drift writes to a terminal.
in_terminal() { env -u NO_COLOR "$@" python3 -c '
import os, pty, sys
data = b""
pid, fd = pty.fork()
if pid == 0: os.execvp(sys.argv[1], sys.argv[1:])
while True:
    try: part = os.read(fd, 65536)
    except OSError: break
    if not part: break
    data += part
os.waitpid(pid, 0)
sys.stdout.buffer.write(data)' schema-audit --config "$config" drift shop; }
contains "a terminal has colours" "$(in_terminal TERM=xterm)" $'\e[1;31mcritical\e[0m  column public.orders.note was dropped'
for variables in "TERM=xterm NO_COLOR=1" "TERM=dumb"; do
  # shellcheck disable=SC2086
  plain=$(in_terminal $variables)
  contains "$variables: the report is there" "$plain" "critical  column public.orders.note was dropped"
  lacks "$variables: without colours" "$plain" $'\e'
done
lacks "a pipe has none" "$(TERM=xterm audit drift shop || true)" $'\e'
