# shellcheck shell=bash disable=SC2034,SC2154
# The commands whose audit is measured, as SQL scripts. A load has what is measured in load_NAME and what has to
# be there before in before_NAME.  `statements` is how many commands the larger ones have.

loads=(own_transactions one_transaction cheap_ddl drop_schema temporary_tables point_selects)
declare -A load_title=(
  [own_transactions]="DDL, each in a transaction of its own"
  [one_transaction]="the same DDL in one transaction"
  [cheap_ddl]="cheap DDL: COMMENT, SET STATISTICS"
  [drop_schema]="DROP SCHEMA CASCADE"
  [temporary_tables]="CREATE TEMP TABLE, INSERT, DROP"
  [point_selects]="SELECT of one row"
)

# load_size NAME: how many of what its title says.
load_size() {
  case $1 in
    drop_schema) echo "$((statements / 4)) tables" ;;
    temporary_tables) echo "$((statements / 4)) times" ;;
    point_selects) echo "$((statements * 4)) times" ;;
    *) echo "$statements" ;;
  esac
}

load_own_transactions() {
  local i
  for ((i = 1; i <= statements / 4; i++)); do
    echo "CREATE TABLE h$i (id serial PRIMARY KEY, a text);"
    echo "ALTER TABLE h$i ADD COLUMN b integer DEFAULT 1;"
    echo "CREATE INDEX h${i}_a ON h$i (a);"
    echo "DROP TABLE h$i;"
  done
}

load_one_transaction() {
  echo "BEGIN;"
  load_own_transactions
  echo "COMMIT;"
}

before_cheap_ddl() { echo "DROP TABLE IF EXISTS c; CREATE TABLE c (a text);"; }
load_cheap_ddl() {
  local i
  for ((i = 1; i <= statements / 2; i++)); do
    echo "COMMENT ON TABLE c IS '$i';"
    echo "ALTER TABLE c ALTER a SET STATISTICS $i;"
  done
}

before_drop_schema() {
  local i
  echo "CREATE SCHEMA d;"
  for ((i = 1; i <= statements / 4; i++)); do
    echo "CREATE TABLE d.t$i (id serial PRIMARY KEY, a text);"
  done
}
load_drop_schema() { echo "DROP SCHEMA d CASCADE;"; }

load_temporary_tables() {
  local i
  for ((i = 1; i <= statements / 4; i++)); do
    echo "CREATE TEMP TABLE x (a integer); INSERT INTO x VALUES (1); DROP TABLE x;"
  done
}

load_point_selects() {
  local i
  for ((i = 1; i <= statements * 4; i++)); do echo "SELECT 1 FROM pg_class WHERE oid = 1259;"; done
}
