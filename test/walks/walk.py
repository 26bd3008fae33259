"""Random walks of DDL, planned both ways; see run."""
import argparse
import pathlib
import queue
import sys
import threading

HERE = pathlib.Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "corpus")]
from ddl import BASE, ROLES, RenamingWalk, Walk  # noqa: E402
from round_trip import Failure, Worker  # noqa: E402


class Walker(Worker):
    planned = 0

    def drop(self, database):
        """No database goes while it has a subscription."""
        try:
            self.psql("load", database, "DROP SUBSCRIPTION IF EXISTS w_sub;")
        except Failure:
            pass  # there is no such database
        self.psql("load", "postgres", f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE);')

    def create(self, database):
        self.drop(database)
        super().create(database)

    def play(self, database, statements):
        """Runs what can be run; the rest fails, the same every time."""
        command = ["psql", "-X", "-q", "-h", self.socket, "-U", "postgres", "-d", database]
        self.run("load", command, ";\n".join(statements) + ";\n")

    def begin(self, database, statements):
        self.create(database)
        self.psql("load", database, ";\n".join(BASE) + ";\n")
        self.play(database, statements)

    def walk(self, seed, length):
        for kind, passes in (("", self.apart), (" in one database", self.together)):
            for there in (True, False):
                try:
                    passes(seed, length, there)
                except Failure as failure:
                    return f"walk {seed}{kind} {'there' if there else 'back'}: {failure.stage}: {failure}"
        return None

    def apart(self, seed, length, there):
        """Between two databases: of the first half, and of both."""
        steps = Walk(seed).statements(2 * length)
        for number, database in enumerate(self.names):
            self.begin(database, steps[:(number + 1) * length])
        self.check(self.config.parent, there)
        self.planned += (self.config.parent / "plan.sql").stat().st_size > 0

    def together(self, seed, length, there):
        """Between two snapshots of one database: what bears another name is renamed."""
        steps = RenamingWalk(seed).statements(2 * length)
        for file in self.config.parent.glob("store.db*"):
            file.unlink()
        whole, half = self.names
        self.begin(half, steps[:length])
        self.begin(whole, steps[:length])
        self.audit("load", "collect", "a", "--exit-code", "never")
        self.play(whole, steps[length:])
        self.audit("load", "collect", "a", "--exit-code", "never")
        plan = self.plan("plan", *(("a@1", "a@2") if there else ("a@2", "a@1")))
        (self.config.parent / "plan.sql").write_text(plan, errors="surrogateescape")
        source, target = (half, whole) if there else (whole, half)
        self.psql("apply", source, plan)
        self.compare(source, target, ("b", "a") if there else ("a", "b"))
        self.planned += bool(plan)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--socket", required=True)
    parser.add_argument("--work", required=True)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--walks", type=int, default=5)
    parser.add_argument("--length", type=int, default=100)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--print", action="store_true")
    arguments = parser.parse_args()
    seeds = range(arguments.first, arguments.first + arguments.walks)
    if arguments.print:
        for seed in seeds:
            print(";\n".join(BASE + Walk(seed).statements(2 * arguments.length)) + ";")
        return
    waiting = queue.Queue()
    for seed in seeds:
        waiting.put(seed)
    failed, lock = [], threading.Lock()

    def work(walker):
        while True:
            try:
                seed = waiting.get_nowait()
            except queue.Empty:
                return
            try:
                reason = walker.walk(seed, arguments.length)
            except Exception as error:  # pylint: disable=broad-exception-caught
                reason = f"walk {seed}: {error!r}"
            if reason:
                with lock:
                    failed.append(seed)
                    print("not ok " + reason[:1500], flush=True)

    walkers = [Walker(i, arguments) for i in range(arguments.jobs)]
    walkers[0].play("postgres", ROLES)
    threads = [threading.Thread(target=work, args=(walker,)) for walker in walkers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for name in [name for walker in walkers for name in walker.names]:
        walkers[0].drop(name)
    print(f"{len(seeds) - len(failed)} of {len(seeds)} walks, there and back")
    if not any(walker.planned for walker in walkers):
        sys.exit("no walk led anywhere")
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
