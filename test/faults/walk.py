"""Makes every point of the recording fail in turn, for a set of commands, under both policies.

After each fault the same session must go on working, and the policy must be kept:
  on_failure = error     the command and its record are both there, or neither is; a command that an error would
                         not undo is there with a gap that says so, or is not there
  on_failure = warning   the command is there; without a record there is a gap that says so
Memory of the session must not grow with the number of faults.

usage: walk.py CONNECTION ROUNDS
"""

import subprocess
import sys

FAULT = "a fault as asked for"

# name, statements that prepare, the command, a query that tells whether it took effect, statements that undo it.
# Preparing and undoing are not recorded, so that each record is the command's own.
CASES = [
    ("create table", "", "CREATE TABLE f_t (a int PRIMARY KEY, b text CHECK (b <> ''))",
     "SELECT to_regclass('f_t') IS NOT NULL", "DROP TABLE IF EXISTS f_t"),
    ("alter table", "CREATE TABLE f_t (a int, b text)", "ALTER TABLE f_t ADD COLUMN c int DEFAULT 1, ALTER b SET NOT NULL",
     "SELECT EXISTS (SELECT FROM pg_attribute WHERE attrelid = 'f_t'::regclass AND attname = 'c')", "DROP TABLE f_t"),
    ("rewrite", "CREATE TABLE f_t (a int)", "ALTER TABLE f_t ALTER a TYPE bigint",
     "SELECT EXISTS (SELECT FROM pg_attribute WHERE attrelid = 'f_t'::regclass AND atttypid = 'int8'::regtype)",
     "DROP TABLE f_t"),
    ("rename", "CREATE TABLE f_t (a int)", "ALTER TABLE f_t RENAME TO f_u",
     "SELECT to_regclass('f_u') IS NOT NULL", "DROP TABLE IF EXISTS f_t, f_u"),
    ("drop cascade", "CREATE TABLE f_t (a int PRIMARY KEY); CREATE VIEW f_v AS TABLE f_t", "DROP TABLE f_t CASCADE",
     "SELECT to_regclass('f_t') IS NULL", "DROP TABLE IF EXISTS f_t CASCADE"),
    ("grant", "CREATE TABLE f_t (a int)", "GRANT SELECT, INSERT (a) ON f_t TO PUBLIC",
     "SELECT relacl IS NOT NULL FROM pg_class WHERE oid = 'f_t'::regclass", "DROP TABLE f_t"),
    ("comment", "CREATE TABLE f_t (a int)", "COMMENT ON TABLE f_t IS 'x' /* by='maria' */",
     "SELECT obj_description('f_t'::regclass) IS NOT NULL", "DROP TABLE f_t"),
    ("create role", "", "CREATE ROLE f_r PASSWORD 'secret' CONNECTION LIMIT 3",
     "SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = 'f_r')", "DROP ROLE IF EXISTS f_r"),
    ("alter role set", "CREATE ROLE f_r", "ALTER ROLE f_r SET work_mem = '1MB'",
     "SELECT rolconfig IS NOT NULL FROM pg_roles WHERE rolname = 'f_r'", "DROP ROLE f_r"),
    ("do block", "", "DO $$ BEGIN CREATE TABLE f_t (a int); COMMENT ON TABLE f_t IS 'x'; END $$",
     "SELECT obj_description(to_regclass('f_t')) IS NOT NULL", "DROP TABLE IF EXISTS f_t"),
    ("truncate", "CREATE TABLE f_t (a int); INSERT INTO f_t VALUES (1)", "TRUNCATE f_t",
     "SELECT NOT EXISTS (TABLE f_t)", "DROP TABLE f_t"),
    ("explain analyze", "", "EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF) CREATE TABLE f_t AS SELECT 1 AS a",
     "SELECT to_regclass('f_t') IS NOT NULL", "DROP TABLE IF EXISTS f_t"),
    ("drop role", "CREATE ROLE f_r", "DROP ROLE f_r",
     "SELECT NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'f_r')", "DROP ROLE IF EXISTS f_r"),
    ("catalog by hand", "CREATE TABLE f_t (a int)", "UPDATE pg_class SET reltuples = 7 WHERE relname = 'f_t'",
     "SELECT reltuples = 7 FROM pg_class WHERE relname = 'f_t'", "DROP TABLE f_t"),
    ("set_config", "", "SELECT set_config('session_replication_role', 'replica', false)",
     "SELECT current_setting('session_replication_role') = 'replica'", "RESET session_replication_role"),
    ("index concurrently", "CREATE TABLE f_t (a int)", "CREATE INDEX CONCURRENTLY f_i ON f_t (a)",
     "SELECT to_regclass('f_i') IS NOT NULL", "DROP TABLE f_t"),
]
IRREVOCABLE = {"index concurrently"}
# What a command inside functions leaves is one record for each of its statements.
LONGEST_WALK = 5000


class Session:
    def __init__(self, connection):
        self.process = subprocess.Popen(
            ["psql", "--no-psqlrc", "--quiet", "--no-align", "--tuples-only", connection],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def run(self, sql):
        """The lines that came, errors among them."""
        self.process.stdin.write(f"{sql}\n;\n\\echo __end__\n")
        self.process.stdin.flush()
        lines = []
        while (line := self.process.stdout.readline()) not in ("__end__\n", ""):
            lines.append(line.rstrip("\n"))
        if line == "":
            raise RuntimeError("the session is lost: " + " | ".join(lines[-3:]))
        return lines

    def value(self, sql):
        lines = self.run(sql)
        return lines[-1] if lines else ""


def memory(session):
    return int(session.value("SELECT sum(used_bytes) FROM pg_backend_memory_contexts"))


def told(lines):
    return any(FAULT in line and "LOG" in line for line in lines)


class Walk:
    def __init__(self, connection):
        self.session = Session(connection)
        self.failures = 0
        self.faults = 0
        self.known_gaps = 0
        self.session.run("SET client_min_messages = log; SET application_name = 'faults'")

    def complain(self, text, lines):
        self.failures += 1
        if self.failures <= 40:
            print(f"not ok {text}")
            for line in lines[-6:]:
                print(f"#   {line}")

    def aside(self, sql):
        if sql:
            self.session.run(f"SET schema_audit.enabled = off;\n{sql};\nRESET schema_audit.enabled")

    def new_gap(self):
        """Whether the log knows of one more command that passed without its record."""
        self.session.run("SELECT schema_audit.store_attempts()")
        count = int(self.session.value("SELECT count(*) FROM schema_audit.ddl_attempt WHERE outcome = 'unrecorded'"))
        known, self.known_gaps = self.known_gaps, count
        return count > known

    def one(self, case, policy, kind, point):
        """False when the command no longer passes so many points."""
        name, before, command, took_effect, undo = case
        session = self.session
        self.aside(before)
        session.run(f"SET schema_audit.on_failure = {policy}")
        records = "SELECT count(*) FROM schema_audit.ddl_statement WHERE application_name = 'faults'"
        old = int(session.value(records))
        # The setting is in force before the command that sets it has ended.
        if told(session.run(f"SET schema_audit.fault = '{point}:{kind}'")):
            self.aside(undo)
            return True
        lines = session.run(command)
        fired = told(lines)
        session.run("RESET schema_audit.fault")
        session.run("RESET schema_audit.fault")
        what = f"{name}, {policy}, {kind}, point {point}"
        if session.value("SELECT 'usable'") != "usable":
            self.complain(f"{what}: the session is not usable", lines)
            session.run("ROLLBACK")
        effect = session.value(took_effect) == "t"
        recorded = int(session.value(records)) > old
        if fired:
            self.faults += 1
        gap = fired and self.new_gap() and any("WARNING" in line and "not recorded" in line for line in lines)
        if policy == "error" and effect != recorded and not (name in IRREVOCABLE and effect and gap):
            self.complain(f"{what}: the command {'took' if effect else 'took no'} effect, "
                          f"its record is {'there' if recorded else 'missing'}", lines)
        if policy == "warning" and fired:
            if not effect:
                self.complain(f"{what}: the command did not survive", lines)
            elif not recorded and not gap:
                self.complain(f"{what}: there is neither a record nor a gap", lines)
        self.aside(undo)
        return fired

    def case(self, case):
        for policy in ("error", "warning"):
            for kind in ("error", "bad_alloc"):
                point = 1
                while self.one(case, policy, kind, point) and point < LONGEST_WALK:
                    point += 1


def main():
    walk = Walk(sys.argv[1])
    grown = []
    for _ in range(int(sys.argv[2])):
        for case in CASES:
            before, failures, faults = memory(walk.session), walk.failures, walk.faults
            walk.case(case)
            grown.append(memory(walk.session) - before)
            verdict = "ok" if walk.failures == failures else "not ok"
            print(f"{verdict} {case[0]}: {walk.faults - faults} faults", flush=True)
    # Caches fill at first; a leak would take at least a row's worth for each fault.
    if sum(grown[1:]) > 200 * walk.faults + 2_000_000:
        walk.complain(f"memory grew by {sum(grown)} bytes in {walk.faults} faults", [])
    print(f"{walk.faults} faults, {walk.failures} failed, memory of the session grew by {sum(grown)} bytes")
    sys.exit(1 if walk.failures or walk.faults < 100 else 0)


main()
