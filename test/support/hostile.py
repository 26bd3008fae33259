#!/usr/bin/env python3
"""Names that try to break out of whatever they are put into.

usage: hostile.py sql | change      SQL that makes objects of these names, and SQL that changes them
       hostile.py inert FILE...     fails when a file could deceive or control a terminal
       hostile.py markdown FILE...  fails when a name made Markdown or HTML of its own
       hostile.py named FILE...     fails when the names of a snapshot document are not exactly these
"""
import json
import sys
import unicodedata

NAMES = [
    'double"quote',
    "single'quote",
    "new\nline",
    "semi;colon DROP TABLE public.canary; --",
    "dollar$$ $x$",
    "back\\slash \\n \\",
    "emoji \U0001f600\u200d\U0001f4a5",
    "rtl\u202eoverride\u2066",
    "escape\x1b[31mred\x1b[0m\x1b]0;title\x07",
    "bell\x07 cr\r tab\t del\x7f c1\u009b31m",
    "m" * 62 + "3",
    "| pipe | <script>alert(1)</script> `code` **bold** [x](javascript:1) # h",
    "{brace},NULL,[]",
    "%s %n ${HOME} $(touch pwned)",
    "line\u2028separator",
    "null",
]
# 63 bytes are the longest name; more characters than one may cross that.
assert all(len(name.encode()) <= 63 or name.startswith("|") for name in NAMES)
NAMES = [name.encode()[:63].decode(errors="ignore") for name in NAMES]


def identifier(name):
    return '"' + name.replace('"', '""') + '"'


def literal(name):
    return "E'" + name.replace("\\", "\\\\").replace("'", "''") + "'"


def sql():
    yield "CREATE TABLE public.canary (id int);"
    for i, name in enumerate(NAMES):
        q, text = identifier(name), literal(name)
        yield f"CREATE ROLE {q} LOGIN;"
        yield f"CREATE SCHEMA {q} AUTHORIZATION {q};"
        yield f"CREATE TABLE {q}.{q} ({q} text DEFAULT {text} CONSTRAINT {q} CHECK ({q} <> {text}), id int);"
        yield f"CREATE INDEX {identifier('i' + name[:40])} ON {q}.{q} ({q}, lower({q})) WHERE {q} <> {text};"
        yield f"CREATE FUNCTION {q}.{q}({q} text) RETURNS text LANGUAGE sql AS {literal('SELECT ' + literal(name))};"
        yield f"CREATE TYPE {q}.{identifier('e' + name[:40])} AS ENUM ({literal(name[:15])});"
        yield f"CREATE VIEW {q}.{identifier('v' + name[:40])} AS SELECT {text} AS {q};"
        yield f"COMMENT ON TABLE {q}.{q} IS {text}; COMMENT ON COLUMN {q}.{q}.{q} IS {text};"
        yield f"ALTER TABLE {q}.{q} OWNER TO {q}; ALTER VIEW {q}.{identifier('v' + name[:40])} OWNER TO {q};"
        yield f"GRANT SELECT ({q}) ON {q}.{q} TO {q};"


def change():
    for name in NAMES:
        q, text = identifier(name), literal(name)
        yield f"SET application_name = {literal(name[:20])}; SET schema_audit.actor = {text};"
        yield f"SET schema_audit.reason = {text}; SET ROLE {q};"
        yield f"ALTER TABLE {q}.{q} ALTER {q} SET NOT NULL, DROP COLUMN id, ADD {identifier('n' + name[:40])} int;"
        yield f"COMMENT ON TABLE {q}.{q} IS {literal('now ' + name)};"
        yield f"DROP VIEW {q}.{identifier('v' + name[:40])}; RESET ROLE;"


def read(path):
    with open(path, "rb") as file:
        return file.read().decode("utf-8")  # what is not UTF-8 fails here


def inert(path):
    for number, line in enumerate(read(path).split("\n"), 1):
        for character in line:
            if character != "\t" and unicodedata.category(character) in ("Cc", "Cf", "Zl", "Zp"):
                yield f"{path}:{number}: {character!r} in {line!r}"


def markdown(path):
    fence = ""
    for number, line in enumerate(read(path).split("\n"), 1):
        ticks = line[: len(line) - len(line.lstrip("`"))]
        if fence:
            if line == fence:
                fence = ""
            continue
        if len(ticks) >= 3 and line == ticks + "sql":
            fence = ticks
            continue
        plain = line.startswith(("# Schema ", "## Recommendations", "### ", "#### Follows: ", "- ", "| ", "|---", "`", "Who: ", "Elsewhere: ",
                                 "Note: ", "Ignored: ", "Graded by the configuration: ", "Not compared: "))
        if line and not plain and line != "No changes detected\\.":
            yield f"{path}:{number}: a line of its own: {line!r}"
        for bad in ("<script", "](javascript"):
            if bad in line.replace("\\", "") and bad in line:
                yield f"{path}:{number}: {bad} in {line!r}"
        if line.startswith("| ") and line.replace("\\|", "").count("|") != 4:
            yield f"{path}:{number}: a row of another width: {line!r}"
    if fence:
        yield f"{path}: a fence that does not close"


def named(path):
    objects = json.loads(read(path))["objects"]
    for kind, names in {
        "schema": {o["name"] for o in objects if o["kind"] == "schema"} - {"public"},
        "table": {o["name"] for o in objects if o["kind"] == "table" and o["schema"] == o["name"]},
        "routine": {o["name"] for o in objects if o["kind"] == "routine" and o.get("schema") != "public"},
        "column": {c["name"] for o in objects if o["kind"] == "table" for c in o.get("children", [])
                   if c["kind"] == "column" and c["name"] == o["name"]},
        "constraint": {c["name"] for o in objects if o["kind"] == "table" for c in o.get("children", [])
                       if c["kind"] == "constraint"},
        "owner": {o["attributes"]["owner"] for o in objects if o["kind"] == "schema" and o["name"] != "public"},
    }.items():
        if names != set(NAMES):
            yield f"{path}: {kind}: {sorted(names ^ set(NAMES))!r}"


word, files = sys.argv[1], sys.argv[2:]
if word in ("sql", "change"):
    print("\n".join({"sql": sql, "change": change}[word]()))
else:
    found = [line for path in files for line in {"inert": inert, "markdown": markdown, "named": named}[word](path)]
    print("\n".join(found[:20]))
    sys.exit(1 if found else 0)
