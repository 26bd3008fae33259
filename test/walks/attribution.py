"""Five roles walk at random through a schema; each finding has to name the role that caused it.

After each statement that succeeded the collector takes a snapshot, and what it finds changed since the one before was
caused by the role whose turn it was: the script knows, nobody has to be asked. Then longer stretches are compared, and
each finding is held against that:

  altered   the last event is by the role that changed this attribute last, and no other role is named than those
            that changed it in between
  renamed   the same for the name
  dropped   the last event is by the role that dropped it
  added     the first event is by the role that made it

The random DDL is that of ddl.py.
"""
import argparse
import collections
import json
import pathlib
import random
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from ddl import BASE, COLUMNS, ROLES, NamesWalk  # noqa: E402

WALKERS = ["wanda", "waldo", "Wei \"the\" walker", "wim", "wolf@example.com"]


class RoleWalk(NamesWalk):
    """With more names and more privileges."""

    def statement(self):
        return super().statement() if self.chance(0.85) else self.one([self.more_names, self.more_grants])()

    def more_grants(self):
        role, column = self.one(["walker_a", '"walker B"']), self.one(COLUMNS)
        return self.one([
            f"GRANT SELECT, UPDATE ({column}) ON {self.relation()} TO {role} WITH GRANT OPTION", f"REVOKE GRANT OPTION FOR SELECT ON {self.relation()} FROM {role} CASCADE",
            f"REVOKE ALL ON {self.relation()} FROM {role}, PUBLIC", f"GRANT SELECT ON ALL TABLES IN SCHEMA w TO {role}", f"REVOKE UPDATE ({column}) ON {self.relation()} FROM {role}",
            "REASSIGN OWNED BY walker_a TO \"walker B\"", f"GRANT CREATE ON SCHEMA w TO {role}", f"GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA w TO {role}"])


class Session:
    """One psql that stays open; each statement answers with its SQLSTATE."""

    def __init__(self, socket, user, database, first=""):
        self.process = subprocess.Popen(
            ["psql", "--no-psqlrc", "--quiet", "--host", socket, "--username", user, "--dbname", database],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.run(first or "SELECT")

    def run(self, sql):
        self.process.stdin.write(f"{sql}\n;\n\\echo\n\\echo state :SQLSTATE\n")
        self.process.stdin.flush()
        while True:
            line = self.process.stdout.readline()
            if not line:
                raise RuntimeError("psql ended")
            if line.startswith("state "):
                return line.split()[1] == "00000"

    def close(self):
        self.process.stdin.close()
        self.process.wait()
BY_NAME = ("database_setting", "changed_privileges")


def key_of(identity):
    return tuple(identity.get(part, "") for part in ("kind", "schema", "parent", "name", "arguments"))


def changed_grantees(finding):
    """Whose privileges are others now; those that somebody else granted on are theirs, too."""
    before, after = finding["from"] or {}, finding["to"] or {}
    return {key.split(" (granted by ")[0] for key in before.keys() | after.keys() if before.get(key) != after.get(key)}


class Truth:
    """Who did what to which object, from one snapshot on. Objects keep their number when they are renamed."""

    def __init__(self):
        self.numbers = {}  # of what there is, by what it is called now
        self.count = 0
        self.first_roots = {}  # what roots are called now: what they were called at first
        self.first_schemas = {}
        self.gone = collections.defaultdict(list)  # what it was called at first -> numbers
        self.first_keys = {}
        self.done = collections.defaultdict(list)  # (number, what) -> roles, in the order of the steps
        self.granted = collections.defaultdict(list)  # (number, grantee) -> (step, role)
        self.steps = 0

    def first_key(self, key):
        root = ("", key[1], key[2]) if key[2] else ("", key[1], key[3])
        before = self.first_roots.get(root, ("", self.first_schemas.get(root[1], root[1]), root[2]))
        return (key[0], before[1], before[2], *key[3:]) if key[2] else (key[0], before[1], "", before[2], key[4])

    def number(self, key):
        if key not in self.numbers:
            self.count += 1
            self.numbers[key] = self.count
            self.first_keys[self.count] = self.first_key(key)
        return self.numbers[key]

    def move(self, old, new):
        """An object, and what is a part of it, bears another name."""
        for key in list(self.numbers):
            if key == old:
                self.numbers[new] = self.numbers.pop(key)
            elif not old[2] and key[2] and key[1:3] == (old[1], old[3]):
                self.numbers[(key[0], new[1], new[3], *key[3:])] = self.numbers.pop(key)
        if not old[2]:
            before = ("", old[1], old[3])
            self.first_roots[("", new[1], new[3])] = self.first_roots.pop(before, before)

    def move_schema(self, old, new, role):
        """What came there, or got its name there, is called differently once more."""
        for number in [n for key, n in self.numbers.items() if key[1] == old and (n, "name") in self.done]:
            self.done[number, "name"].append(role)
        for keys in (self.numbers, self.first_roots):
            for key in [key for key in keys if key[1] == old]:
                keys[(key[0], new, *key[2:])] = keys.pop(key)
        self.first_schemas[new] = self.first_schemas.pop(old, old)

    def forget(self, key):
        for other in list(self.numbers):
            if other == key or (not key[2] and other[2] and other[1:3] == (key[1], key[3])):
                del self.numbers[other]

    def note(self, findings, role):
        """What one step did. Names that are free again are taken last, and all at once."""
        renamed = [(key_of(f["before"]), key_of(f["object"])) for f in findings if f["change"] == "renamed"]
        for old, _ in renamed:
            self.done[self.number(old), "name"].append(role)
        self.steps += 1
        # What was dropped bears its old name, though another one may have taken that in the same step.
        for finding in sorted(findings, key=lambda f: ["dropped", "renamed", "altered", "added"].index(f["change"])):
            key, change = key_of(finding["object"]), finding["change"]
            if change == "renamed":
                self.move(key_of(finding["before"]), key)
                if key[0] == "schema":
                    self.move_schema(finding["before"]["name"], key[3], role)
            elif change == "dropped":
                number = self.number(key)
                self.done[number, "end"].append(role)
                self.gone[self.first_keys[number]].append(number)
                self.forget(key)
            elif change == "added":
                self.numbers.pop(key, None)
                self.first_roots.pop(("", key[1], key[3]), None)
                self.done[self.number(key), "begin"].append(role)
            elif finding["attribute"] == "privileges":
                for grantee in changed_grantees(finding):
                    self.granted[self.number(key), grantee].append((self.steps, role))
            else:
                self.done[self.number(key), finding["attribute"]].append(role)

    def roles(self, finding):
        key, change = key_of(finding["object"]), finding["change"]
        if change == "dropped":
            # What was there at first, not what was made and dropped in between.
            root = next((k for k in self.gone if key[2] and not k[2] and k[1] == key[1] and k[3] == key[2]), None)
            numbers = self.gone[key] or self.gone.get(root, [])
            # What has no row of its own in the catalog is the same when it is made again.
            if key[0] not in BY_NAME:
                numbers = [number for number in numbers if (number, "begin") not in self.done]
            return [role for number in numbers for role in self.done[number, "end"]]
        number = self.numbers.get(key)
        begun = self.done.get((number, "begin"), [])
        if not begun and key[2]:
            root = next((n for k, n in self.numbers.items() if not k[2] and (k[1], k[3]) == (key[1], key[2])), None)
            begun = self.done.get((root, "begin"), [])
        if change == "added":
            return begun
        if finding.get("attribute") == "privileges":
            granted = {step for grantee in changed_grantees(finding) for step in self.granted.get((number, grantee), [])}
            return begun + [role for _, role in sorted(granted)]
        # Dropped and made again, it is another one of the same name.
        return begun + self.done.get((number, "name" if change == "renamed" else finding["attribute"]), [])


def wrong_about(finding, roles):
    """Why the finding does not name who caused it; None when it does."""
    named = [event["by"]["session_role"] for event in finding["events"]]
    if not named:
        return f"names nobody ({finding.get('unexplained')}), it was {roles}"
    if not roles:
        return f"names {named}, and nobody did that"
    if finding["change"] == "added":
        return None if named[0] == roles[-1] else f"names {named}, made by {roles[-1]}"
    if named[-1] != roles[-1]:
        return f"names {named}, it was {roles}"
    if finding["change"] != "dropped" and not set(named) <= set(roles):
        return f"names {named}, it was only {roles}"
    return None


class Walkers:
    def __init__(self, arguments):
        self.arguments = arguments
        self.program = ["schema-audit", "--config", arguments.config, "--log-level", "error"]

    def audit(self, *words):
        result = subprocess.run([*self.program, *words], capture_output=True, text=True, check=False)
        if result.returncode > 2:
            raise RuntimeError(f"{words}: {result.stderr}")
        return result.stdout

    def findings(self, before, after):
        return json.loads(self.audit("diff", f"walk@{before}", f"walk@{after}", "--format", "json"))["findings"]

    def sessions(self, seed):
        chance = random.Random(seed)
        for name in WALKERS:
            first = "SET client_min_messages = error;"
            if chance.random() < 0.4:
                first += "SET ROLE postgres;"
            if chance.random() < 0.4:
                first += "SET schema_audit.actor = 'somebody else';"
            yield name, Session(self.arguments.socket, name, self.arguments.database, first)

    def walk(self, seed):
        """The snapshots that were taken: [(role, statement, findings)], the first of them numbered self.first."""
        steps = []
        walk, chance = RoleWalk(seed), random.Random(seed)
        sessions = dict(self.sessions(seed))
        self.audit("collect")
        first = self.newest()
        while len(steps) < self.arguments.length:
            role = chance.choice(WALKERS)
            statement = walk.statement()
            if chance.random() < 0.2:
                statement = f"BEGIN; {statement}; {walk.statement()}; COMMIT"
            if not sessions[role].run(statement):
                sessions[role].run("ROLLBACK")
                continue
            self.audit("collect")
            steps.append((role, statement, self.findings(first + len(steps), first + len(steps) + 1)))
        for session in sessions.values():
            session.close()
        return first, steps

    def newest(self):
        return json.loads(self.audit("snapshots", "walk", "--format", "json"))["snapshots"][-1]["snapshot"]

    def check(self, first, steps, begin, end):
        """All findings between two snapshots of the walk."""
        truth = Truth()
        for role, _, findings in steps[begin:end]:
            truth.note(findings, role)
        for finding in self.findings(first + begin, first + end):
            roles = truth.roles(finding)
            wrong = wrong_about(finding, roles)
            if wrong:
                yield finding, wrong
            self.checked += 1

    def run(self, seed):
        self.checked = 0
        failures = []
        first, steps = self.walk(seed)
        stretches = [(i, i + 1) for i in range(len(steps))]
        for length in (5, 20, len(steps)):
            stretches += [(i, min(i + length, len(steps))) for i in range(0, len(steps), length)]
        for begin, end in dict.fromkeys(stretches):
            for finding, wrong in self.check(first, steps, begin, end):
                failures.append((begin, end))
                print(f"not ok walk {seed}, steps {begin + 1} to {end}: {finding['code']} {finding['sentence'][:120]}: {wrong}")
                if self.arguments.verbose:
                    for role, statement, _ in steps[begin:end]:
                        print(f"#   {role}: {statement}")
                    for event in finding["events"]:
                        print(f"#     {event['by']['session_role']} {event['command']} {event.get('subcommand')} {event['identity']}")
        if self.checked < len(steps):
            raise RuntimeError(f"walk {seed} led nowhere")
        return self.checked, failures


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("socket", "database", "config"):
        parser.add_argument("--" + name, required=True)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--walks", type=int, default=1)
    parser.add_argument("--length", type=int, default=60)
    parser.add_argument("--verbose", action="store_true")
    arguments = parser.parse_args()
    owner = Session(arguments.socket, "postgres", arguments.database)
    for name in WALKERS:
        owner.run('CREATE ROLE "' + name.replace('"', '""') + '" LOGIN SUPERUSER')
    for statement in ROLES + BASE:
        owner.run(statement)
    owner.close()
    walkers = Walkers(arguments)
    failed = False
    for seed in range(arguments.first, arguments.first + arguments.walks):
        checked, failures = walkers.run(seed)
        failed = failed or bool(failures)
        print(f"{'not ok' if failures else 'ok'} walk {seed}: {checked - len(failures)} of {checked} findings name who caused them")
    sys.exit(failed)


if __name__ == "__main__":
    main()
