"""Round trips of schema pairs through schema-audit plan; see run."""
import argparse
import collections
import os
import pathlib
import queue
import re
import subprocess
import sys
import threading

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from dump_text import normalized  # noqa: E402

RELATIONS = """
SELECT n.nspname || '.' || c.relname, c.oid, c.relkind, a.attname, a.attnum
FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
LEFT JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND c.relkind <> 'S'
  AND a.attgenerated = ''
WHERE c.relkind IN ('r', 'p', 'S') AND NOT EXISTS (
  -- Of an identity: it goes with its column.
  SELECT FROM pg_depend AS d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'i')
  AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
"""


class Failure(Exception):
    """stage: load, plan, apply, dump, diff, second, lossy"""

    def __init__(self, stage, reason):
        super().__init__(reason)
        self.stage = stage


class Worker:
    def __init__(self, number, arguments):
        self.socket = arguments.socket
        self.names = [f"corpus_{os.getpid()}_{number}_{side}" for side in "ab"]
        self.environment = dict(os.environ, PGOPTIONS="-c client_min_messages=error", PGTZ="UTC")
        work = pathlib.Path(arguments.work) / f"worker{number}"
        work.mkdir()
        self.config = work / "schema_audit.yaml"
        self.config.write_text(f"store: {work}/store.db\ntargets:\n" + "".join(
            f"  - name: {side}\n    environment: test\n    connection: host={self.socket} dbname={name} user=postgres\n"
            for side, name in zip("ab", self.names)))

    def run(self, stage, command, text=None, timeout=300):
        try:
            done = subprocess.run(command, input=text, capture_output=True, text=True, errors="surrogateescape",
                                  env=self.environment, timeout=timeout, check=False)
        except subprocess.TimeoutExpired:
            raise Failure(stage, "timeout") from None
        if done.returncode != 0:
            raise Failure(stage, f"exit code {done.returncode}: {done.stderr.strip()[:1500] or done.stdout[:500]}")
        return done.stdout

    def psql(self, stage, database, text=None, file=None):
        command = ["psql", "-X", "-q", "-At", "-v", "ON_ERROR_STOP=1", "-h", self.socket, "-U", "postgres", "-d", database]
        return self.run(stage, command + (["-f", str(file)] if file else []), text)

    def create(self, database):
        self.psql("load", "postgres", f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE);\nCREATE DATABASE "{database}";')

    def load(self, database, case, file):
        """Creates the roles that the script asks for as it asks for them."""
        roles = set()
        if (case / "roles.sql").exists():
            self.psql("load", "postgres", file=case / "roles.sql")
        while True:
            self.create(database)
            try:
                self.psql("load", database, file=file)
                return
            except Failure as failure:
                missing = re.search(r'role "([^"]+)" does not exist', str(failure))
                if not missing or missing.group(1) in roles:
                    raise
                roles.add(missing.group(1))
                self.psql("load", "postgres", "SELECT pg_advisory_lock(1);\nDO $do$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '"
                          + missing.group(1) + "') THEN CREATE ROLE \"" + missing.group(1) + "\"; END IF; END $do$;")

    def dump(self, database):
        return self.run("dump", ["pg_dump", "-s", "-h", self.socket, "-U", "postgres", database])

    def audit(self, stage, *arguments):
        return self.run(stage, ["schema-audit", "--config", str(self.config), "--log-level", "error", *arguments])

    def plan(self, stage, source, target):
        return self.audit(stage, "plan", source, target, "--allow-hazard", "data_loss")

    def relations(self, database):
        tables = collections.defaultdict(dict)
        for line in self.psql("dump", database, RELATIONS).splitlines():
            name, oid, kind, column, number = line.split("|")
            tables[name, kind]["oid"] = oid
            if column:
                tables[name, kind][column] = number
        return tables

    def keeps_value(self, reload, source, sides, table, column):
        """Whether a value of a column that got another number is there afterwards: the same once more, with a row."""
        reload()
        for value in ("1", "a", "2020-01-01", "{}", "t", "(1,1)"):
            try:
                self.psql("load", source, f"SET session_replication_role = replica;\nINSERT INTO {table} (\"{column}\") VALUES ('{value}');")
                break
            except Failure:
                continue
        else:
            return False
        values = [self.psql("load", source, f'SELECT "{column}" FROM {table};')]
        self.psql("apply", source, self.plan("plan", *sides))
        values.append(self.psql("load", source, f'SELECT "{column}" FROM {table};'))
        return values[0] == values[1]

    def compare(self, source, target, sides):
        """Whether the databases are equal: their dumps are, and there is nothing to plan."""
        got, expected = normalized(self.dump(source)), normalized(self.dump(target))
        if got != expected:
            missing = list((collections.Counter(expected) - collections.Counter(got)).elements())
            extra = list((collections.Counter(got) - collections.Counter(expected)).elements())
            raise Failure("dump", " || ".join(f"missing: {s[:300]}" for s in missing[:4]) + " ## "
                          + " || ".join(f"extra: {s[:300]}" for s in extra[:4]))
        second = self.plan("second", *sides)
        if second:
            raise Failure("second", second[:1000])

    def check(self, directory, there, reload=None):
        """One direction; both databases hold the two sides. Leaves the first one as the second."""
        source, target = self.names if there else self.names[::-1]
        sides = ("a", "b") if there else ("b", "a")
        before, wanted = self.relations(source), self.relations(target)
        plan = self.plan("plan", *sides)
        (directory / "plan.sql").write_text(plan, errors="surrogateescape")
        self.psql("apply", source, plan)
        self.compare(source, target, sides)
        after = self.relations(source)
        for relation, was in before.items():
            if relation not in after or relation not in wanted:
                continue
            for part in was:
                if part in after[relation] and part in wanted[relation] and after[relation][part] != was[part]:
                    if part == "oid" or not reload or not self.keeps_value(reload, source, sides, relation[0], part):
                        raise Failure("lossy", f"{relation[0]} {part} was dropped and created again")

    def pair(self, case):
        results = []
        for there in (True, False):
            def reload():
                for database, file in zip(self.names, ("old.sql", "new.sql")):
                    self.load(database, case, case / file)

            try:
                reload()
                self.check(self.config.parent, there, reload)
                results.append(("there" if there else "back", "pass", ""))
            except Failure as failure:
                results.append(("there" if there else "back", failure.stage, str(failure)))
                if failure.stage == "load":
                    break
        return results

    def whole(self, file):
        """A schema from nothing; the second database holds it."""
        try:
            self.create(self.names[0])
            self.load(self.names[1], file.parent, file)
            self.check(self.config.parent, True)
            return [("there", "pass", "")]
        except Failure as failure:
            return [("there", failure.stage, str(failure))]


def cases_of(arguments):
    corpus = pathlib.Path(arguments.corpus)
    cases = [("real", file) for file in sorted(corpus.glob("real/*.sql"))]
    cases += [(case.parent.name, case) for case in sorted(corpus.glob("pairs/*/*")) if (case / "new.sql").exists()]
    wanted = set(arguments.suites.split())
    cases = [c for c in cases if (not wanted or c[0] in wanted) and re.search(arguments.cases, c[1].stem)]
    return cases[::arguments.every]


def show(results):
    stages = ["pass", "plan", "apply", "dump", "second", "lossy", "load"]
    print(f"{'suite':26}" + "".join(f"{name:>8}" for name in ["runs", *stages]) + f"{'of loaded':>12}")
    suites = sorted({suite for suite, *_ in results})
    for suite in [*suites, "all"]:
        counts = collections.Counter(stage for s, _, _, stage, _ in results if suite in (s, "all"))
        runs = sum(counts.values())
        loaded = runs - counts["load"]
        share = f"{100 * counts['pass'] / loaded:.1f} %" if loaded else "-"
        print(f"{suite:26}" + "".join(f"{n:>8}" for n in [runs, *(counts[s] for s in stages)]) + f"{share:>12}")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus")
    parser.add_argument("--socket", required=True)
    parser.add_argument("--work", required=True)
    parser.add_argument("--output", required=True)
    parser.add_argument("--suites", default="")
    parser.add_argument("--cases", default="")
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    arguments = parser.parse_args()
    waiting = queue.Queue()
    for case in cases_of(arguments):
        waiting.put(case)
    if waiting.empty():
        sys.exit(f"no cases in {arguments.corpus}")
    results, lock = [], threading.Lock()
    output = open(arguments.output, "w", encoding="utf-8", errors="backslashreplace", buffering=1)  # pylint: disable=consider-using-with

    def work(worker):
        while True:
            try:
                suite, case = waiting.get_nowait()
            except queue.Empty:
                return
            try:
                found = worker.whole(case) if suite == "real" else worker.pair(case)
            except Exception as error:  # pylint: disable=broad-exception-caught
                found = [("there", "error", repr(error))]
            with lock:
                for direction, stage, reason in found:
                    results.append((suite, case.stem, direction, stage, reason))
                    output.write("\t".join(repr(field)[1:-1] for field in results[-1]) + "\n")
                    if stage not in ("pass", "load"):
                        print(f"not ok {suite}/{case.stem} {direction}: {stage}: {reason[:600]}", flush=True)

    workers = [Worker(i, arguments) for i in range(arguments.jobs)]
    threads = [threading.Thread(target=work, args=(worker,)) for worker in workers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for name in [name for worker in workers for name in worker.names]:
        workers[0].psql("load", "postgres", f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE);')
    output.close()
    show(results)
    sys.exit(any(stage not in ("pass", "load") for _, _, _, stage, _ in results))


if __name__ == "__main__":
    main()
