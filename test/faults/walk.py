"""Makes every point of the recording fail in turn, for a set of commands, under both policies.

After each fault the same session must go on working, and the policy must be kept:
  on_failure = error     the command and its record are both there, or neither is; a command that an error would
                         not undo is there with a gap that says so, or is not there
  on_failure = warning   the command is there; without a record there is a gap that says so
What fails by itself or is rolled back leaves nothing in the log, whatever becomes of the attempt.  A function of the
extension ends with the error and has done nothing, or says so.  Memory of the session must not grow with the number of faults.

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
    ("reindex concurrently", "CREATE TABLE f_t (a int); CREATE INDEX f_i ON f_t (a); "
     "CREATE TABLE f_n AS SELECT pg_relation_filenode('f_i') AS n", "REINDEX INDEX CONCURRENTLY f_i",
     "SELECT n <> pg_relation_filenode('f_i') FROM f_n", "DROP TABLE f_t, f_n"),
    ("drop index concurrently", "CREATE TABLE f_t (a int); CREATE INDEX f_i ON f_t (a)", "DROP INDEX CONCURRENTLY f_i",
     "SELECT to_regclass('f_i') IS NULL", "DROP TABLE f_t"),
    ("detach concurrently", "CREATE TABLE f_t (a int) PARTITION BY LIST (a); CREATE TABLE f_u PARTITION OF f_t FOR VALUES IN (1)",
     "ALTER TABLE f_t DETACH PARTITION f_u CONCURRENTLY",
     "SELECT NOT EXISTS (SELECT FROM pg_inherits WHERE inhparent = 'f_t'::regclass)", "DROP TABLE IF EXISTS f_t, f_u"),
    ("create database", "", "CREATE DATABASE f_d TEMPLATE template0",
     "SELECT EXISTS (SELECT FROM pg_database WHERE datname = 'f_d')", "DROP DATABASE IF EXISTS f_d"),
    ("alter system", "", "ALTER SYSTEM SET work_mem = '5MB'",
     "SELECT EXISTS (SELECT FROM pg_file_settings WHERE name = 'work_mem' AND sourcefile LIKE '%auto.conf')",
     "ALTER SYSTEM RESET work_mem"),
    ("reassign owned", "CREATE ROLE f_r; CREATE ROLE f_s; CREATE TABLE f_t (a int); ALTER TABLE f_t OWNER TO f_r",
     "REASSIGN OWNED BY f_r TO f_s", "SELECT relowner = 'f_s'::regrole FROM pg_class WHERE oid = 'f_t'::regclass",
     "DROP TABLE f_t; DROP ROLE f_r, f_s"),
    ("default privileges", "", "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC",
     "SELECT EXISTS (TABLE pg_default_acl)", "ALTER DEFAULT PRIVILEGES REVOKE SELECT ON TABLES FROM PUBLIC"),
    ("savepoint", "", "BEGIN; CREATE TABLE f_t (a int); SAVEPOINT s; CREATE TABLE f_u (a int); ROLLBACK TO s; COMMIT",
     "SELECT to_regclass('f_t') IS NOT NULL", "DROP TABLE IF EXISTS f_t"),
    ("prepare transaction", "", "BEGIN; CREATE TABLE f_t (a int); PREPARE TRANSACTION 'f'; COMMIT PREPARED 'f'",
     "SELECT to_regclass('f_t') IS NOT NULL", "ROLLBACK PREPARED 'f'; DROP TABLE IF EXISTS f_t"),
    ("call with commit", "CREATE OR REPLACE PROCEDURE f_p() LANGUAGE plpgsql AS "
     "$$BEGIN CREATE TABLE f_t (a int); COMMIT; COMMENT ON TABLE f_t IS 'x'; END$$", "CALL f_p()",
     "SELECT to_regclass('f_t') IS NOT NULL", "DROP TABLE IF EXISTS f_t"),
    ("that fails", "", "DROP TABLE f_nowhere", "SELECT false", ""),
    ("that fails late", "CREATE TABLE f_t (a int); INSERT INTO f_t VALUES (1), (1)", "CREATE UNIQUE INDEX f_i ON f_t (a)",
     "SELECT to_regclass('f_i') IS NOT NULL", "DROP TABLE f_t"),
    ("rolled back", "", "BEGIN; CREATE TABLE f_t (a int); COMMENT ON TABLE f_t IS 'x'; ROLLBACK",
     "SELECT to_regclass('f_t') IS NOT NULL", ""),
]
IRREVOCABLE = {"index concurrently", "reindex concurrently", "drop index concurrently", "detach concurrently",
               "create database", "alter system"}
# What a catalog that was just written anew makes fail is read once more, for the same result.
READS_AGAIN = {("schema_snapshot", "error"), ("schema_diff", "error")}
WITHOUT_EFFECT = {"that fails", "that fails late", "rolled back"}
# Functions of the extension, with a query that tells whether they have done something (None: they only read).  Long walks
# take longer steps.
FUNCTIONS = [
    ("schema_snapshot", "CREATE TABLE f_t (a int)", "SELECT schema_snapshot('fault')",
     "SELECT EXISTS (SELECT FROM schema_audit.snapshot WHERE label = 'fault')",
     "DROP TABLE f_t; SET schema_audit.allow_log_changes = on; DELETE FROM schema_audit.object_version; "
     "DELETE FROM schema_audit.snapshot; RESET schema_audit.allow_log_changes"),
    ("schema_diff", "SELECT schema_snapshot('before'); CREATE TABLE f_t (a int)", "SELECT count(*) FROM schema_diff()",
     None, "DROP TABLE f_t"),
    ("schema_verify", "", "SELECT string_agg(DISTINCT \"check\" || ' ' || status, ', ') FROM schema_verify()", None, ""),
    ("seal", "RESET schema_audit.enabled; CREATE TABLE f_t (a int)", "SELECT schema_audit.seal()",
     "SELECT count(*) = 0 FROM schema_audit.ddl_transaction WHERE xid >= (SELECT coalesce(max(end_xid), '0') FROM schema_audit.ddl_block)",
     "DROP TABLE f_t"),
    ("prune_log", "SELECT schema_audit.seal()", "SELECT schema_audit.prune_log('infinity')",
     "SELECT count(*) = 0 FROM schema_audit.ddl_block WHERE pruned_at IS NULL",
     "RESET schema_audit.enabled; CREATE TABLE f_t (a int); DROP TABLE f_t; SELECT schema_audit.seal()"),
]
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

    def run_with_fault(self, what, fault, command):
        """What the command says; None when the fault hit the SET itself, which is in force before it has ended."""
        if told(self.session.run(f"SET schema_audit.fault = '{fault}'")):
            return None
        lines = self.session.run(command)
        self.session.run("RESET schema_audit.fault")
        self.session.run("RESET schema_audit.fault")
        if self.session.value("SELECT 'usable'") != "usable":
            self.complain(f"{what}: the session is not usable", lines)
            self.session.run("ROLLBACK")
        return lines

    def one(self, case, policy, kind, point):
        """False when the command no longer passes so many points."""
        name, before, command, took_effect, undo = case
        session = self.session
        self.aside(before)
        session.run(f"SET schema_audit.on_failure = {policy}")
        records = "SELECT count(*) FROM schema_audit.ddl_statement WHERE application_name = 'faults'"
        old = int(session.value(records))
        what = f"{name}, {policy}, {kind}, point {point}"
        lines = self.run_with_fault(what, f"{point}:{kind}", command)
        if lines is None:
            self.aside(undo)
            return True
        fired = told(lines)
        effect = session.value(took_effect) == "t"
        recorded = int(session.value(records)) > old
        if fired:
            self.faults += 1
        gap = fired and self.new_gap() and any("WARNING" in line and "not recorded" in line for line in lines)
        if name in WITHOUT_EFFECT:
            if effect or recorded:
                self.complain(f"{what}: what was undone {'took effect' if effect else 'has a record'}", lines)
            self.aside(undo)
            return fired
        if not fired and not effect:
            self.complain(f"{what}: no effect without a fault", lines)
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

    @staticmethod
    def may_go_on(name, kind, lines, unharmed):
        """A function that failed at a point may end without an error: what is not closed, the server closes and tells."""
        if any("reference leak" in line for line in lines):
            return True
        if name == "schema_verify":
            return lines[-1] == unharmed or "blocks failed" in lines[-1]
        return (name, kind) in READS_AGAIN and lines[-1] == unharmed

    def function(self, case):
        name, before, command, took_effect, undo = case
        session = self.session
        session.run("RESET schema_audit.on_failure")
        self.aside(before)
        unharmed = session.run(command)[-1]
        self.aside(undo)
        for kind in ("error", "bad_alloc"):
            point, fired = 1, True
            while fired:
                self.aside(before)
                what = f"{name}, {kind}, point {point}"
                lines = self.run_with_fault(what, f"{point}:{kind}", command)
                if lines is None:
                    self.aside(undo)
                    point += 1
                    continue
                fired = told(lines)
                failed = any(line.startswith("ERROR:") for line in lines)
                if fired:
                    self.faults += 1
                    if not failed and not self.may_go_on(name, kind, lines, unharmed):
                        self.complain(f"{what}: the error is lost", lines)
                if took_effect and failed == (session.value(took_effect) == "t"):
                    self.complain(f"{what}: it {'did something all the same' if failed else 'did nothing'}", lines)
                self.aside(undo)
                point += 1 + point // 8

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
        for case in [*CASES, *FUNCTIONS]:
            before, failures, faults = memory(walk.session), walk.failures, walk.faults
            (walk.case if case in CASES else walk.function)(case)
            grown.append(memory(walk.session) - before)
            verdict = "ok" if walk.failures == failures else "not ok"
            print(f"{verdict} {case[0]}: {walk.faults - faults} faults", flush=True)
    # Caches fill at first; a leak would take at least a row's worth for each fault.
    if sum(grown[1:]) > 200 * walk.faults + 2_000_000:
        walk.complain(f"memory grew by {sum(grown)} bytes in {walk.faults} faults", [])
    print(f"{walk.faults} faults, {walk.failures} failed, memory of the session grew by {sum(grown)} bytes")
    sys.exit(1 if walk.failures or walk.faults < 100 else 0)


main()
