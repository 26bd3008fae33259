"""Judges what the proxy wrote: every command whose change no snapshot shows must be explained in the documentation.

usage: explained.py COVERAGE_MD RESULT
Prints the commands that are not explained, by catalogs; the last line counts.  A row of the table that explains
nothing is an error too.
"""

import collections
import json
import re
import sys

HEADING = "## Changes that no snapshot shows"
LEAST_COMMANDS = 5000


def explanations(path):
    """(expression, catalogs, reason) of each row: | `expression` | catalogs | reason |"""
    with open(path, encoding="utf-8") as file:
        section = file.read().split(HEADING, 1)[1].split("\n## ", 1)[0].split("\n# ", 1)[0]
    rows = re.findall(r"^\| `(.+?)` \| ([a-z_, ]+) \| (.+?) \|$", section, re.M)
    return [(re.compile(expression.replace("\\|", "|"), re.I | re.S), set(re.split(", *", catalogs.strip())), reason)
            for expression, catalogs, reason in rows]


def main():
    rows = explanations(sys.argv[1])
    with open(sys.argv[2], encoding="utf-8") as file:
        commands = [json.loads(line) for line in file]
    used = collections.Counter()
    surprises = []
    for command in commands:
        if command["remark"]:
            surprises.append(command)
        elif not command["seen"]:
            for number, (expression, catalogs, _) in enumerate(rows):
                if expression.search(command["statement"]) and set(command["catalogs"]) <= catalogs:
                    used[number] += 1
                    break
            else:
                surprises.append(command)
    for command in sorted(surprises, key=lambda c: c["catalogs"]):
        print(f"[{' '.join(command['catalogs'])}] {command['remark']} {command['statement']}")
    idle = [row[0].pattern for number, row in enumerate(rows) if not used[number]]
    for pattern in idle:
        print("explains nothing:", pattern)
    seen = sum(command["seen"] for command in commands)
    print(f"{len(commands)} commands changed the catalog: {seen} show in a snapshot, {sum(used.values())} are explained,"
          f" {len(surprises)} are neither")
    return 1 if surprises or idle or len(commands) < LEAST_COMMANDS else 0


sys.exit(main())
