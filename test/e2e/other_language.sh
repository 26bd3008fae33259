#!/usr/bin/env bash
# A session whose messages are in another language: the log stays in English, the messages in their language.
set -euo pipefail
source "$SCHEMA_AUDIT_ROOT/test/e2e/harness.sh"

work=$(scratch_dir)
mkdir "$work/locales"
if ! localedef -i de_DE -f UTF-8 "$work/locales/de_DE.UTF-8" >/dev/null 2>&1; then
  echo "ok skipped: this system has no sources of locales"
  exit
fi
export LOCPATH=$work/locales
new_cluster server shared_preload_libraries=schema_audit
if [[ $(psql_on server postgres --command "SET lc_messages = 'de_DE.UTF-8'" --command "SELECT 1 / 0" 2>&1) != *"Division durch Null"* ]]; then
  echo "ok skipped: this server has no translations"
  exit
fi
psql_on server postgres --quiet <<'SQL'
CREATE EXTENSION schema_audit;
CREATE FUNCTION inner_one() RETURNS void LANGUAGE plpgsql AS 'BEGIN EXECUTE ''CREATE TABLE made ()''; END';
CREATE FUNCTION outer_one() RETURNS void LANGUAGE plpgsql AS 'BEGIN PERFORM inner_one(); END';
SQL
capture psql_on server postgres --quiet --command "SET lc_messages = 'de_DE.UTF-8'" --command "SELECT outer_one()" \
  --command "DO 'BEGIN PERFORM inner_one(); END'"
contains "messages are in the language of the session" "$stderr" "Relation »made« existiert bereits"
contains "their context too, after DDL was recorded" "$stderr" "PL/pgSQL-Funktion inner_one() Zeile 1"
is "the log is in English" \
  "$(sql_on server postgres "SELECT call_stack FROM schema_audit.ddl_statement WHERE command_tag = 'CREATE TABLE'")" \
  "PL/pgSQL function inner_one() line 1 at EXECUTE
PL/pgSQL function outer_one() line 1 at PERFORM"
