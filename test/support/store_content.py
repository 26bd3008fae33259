#!/usr/bin/env python3
"""What a collector's store knows, without when and in how many runs it learned it.

usage: store_content.py STORE [STORE]

With one store, prints its content, one line per fact.  With two, prints how the second differs from the first;
nothing and exit status 0 when it does not.
"""
import difflib
import json
import re
import sqlite3
import sys

QUERIES = {
    "target": "SELECT name, environment, last_error, failures FROM target ORDER BY name",
    "statement": """SELECT t.name, s.incarnation, s.xid, s.number, s.command_tag, s.session_role, s.statement
        FROM ddl_statement s JOIN target t ON t.id = s.target_id ORDER BY 1, 2, 3, 4""",
    "object": """SELECT t.name, o.incarnation, o.xid, o.number, o.statement, o.role, o.object_type, o.object_identity
        FROM ddl_object o JOIN target t ON t.id = o.target_id ORDER BY 1, 2, 3, 4""",
    "state": """SELECT t.name, hex(s.fingerprint), s.objects, s.no_events, s.lineage, s.skipped
        FROM snapshot s JOIN target t ON t.id = s.target_id
        WHERE NOT EXISTS (SELECT 1 FROM snapshot e WHERE e.target_id = s.target_id AND e.id = s.id - 1
          AND e.fingerprint = s.fingerprint) ORDER BY t.name, s.id""",
    "version": """SELECT t.name, v.kind, v.identity, hex(v.hash), hex(v.hints), hex(v.body), v.last_snapshot IS NULL
        FROM object_version v JOIN target t ON t.id = v.target_id ORDER BY 1, 2, 3, v.first_snapshot""",
    "drift": """SELECT t.name, r.name, d.digest FROM drift d JOIN target t ON t.id = d.target_id
        JOIN target r ON r.id = d.reference_id ORDER BY 1, 2""",
    "delivery": """SELECT t.name, d.channel, d.state, count(*) FROM delivery d JOIN target t ON t.id = d.target_id
        GROUP BY 1, 2, 3 ORDER BY 1, 2, 3""",
}


def alert(payload):
    message = json.loads(payload)
    del message["timestamp"], message["data"]["snapshot"]
    message["data"].get("drift", {}).pop("since", None)
    return re.sub(r"\b(staging|production)@\d+", r"\1", json.dumps(message, sort_keys=True))


def content(path):
    store = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    store.execute("BEGIN")
    for problem, in store.execute("PRAGMA integrity_check"):
        if problem != "ok":
            yield f"damaged: {problem}"
    for row in store.execute("PRAGMA foreign_key_check"):
        yield f"reference to nothing: {row}"
    for name, query in QUERIES.items():
        for row in store.execute(query):
            yield f"{name} {row}"
    for row in store.execute("""SELECT t.name, a.severity, a.payload FROM alert a JOIN target t ON t.id = a.target_id
            ORDER BY t.name, a.created_at"""):
        yield f"alert {row[0]} {row[1]} {alert(row[2])}"


contents = [list(content(path)) for path in sys.argv[1:]]
if len(contents) == 1:
    print("\n".join(contents[0]))
else:
    difference = list(difflib.unified_diff(*contents, lineterm="", n=0))
    print("\n".join(difference), end="")
    sys.exit(1 if difference else 0)
