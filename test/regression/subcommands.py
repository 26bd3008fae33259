"""The expected output of test_ddl_deparse is a listing, made by PostgreSQL's authors, of what each ALTER TABLE does, and
since 16 of what each sub-command did it to. Every sub-command in it must be in the log, under the same statement, with
that column, constraint or index.

usage: subcommands.py EXPECTED_DIRECTORY ROWS     ROWS as subcommands.sql writes them
Prints what is missing; the last line counts.
"""

import collections
import glob
import json
import os
import re
import sys

NAMES = {
    "ADD INHERIT": "INHERIT",
    "DROP INHERIT": "NO INHERIT",
    "ALTER COLUMN SET TYPE": "ALTER COLUMN SET DATA TYPE",
    "ALTER COLUMN SET DEFAULT (precooked)": "ALTER COLUMN SET COOKED DEFAULT",
    "ALTER COLUMN SET OPTIONS": "ALTER COLUMN OPTIONS",
    "ADD CONSTRAINT (using index)": "ADD CONSTRAINT USING INDEX",
    "CHANGE OWNER": "OWNER TO",
    "CLUSTER": "CLUSTER ON",
    "DROP CLUSTER": "SET WITHOUT CLUSTER",
    "DROP OIDS": "SET WITHOUT OIDS",
    "DROP NOT NULL": "ALTER COLUMN DROP NOT NULL",
    "SET NOT NULL": "ALTER COLUMN SET NOT NULL",
    "SET ATTNOTNULL": "ALTER COLUMN SET NOT NULL",
    "SET EXPRESSION": "ALTER COLUMN SET EXPRESSION",
    "DROP EXPRESSION": "ALTER COLUMN DROP EXPRESSION",
    "SET STATS": "ALTER COLUMN SET STATISTICS",
    "SET STATISTICS": "ALTER COLUMN SET STATISTICS",
    "SET STORAGE": "ALTER COLUMN SET STORAGE",
    "SET COMPRESSION": "ALTER COLUMN SET COMPRESSION",
    "SET OPTIONS": "ALTER COLUMN SET OPTIONS",
    "RESET OPTIONS": "ALTER COLUMN RESET OPTIONS",
    "SET RELOPTIONS": "SET OPTIONS",
    "RESET RELOPTIONS": "RESET OPTIONS",
    "REPLACE RELOPTIONS": "REPLACE OPTIONS",
    "ADD IDENTITY": "ALTER COLUMN ADD IDENTITY",
    "SET IDENTITY": "ALTER COLUMN SET IDENTITY",
    "DROP IDENTITY": "ALTER COLUMN DROP IDENTITY",
}


def our_name(name):
    name = re.sub(r" \(and recurse\)$", "", name)
    if name.startswith("(re) "):
        return "RE-" + name[5:].replace("ADD STATS", "ADD STATISTICS")
    if name in NAMES:
        return NAMES[name]
    match = re.fullmatch(r"(ENABLE|DISABLE) (TRIGGER|RULE) \((\w+)\)", name)
    if match:
        verb, what, which = match.groups()
        return f"{verb} {which.upper()} {what}" if which in ("always", "replica") else f"{verb} {what} {which.upper()}"
    return name.replace("ROW SECURITY", "ROW LEVEL SECURITY")


# "column b of table parent", "constraint a_pos on table parent", "index part_pkey": the words that are not names.
KINDS = {"column", "of", "on", "constraint", "table", "index", "composite", "type", "statistics", "object"}


def names_in(text):
    return set(re.findall(r"\w+", text or ""))


def take(rows, name, touched):
    """Removes the sub-command of that name on that object from rows, and tells whether it was there."""
    for i, (subcommand, identity) in enumerate(rows):
        if subcommand == name and names_in(touched) - KINDS <= names_in(identity):
            del rows[i]
            return True
    return False


def normalized(text):
    text = re.sub(r"--[^\n]*|/\*.*?\*/", " ", text, flags=re.S)
    return re.sub(r"\s+", " ", text).strip().rstrip("; ")


def expected_of(path):
    """(statement, sub-commands) in order; what is rolled back in the end is left out."""
    result, echo, block = [], [], None
    current = None
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            line = line.rstrip("\n")
            if match := re.match(r"NOTICE:    subcommand: (?:type )?(.*?)(?: desc (.*))?$", line):
                if current is None:
                    current = (normalized("\n".join(echo)), [])
                    (result if block is None else block).append(current)
                touched = match.group(2)
                current[1].append((match.group(1), None if touched == "<NULL>" else touched))
                continue
            if line.startswith(("NOTICE:", "DETAIL:", "HINT:", "WARNING:")):
                continue
            if echo and (echo[-1].rstrip().endswith(";") or line.startswith("ERROR:")):
                echo, current = [], None
            word = line.strip().rstrip(";").upper()
            if word == "BEGIN":
                block = []
            elif word == "COMMIT" and block is not None:
                result.extend(block)
                block = None
            elif word == "ROLLBACK":
                block = None
            echo.append(line)
    return result


rows = collections.defaultdict(list)
with open(sys.argv[2], encoding="utf-8") as lines:
    for line in lines:
        if line.strip():
            row = json.loads(line)
            rows[normalized(row["text"] or "")] += row["subcommands"]

expected, described, missing = 0, 0, []
for path in sorted(glob.glob(os.path.join(sys.argv[1], "*.out"))):
    for text, subcommands in expected_of(path):
        own = rows[text]
        for name, touched in subcommands:
            expected += 1
            described += touched is not None
            if not take(own, our_name(name), touched):
                missing.append(f"{os.path.basename(path)}: {our_name(name)}, {touched}: {text[:200]}: {own}")
print("\n".join(missing))
print(f"{expected - len(missing)} of {expected} sub-commands in the log, {described} with what they touched")
sys.exit(1 if missing or not expected else 0)
