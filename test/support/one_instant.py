#!/usr/bin/env python3
"""Transactions that take a schema from one state to the next, and a judge that tells whether a snapshot holds one state.

usage: one_instant.py script NUMBER UNTIL     a psql script that goes on until this time; works in the schema wNUMBER
       one_instant.py check FILE...           of each file, a snapshot's document: every schema is in one state

In the state N of a schema every name and every text that can hold one ends in _nN: a pair of tables that are renamed at
once, a column that is in one of them when N is even and in the other when it is odd, the index, the view and the function
on it, and a view, a function, a default and a check that are never touched themselves, so that only what they print
tells the state.
"""
import json
import os
import re
import sys

STATE = re.compile(r"_n(\d+)\b")
# There is as much of everything in each state.
NAMES = ["a_n{}", "b_n{}", "e_n{}", "f_n{}", "h_n{}", "kept", "kept", "s_n{}", "v_n{}"]

BEGINNING = """
SET client_min_messages = error;
SET lock_timeout = '20s';
SET TIME ZONE 'UTC';
BEGIN;
CREATE SCHEMA {w};
SET search_path = {w};
CREATE TYPE e_n0 AS ENUM ('l_n0');
CREATE SEQUENCE s_n0;
CREATE FUNCTION h_n0(int) RETURNS boolean IMMUTABLE LANGUAGE sql RETURN true;
CREATE TABLE a_n0 (moved_n0 int, kind e_n0, number bigint DEFAULT nextval('s_n0'), CONSTRAINT checked CHECK (h_n0(1)));
CREATE TABLE b_n0 (c_n0 int);
CREATE INDEX i_n0 ON a_n0 (moved_n0);
CREATE VIEW v_n0 AS SELECT moved_n0 FROM a_n0;
CREATE FUNCTION f_n0() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT count(moved_n0) FROM a_n0; END;
CREATE VIEW kept AS SELECT c_n0 AS c, 'l_n0'::e_n0 AS e FROM b_n0;
CREATE FUNCTION kept() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT count(c_n0) FROM b_n0; END;
COMMENT ON VIEW kept IS '_n0';
COMMIT;
"""

STEP = """
BEGIN;
DROP VIEW v_n{n};
DROP FUNCTION f_n{n}();
ALTER TABLE a_n{n} RENAME TO a_n{m};
ALTER TABLE b_n{n} RENAME TO b_n{m};
ALTER TABLE b_n{m} RENAME c_n{n} TO c_n{m};
ALTER TABLE {old}_n{m} DROP COLUMN moved_n{n};
ALTER TABLE {new}_n{m} ADD COLUMN moved_n{m} int;
CREATE INDEX i_n{m} ON {new}_n{m} (moved_n{m});
ALTER TYPE e_n{n} RENAME VALUE 'l_n{n}' TO 'l_n{m}';
ALTER TYPE e_n{n} RENAME TO e_n{m};
ALTER SEQUENCE s_n{n} RENAME TO s_n{m};
ALTER FUNCTION h_n{n}(int) RENAME TO h_n{m};
CREATE VIEW v_n{m} AS SELECT moved_n{m} FROM {new}_n{m};
CREATE FUNCTION f_n{m}() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT count(moved_n{m}) FROM {new}_n{m}; END;
COMMENT ON VIEW kept IS '_n{m}';
{end};
"""

# Storms, in which no two moments are alike, and calmer times between them.
PAUSE = r"""SELECT pg_sleep(CASE WHEN extract(epoch FROM clock_timestamp())::bigint % 6 < 3 THEN 0.01 ELSE 2 * random() END) \g /dev/null
SELECT clock_timestamp() > '{until}' AS over \gset
\if :over
\q
\endif
"""


def script(number, until):
    print(BEGINNING.format(w=f"w{number}"))
    state = 0
    for turn in range(1 << 30):
        # Every fifth goes back to where it was.
        end = "ROLLBACK" if turn % 5 == 4 else "COMMIT"
        old, new = ("a", "b") if state % 2 == 0 else ("b", "a")
        print(STEP.format(n=state, m=state + 1, old=old, new=new, end=end) + PAUSE.format(until=until))
        state += end == "COMMIT"


def texts(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield key
            yield from texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from texts(item)


def judge(objects):
    """(state, what is wrong with these objects of one schema)"""
    found = sorted(set(STATE.findall(" ".join(texts(objects)))), key=int)
    if len(found) != 1:
        return None, f"holds states {', '.join(found) or 'none'}"
    state = int(found[0])
    names = sorted(o["name"] for o in objects)
    if names != sorted(name.format(state) for name in NAMES):
        return state, f"holds {' '.join(names)} in state {state}"
    where = [o["name"][0] for o in objects for c in o.get("children", ()) if c["name"] == f"moved_n{state}" and o["kind"] == "table"]
    if where != ["a" if state % 2 == 0 else "b"]:
        return state, f"has the column in {where} in state {state}"
    # Each of these prints what it is made of.
    count = sum(1 for text in texts(objects) if STATE.search(text))
    return state, "" if count >= LEAST_TEXTS else f"has only {count} texts that tell the state"


LEAST_TEXTS = 20


def check(paths):
    bad, states = 0, set()
    for path in paths:
        with open(path, encoding="utf-8") as file:
            document = json.load(file)
        schemas = {}
        for item in document["objects"]:
            if re.fullmatch(r"w\d+", item.get("schema", "")):
                schemas.setdefault(item["schema"], []).append(item)
        for schema, objects in sorted(schemas.items()):
            state, wrong = judge(objects)
            states.add((schema, state))
            if wrong:
                bad += 1
                print(f"{path}: {schema} {wrong}")
    print(f"{len(paths)} snapshots, {len(states)} states of schemas, {bad} wrong")
    return 1 if bad or not states else 0


if sys.argv[1] == "script":
    try:
        script(int(sys.argv[2]), sys.argv[3])
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
else:
    sys.exit(check(sys.argv[2:]))
