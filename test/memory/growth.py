"""Runs DDL commands in one session with the extension and in one without it, and measures their memory on the way.

usage: growth.py CONNECTION CONTROL STATEMENTS
Prints a table for each; succeeds when the memory of the first grows no more than that of the second: the server's own cache of
catalog rows keeps entries for objects that were dropped.
"""

import subprocess
import sys

STEPS = 20
# Per statement, over all of the run: less than the smallest thing that could be forgotten.
ALLOWED_BYTES = 8

# Eight commands on objects of their own: each is recorded, with a drop, a rewrite, a grant and a nested command.
ROUND = [
    "CREATE TABLE m_t (a int PRIMARY KEY, b text DEFAULT 'x')",
    "ALTER TABLE m_t ADD COLUMN c int DEFAULT 1, ALTER b SET NOT NULL",
    "CREATE INDEX m_i ON m_t (b)",
    "GRANT SELECT ON m_t TO PUBLIC",
    "COMMENT ON COLUMN m_t.a IS 'key'",
    "ALTER TABLE m_t ALTER a TYPE bigint",
    "DO $$ BEGIN CREATE VIEW m_v AS SELECT a FROM m_t; END $$",
    "DROP TABLE m_t CASCADE",
]


class Session:
    def __init__(self, connection):
        self.process = subprocess.Popen(["psql", "--no-psqlrc", "--quiet", "--no-align", "--tuples-only", connection],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def run(self, sql):
        self.process.stdin.write(f"{sql};\n\\echo __end__\n")
        self.process.stdin.flush()
        lines = []
        while (line := self.process.stdout.readline()) not in ("__end__\n", ""):
            lines.append(line.rstrip("\n"))
        return lines


def resident(pid):
    """Private memory: what was read of shared memory and of files does not count."""
    with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as lines:
        return 1024 * sum(int(line.split()[1]) for line in lines if line.startswith("Anonymous:"))


def growth(connection, statements):
    """How much private memory and memory contexts grew after the first step, over how many commands, and what was recorded."""
    session = Session(connection)
    pid = int(session.run("SELECT pg_backend_pid()")[0])
    session.run("SET client_min_messages = error; SET synchronous_commit = off")
    rounds = statements // len(ROUND) // STEPS
    measured = []
    for step in range(STEPS + 1):
        if step:
            session.run(";\n".join(ROUND * rounds))
        contexts = int(session.run("SELECT sum(total_bytes) FROM pg_backend_memory_contexts")[0])
        measured.append((step * rounds * len(ROUND), resident(pid), contexts))
        print("%8d statements  %9d kB private  %9d kB in contexts" % (measured[-1][0], measured[-1][1] // 1024,
                                                                      measured[-1][2] // 1024), flush=True)
    recorded = "0"
    if session.run("SELECT to_regclass('schema_audit.ddl_statement') IS NOT NULL")[0] == "t":
        recorded = session.run("SELECT count(*) FROM schema_audit.ddl_statement")[0]
    grown = [measured[-1][column] - measured[1][column] for column in (1, 2)]
    return grown, measured[-1][0] - measured[1][0], int(recorded), measured[-1][0]


print("with the extension")
ours, span, recorded, commands = growth(sys.argv[1], int(sys.argv[3]))
print("without it")
plain, _, _, _ = growth(sys.argv[2], int(sys.argv[3]))
print(f"{recorded} records of {commands} commands; after the first twentieth private memory grew by {ours[0]} bytes, without the "
      f"extension by {plain[0]}; contexts by {ours[1]}, without it by {plain[1]}")
# A page or two more may be touched by chance; contexts double their blocks, so their size goes by steps.
more = [mine - theirs for mine, theirs in zip(ours, plain)]
flat = more[0] <= span * ALLOWED_BYTES + 256 * 1024 and more[1] <= span * ALLOWED_BYTES + max(ours[1], plain[1], 256 * 1024) // 2
sys.exit(0 if flat and recorded >= commands * 7 // 8 else 1)
