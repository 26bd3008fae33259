"""Runs DDL commands in one session and measures that backend's memory on the way.

usage: growth.py CONNECTION STATEMENTS
Prints a table; succeeds when the memory at the end is that of the beginning.
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


session = Session(sys.argv[1])
statements = int(sys.argv[2])
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
recorded = int(session.run("SELECT count(*) FROM schema_audit.ddl_statement")[0])
span = measured[-1][0] - measured[1][0]
growth = [measured[-1][column] - measured[1][column] for column in (1, 2)]
print(f"{recorded} records of {measured[-1][0]} commands; after the first {measured[1][0]} memory grew by "
      f"{growth[0]} bytes, contexts by {growth[1]}")
# A page or two more may be touched by chance.
sys.exit(0 if max(growth) <= span * ALLOWED_BYTES + 256 * 1024 and recorded >= measured[-1][0] * 7 // 8 else 1)
