"""Succeeds when a test's part of regression.diffs differs only in that listings of the whole catalog have the
extension's objects too.

usage: listing_only.py regression.diffs TEST
"""

import re
import sys


def changed_lines(diffs, test):
    removed, added = [], []
    inside = False
    with open(diffs, encoding="utf-8", errors="replace") as lines:
        for line in lines:
            if line.startswith("diff "):
                inside = line.split()[-1].endswith(f"/results/{test}.out")
            elif inside and line.startswith("-") and not line.startswith("--- "):
                removed.append(line[1:])
            elif inside and line.startswith("+") and not line.startswith("+++ "):
                added.append(line[1:])
    return removed, added


def normalized(lines):
    """Column widths follow the longest name, and the number of rows counts ours."""
    result = []
    for line in lines:
        line = re.sub(r"\s+", " ", line).strip()
        if line and not re.fullmatch(r"[-+ ]+", line) and not re.fullmatch(r"\(\d+ rows?\)", line):
            result.append(line)
    return result


# What a listed row of ours looks like: a name, a function in the schema public, or initial privileges of an extension's member.
OURS = {
    "earthdistance": re.compile(r"public \| schema_\w+ \||Schema \| Name \||List of functions"),
    "event_trigger": re.compile(r"schema_audit_"),
    "test_pg_dump": re.compile(r"\d+ \| \d+ \| 0 \| e \| \{postgres=(UC|arwdDxtm?|X)/postgres(,pg_monitor=[UrX]/postgres)?\}|"
                               r"(schema|table|view|function) schema_\w+(\.\w+)?(\(.*\))? \| postgres \| (postgres|pg_monitor) \|"),
}

removed, added = (normalized(lines) for lines in changed_lines(sys.argv[1], sys.argv[2]))
for line in removed:
    if line not in added:
        sys.exit(1)
    added.remove(line)
sys.exit(0 if added and all(OURS[sys.argv[2]].match(line) for line in added) else 1)
