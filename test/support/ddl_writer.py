#!/usr/bin/env python3
"""A psql script of transactions with DDL that overlap with those of other writers.

usage: ddl_writer.py NUMBER TRANSACTIONS TWO_PHASE

The same NUMBER gives the same script.  Works in a schema of its own, and on the table shared.t.  Some transactions
wait inside, have savepoints, are rolled back, fail, or (TWO_PHASE is not 0) are prepared and finished later.
"""
import random
import sys

number, transactions, two_phase = (int(word) for word in sys.argv[1:])
choose = random.Random(number)
made = 0


def pause(most):
    return f"SELECT pg_catalog.pg_sleep({choose.uniform(0, most):.3f});"


def change():
    global made
    made += 1
    name = f"w{number}.t{made}"
    return choose.choice([
        f"CREATE TABLE {name} (id int PRIMARY KEY, v text); ALTER TABLE {name} ADD w int DEFAULT 3, DROP COLUMN v;",
        f"CREATE TABLE {name} (id int); DROP TABLE {name};",
        f"CREATE VIEW {name} AS SELECT {made} AS one; COMMENT ON VIEW {name} IS 'of {number}';",
        f"CREATE TABLE {name} AS SELECT 1 AS one; GRANT SELECT ON {name} TO PUBLIC;",
        f"DO $$ BEGIN CREATE TABLE {name} (i int); RAISE 'no'; EXCEPTION WHEN raise_exception THEN NULL; END $$;",
        f"CREATE TABLE {name} (i int); ALTER TABLE {name} RENAME TO r{made};",
    ])


def transaction(serial):
    yield "BEGIN;"
    # An early number that commits late is what a reader by number would lose.
    if choose.random() < 0.5:
        yield "SELECT pg_catalog.pg_current_xact_id();"
        yield pause(0.4)
    yield change()
    yield pause(0.3)
    if choose.random() < 0.4:
        yield "SAVEPOINT s;"
        yield change()
        yield choose.choice(["ROLLBACK TO s;", "RELEASE s;"])
    if choose.random() < 0.1:
        yield f"ALTER TABLE shared.t ADD c{number}_{serial} int;"
    yield change()
    end = choose.random()
    if two_phase and end < 0.25:
        yield f"PREPARE TRANSACTION 'w{number}_{serial}';"
        yield pause(0.3)
        yield f"{'COMMIT' if end < 0.17 else 'ROLLBACK'} PREPARED 'w{number}_{serial}';"
    elif end < 0.4:
        yield "ROLLBACK;"
    else:
        yield "COMMIT;"


print("SET client_min_messages = error;")
print(f"CREATE SCHEMA w{number};")
for serial in range(transactions):
    print("\n".join(transaction(serial)))
