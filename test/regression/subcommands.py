"""The expected output of test_ddl_deparse is a listing, made by PostgreSQL's authors, of what each ALTER TABLE does.
Every sub-command in it must be in the log, under the same statement.

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
            if match := re.match(r"NOTICE:    subcommand: (?:type )?(.*?)(?: desc .*)?$", line):
                if current is None:
                    current = (normalized("\n".join(echo)), [])
                    (result if block is None else block).append(current)
                current[1].append(match.group(1))
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


rows = collections.defaultdict(collections.Counter)
with open(sys.argv[2], encoding="utf-8") as lines:
    for line in lines:
        if line.strip():
            row = json.loads(line)
            rows[normalized(row["text"] or "")] += collections.Counter(row["subcommands"])

expected, missing = 0, []
for path in sorted(glob.glob(os.path.join(sys.argv[1], "*.out"))):
    for text, subcommands in expected_of(path):
        own = rows[text]
        for name in map(our_name, subcommands):
            expected += 1
            if own[name] > 0:
                own[name] -= 1
            else:
                missing.append(f"{os.path.basename(path)}: {name}: {text[:200]}")
print("\n".join(missing))
print(f"{expected - len(missing)} of {expected} sub-commands in the log")
sys.exit(1 if missing or not expected else 0)
