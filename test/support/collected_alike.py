#!/usr/bin/env python3
"""Runs statements one by one, collects after each, and holds every Nth collection against one from nothing.

Statements come from files of SQL, and from random walks (test/walks/ddl.py), of which many fail. Prints what was stored
differently, and behind that how many collections were compared and of how many only a part of the catalog was read.
"""
import argparse
import pathlib
import re
import sqlite3
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "walks"))
from ddl import BASE, RenamingWalk  # noqa: E402

TOKEN = re.compile(r"""--[^\n]*|/\*.*?\*/|[eE]'(?:[^'\\]|\\.|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|\$(\w*)\$.*?\$\1\$|;|\b\w+\b|.""", re.S)


def split(text):
    """The statements of a text; a transaction is one."""
    statement, atomic, depth, block = "", False, 0, False
    for match in TOKEN.finditer(text):
        token = match.group()
        if token.startswith("--"):
            continue
        word = token.upper()
        if word == "ATOMIC":
            atomic, depth = True, 1
        elif atomic and word == "CASE":
            depth += 1
        elif atomic and word == "END":
            depth -= 1
            atomic = depth > 0
        elif not atomic and word == "BEGIN" and not statement.strip():
            block = True
        elif word == "COMMIT":
            block = False
        if token == ";" and not atomic and not block:
            if statement.strip():
                yield statement.strip()
            statement = ""
        else:
            statement += token


class Session:
    """psql, one statement at a time."""

    def __init__(self, connection, variables):
        command = ["psql", "--no-psqlrc", "--quiet", "--no-align", "--tuples-only", "--dbname", connection]
        for variable in variables:
            command += ["--set", variable]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                        text=True, errors="surrogateescape")

    def run(self, statement):
        """What it failed with; empty when it did not."""
        self.process.stdin.write(statement + ";\n\\echo " + "=" * 40 + "\n")
        self.process.stdin.flush()
        said = ""
        for line in self.process.stdout:
            if line == "=" * 40 + "\n":
                return said if "ERROR:" in said else ""
            said += line
        raise SystemExit(f"psql has ended: {said}")


class Collector:
    def __init__(self, directory, name, connection):
        self.store = directory / f"{name}.db"
        self.config = directory / f"{name}.yaml"
        self.config.write_text(f"store: {self.store}\ntargets:\n  - name: same\n    environment: test\n    connection: {connection}\n")

    def forget(self):
        for file in self.store.parent.glob(self.store.name + "*"):
            file.unlink()

    def collect(self):
        """Whether only a part was read."""
        done = subprocess.run(["schema-audit", "--config", self.config, "--log-level", "debug", "collect"],
                              capture_output=True, text=True, errors="surrogateescape", check=False)
        if done.returncode > 2:
            raise SystemExit(f"collect exited with {done.returncode}: {done.stderr}")
        return "objects read that may have changed" in done.stderr

    def content(self):
        with sqlite3.connect(f"file:{self.store}?mode=ro", uri=True) as store:
            content = {("", kind, identity): (hash_, hints) for kind, identity, hash_, hints in store.execute(
                "SELECT kind, identity, hex(hash), hex(hints) FROM object_version WHERE last_snapshot IS NULL")}
            content["snapshot"] = store.execute(
                "SELECT hex(fingerprint), objects, skipped FROM snapshot ORDER BY id DESC LIMIT 1").fetchone()
            return content


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--walk", type=int, nargs=2, action="append", default=[])
    parser.add_argument("--set", action="append", default=[], help="a variable of psql")
    parser.add_argument("directory", type=pathlib.Path)
    parser.add_argument("connection")
    parser.add_argument("files", nargs="*", type=pathlib.Path)
    arguments = parser.parse_args()
    statements = [statement for file in arguments.files for statement in split(file.read_text(encoding="utf-8"))]
    for seed, length in arguments.walk:
        statements += BASE + RenamingWalk(seed).statements(length)
    arguments.directory.mkdir(exist_ok=True)
    session = Session(arguments.connection + " user=postgres", arguments.set)
    again = Collector(arguments.directory, "again", arguments.connection)
    anew = Collector(arguments.directory, "anew", arguments.connection)
    again.forget()
    again.collect()
    compared = parts = failed = collected = 0
    for number, statement in enumerate(statements, 1):
        if session.run(statement):
            failed += 1
            if number < len(statements):
                continue
        collected += 1
        parts += again.collect()
        if collected % arguments.every and number < len(statements):
            continue
        compared += 1
        anew.forget()
        anew.collect()
        before, after = again.content(), anew.content()
        if before == after:
            continue
        print(f"after {statement[:200]}")
        for key in sorted(set(before) | set(after), key=str):
            if before.get(key) != after.get(key):
                print(f"  {key}: {before.get(key)} instead of {after.get(key)}")
        again.forget()
        again.collect()
    print(f"{failed} of {len(statements)} statements failed, {compared} of {collected} collections compared, "
          f"{parts} of a part")


if __name__ == "__main__":
    main()
