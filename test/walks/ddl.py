"""Random DDL, the same for the same seed. Statements may fail: names are drawn from small pools, so that most of them
meet something."""
import random

TYPES = ["integer", "bigint", "text", "character varying(20)", "numeric(8,2)", "timestamp with time zone", "date", "boolean",
         "jsonb", "integer[]", "uuid", '"Odd name".mood', "w.size", "w.price", "w.pair"]
SCHEMAS = ["public", "w", '"Odd name"']
NAMES = ["a", "b", '"Mixed Case"']
PLACES = [("public", "a"), ("public", "b"), ("w", "a"), ("w", '"Mixed Case"'), ('"Odd name"', '"select"')]
COLUMNS = ["id", "id", "x", "x", "y", "z", '"two words"', "note", "amount"]
LABELS = ["small", "large", "it''s", "none"]
ROLES = ["CREATE ROLE walker_a", 'CREATE ROLE "walker B"']
BASE = [
    "CREATE SCHEMA w", 'CREATE SCHEMA "Odd name"',
    "CREATE TYPE w.size AS ENUM ('small', 'large')", "CREATE TYPE \"Odd name\".mood AS ENUM ('fine')",
    "CREATE DOMAIN w.price AS numeric(10,2) CHECK (VALUE >= 0)", "CREATE TYPE w.pair AS (x integer, y text)",
    "CREATE SEQUENCE public.s_a", "CREATE SEQUENCE w.s_a", "CREATE FUNCTION w.f_a(v integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 1'",
    "CREATE FUNCTION public.f_a() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
    "CREATE TABLE public.t_a (id integer PRIMARY KEY, x text, y integer, amount numeric(8,2))",
    "CREATE TABLE public.t_b (id bigserial PRIMARY KEY, x integer REFERENCES public.t_a, z w.size, note text)",
    "CREATE TABLE w.t_a (id integer, x text DEFAULT 'n', y integer, \"two words\" text)",
    "CREATE TABLE w.\"t_Mixed Case\" (id bigint GENERATED ALWAYS AS IDENTITY, x text, y date, note \"Odd name\".mood)",
    "CREATE TABLE \"Odd name\".\"t_select\" (id integer, x text, amount w.price)",
    "CREATE TABLE public.p_a (id integer NOT NULL, x text DEFAULT 'n', y integer) PARTITION BY RANGE (id)",
    "CREATE TABLE w.p_a (id integer NOT NULL, x text DEFAULT 'n', y integer) PARTITION BY RANGE (id)",
    "CREATE VIEW public.v_a AS SELECT id, x FROM public.t_a", "CREATE VIEW w.v_a AS SELECT x, count(*) AS n FROM w.t_a GROUP BY x",
]


class Walk:
    def __init__(self, seed):
        self.random = random.Random(seed)

    def one(self, items):
        return self.random.choice(items)

    def some(self, items, most=3):
        return list(dict.fromkeys(self.random.sample(items, self.random.randint(1, min(most, len(items))))))

    def chance(self, share):
        return self.random.random() < share

    def relation(self, prefix="t"):
        schema, name = self.one(PLACES)
        return f"{schema}.{self.quoted(prefix, name)}"

    def quoted(self, prefix, name=None):
        name = name or self.one(NAMES)
        return f'"{prefix}_{name[1:-1]}"' if name.startswith('"') else f"{prefix}_{name}"

    def routine(self):
        return f"{self.one(['public', 'w'])}.f_{self.one(['a', 'b', 'c'])}"

    def column(self, wide=True):
        name, kind = self.one(COLUMNS), self.one(TYPES)
        text = f"{name} {kind}"
        if not wide:
            return text
        roll = self.random.random()
        if roll < 0.1:
            text = f"{name} bigint GENERATED {self.one(['ALWAYS', 'BY DEFAULT'])} AS IDENTITY"
        elif roll < 0.16:
            text = f"{name} {self.one(['serial', 'bigserial'])}"
        elif roll < 0.22:
            text = f"{name} integer GENERATED ALWAYS AS (1 + 1) STORED"
        elif roll < 0.4:
            text += f" DEFAULT {self.default(kind)}"
        if self.chance(0.2):
            text += " NOT NULL"
        return text

    def default(self, kind):
        if kind.startswith(("int", "big", "num")) and "[" not in kind:
            return self.one(["0", "42", f"{self.routine()}(1)", f"nextval('{self.one(['public', 'w'])}.s_a'::regclass)"])
        return {"text": "'it''s'", "date": "CURRENT_DATE", "boolean": "true", "jsonb": "'{}'", "w.size": "'small'",
                "uuid": "gen_random_uuid()", "w.price": "1.5"}.get(kind, "NULL")

    def columns(self):
        found = {}
        for _ in range(self.random.randint(1, 5)):
            text = self.column()
            found[text.split(" GENERATED")[0].rsplit(" ", 1)[0] if text[0] != '"' else '"two words"'] = text
        unique, seen = [], set()
        for text in found.values():
            name = '"two words"' if text[0] == '"' else text.split()[0]
            if name not in seen:
                seen.add(name)
                unique.append(text)
        return ", ".join(unique)

    def constraint(self):
        name, column = self.quoted("k"), self.one(COLUMNS)
        return f"CONSTRAINT {name} " + self.one([
            f"CHECK ({column} IS NOT NULL)", f"CHECK ({column}::text IN ('a', 'b''c'))", f"UNIQUE ({', '.join(self.some(COLUMNS, 2))})",
            f"PRIMARY KEY ({column})", f"FOREIGN KEY ({column}) REFERENCES {self.relation()} ({self.one(COLUMNS)}) ON DELETE {self.one(['CASCADE', 'SET NULL', 'NO ACTION'])}",
            f"UNIQUE ({column}) DEFERRABLE INITIALLY DEFERRED", f"EXCLUDE USING btree ({column} WITH =)"])

    def statement(self):
        return self.one([
            self.create_table, self.alter_table, self.alter_table, self.alter_table,
            self.alter_table, self.alter_table, self.alter_table, self.alter_column, self.alter_column, self.alter_column, self.partition,
            self.index, self.index, self.view, self.view, self.view, self.materialized, self.function, self.function,
            self.trigger, self.policy, self.types, self.types, self.sequence, self.comment, self.grant, self.grant, self.drop, self.drop,
            self.statistics, self.rule, self.rename, self.owner, self.other])()

    def create_table(self):
        extra = f", {self.constraint()}" if self.chance(0.4) else ""
        options = " WITH (fillfactor=70)" if self.chance(0.1) else ""
        return f"CREATE {self.one(['', '', '', 'UNLOGGED '])}TABLE {self.relation()} ({self.columns()}{extra}){options}"

    def alter_table(self):
        column = self.one(COLUMNS)
        return f"ALTER TABLE {self.relation()} " + self.one([
            f"ADD COLUMN {self.column()}", f"ADD COLUMN {self.column()}", f"DROP COLUMN {column}", f"DROP COLUMN {column} CASCADE",
            f"ADD {self.constraint()}", f"ADD {self.constraint()}", f"DROP CONSTRAINT {self.quoted('k')}", f"RENAME COLUMN {column} TO {self.one(COLUMNS)}",
            "ENABLE ROW LEVEL SECURITY", "FORCE ROW LEVEL SECURITY", f"SET (fillfactor = {self.random.randint(50, 100)})", "RESET (fillfactor)",
            f"SET SCHEMA {self.one(SCHEMAS)}", f"REPLICA IDENTITY {self.one(['FULL', 'DEFAULT', 'NOTHING'])}", f"SET {self.one(['LOGGED', 'UNLOGGED'])}"])

    def alter_column(self):
        kind = self.one(TYPES)
        return f"ALTER TABLE {self.relation()} ALTER COLUMN {self.one(COLUMNS)} " + self.one([
            f"TYPE {kind}", f"TYPE {kind} USING NULL::{kind}", f"SET DEFAULT {self.default(kind)}", "DROP DEFAULT", "SET NOT NULL", "DROP NOT NULL",
            "SET STATISTICS 500", "SET STORAGE EXTERNAL", "ADD GENERATED ALWAYS AS IDENTITY", "DROP IDENTITY", "DROP EXPRESSION",
            "SET GENERATED BY DEFAULT SET INCREMENT 5", "SET COMPRESSION pglz"])

    def partition(self):
        parent, child = self.relation("p"), self.relation("q")
        low = self.random.randint(0, 5) * 10
        return self.one([
            f"CREATE TABLE {parent} (id integer NOT NULL, x text DEFAULT 'n', y integer) PARTITION BY RANGE (id)",
            f"CREATE TABLE {child} PARTITION OF {parent} FOR VALUES FROM ({low}) TO ({low + 10})", f"CREATE TABLE {child} PARTITION OF {parent} DEFAULT",
            f"CREATE TABLE {child} (id integer NOT NULL, x text DEFAULT 'n', y integer)",
            f"ALTER TABLE {parent} ATTACH PARTITION {child} FOR VALUES FROM ({low}) TO ({low + 10})", f"ALTER TABLE {parent} DETACH PARTITION {child}",
            f"CREATE INDEX ON {parent} ({self.one(['id', 'x', 'y'])})", f"ALTER TABLE {parent} ADD PRIMARY KEY (id)",
            f"ALTER TABLE {parent} ADD COLUMN z {self.one(TYPES)}", f"ALTER TABLE {parent} DROP COLUMN {self.one(['x', 'y', 'z'])} CASCADE",
            f"CREATE TABLE {child} PARTITION OF {parent} FOR VALUES FROM ({low}) TO ({low + 10}) PARTITION BY LIST (x)"])

    def index(self):
        column = self.one(COLUMNS)
        return self.one([
            f"CREATE {self.one(['', 'UNIQUE '])}INDEX {self.quoted('n')} ON {self.relation()} ({', '.join(self.some(COLUMNS))})",
            f"CREATE INDEX {self.quoted('n')} ON {self.relation()} ({column} DESC NULLS LAST) WHERE {self.one(COLUMNS)} IS NOT NULL",
            f"CREATE INDEX {self.quoted('n')} ON {self.relation()} (lower({column}::text)) INCLUDE ({self.one(COLUMNS)})",
            f"CREATE INDEX {self.quoted('n')} ON {self.relation()} USING hash ({column})",
            f"ALTER INDEX {self.one(SCHEMAS)}.{self.quoted('n')} RENAME TO {self.quoted('n')}"])

    def view(self):
        source = self.relation(self.one(["t", "t", "v"]))
        columns = ", ".join(self.some(COLUMNS))
        return self.one([
            f"CREATE VIEW {self.relation('v')} AS SELECT {columns} FROM {source}", f"CREATE OR REPLACE VIEW {self.relation('v')} AS SELECT * FROM {source}",
            f"CREATE VIEW {self.relation('v')} WITH (security_barrier) AS SELECT count(*) AS n, {self.one(COLUMNS)} AS x FROM {source} GROUP BY 2",
            f"CREATE VIEW {self.relation('v')} AS SELECT l.{self.one(COLUMNS)} AS x, r.{self.one(COLUMNS)} AS y FROM {source} AS l CROSS JOIN {self.relation()} AS r",
            f"CREATE VIEW {self.relation('v')} AS SELECT x, x::text IN ('a', 'b') AS y FROM {source}",
            f"ALTER VIEW {self.relation('v')} ALTER COLUMN x SET DEFAULT NULL"])

    def materialized(self):
        return self.one([f"CREATE MATERIALIZED VIEW {self.relation('m')} AS SELECT {self.one(COLUMNS)} AS x FROM {self.relation(self.one(['t', 'v']))} WITH NO DATA",
                         f"CREATE INDEX {self.quoted('n')} ON {self.relation('m')} (x)"])

    def function(self):
        return self.one([
            f"CREATE OR REPLACE FUNCTION {self.routine()}(v integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT {self.random.randint(1, 9)}'",
            f"CREATE OR REPLACE FUNCTION {self.routine()}(v date, w text DEFAULT 'n') RETURNS SETOF text LANGUAGE sql AS $$SELECT w$$",
            f"CREATE OR REPLACE FUNCTION {self.routine()}() RETURNS trigger LANGUAGE plpgsql AS $x$BEGIN RETURN NEW; END$x$",
            f"CREATE OR REPLACE PROCEDURE {self.one(['public', 'w'])}.r_a(INOUT v {self.one(TYPES)}) LANGUAGE plpgsql SECURITY DEFINER SET search_path = w AS $$BEGIN END$$",
            f"CREATE FUNCTION {self.routine()}(v {self.relation()}) RETURNS text LANGUAGE sql STABLE RETURN 'n'",
            f"CREATE FUNCTION {self.routine()}(v {self.one(TYPES)}) RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT count(*) FROM {self.relation()}; END"])

    def trigger(self):
        return self.one([
            f"CREATE TRIGGER g_{self.one(['a', 'b'])} {self.one(['BEFORE', 'AFTER'])} {self.one(['INSERT', 'UPDATE', 'INSERT OR DELETE'])} ON {self.relation()} FOR EACH ROW EXECUTE FUNCTION {self.routine()}()",
            f"CREATE TRIGGER g_{self.one(['a', 'b'])} AFTER UPDATE OF {self.one(COLUMNS)} ON {self.relation()} FOR EACH ROW WHEN (NEW.{self.one(COLUMNS)} IS NULL) EXECUTE FUNCTION {self.routine()}()",
            f"ALTER TABLE {self.relation()} {self.one(['DISABLE', 'ENABLE ALWAYS'])} TRIGGER g_{self.one(['a', 'b'])}"])

    def policy(self):
        return self.one([
            f"CREATE POLICY o_{self.one(['a', 'b'])} ON {self.relation()} {self.one(['', 'FOR SELECT '])}TO {self.one(['walker_a', 'PUBLIC'])} USING ({self.one(COLUMNS)} IS NOT NULL)",
            f"ALTER POLICY o_a ON {self.relation()} TO \"walker B\"", f"DROP POLICY o_{self.one(['a', 'b'])} ON {self.relation()}"])

    def types(self):
        name = self.one(["w.size", '"Odd name".mood', "w.kind"])
        return self.one([
            f"ALTER TYPE {name} ADD VALUE '{self.one(LABELS)}'", f"ALTER TYPE {name} ADD VALUE '{self.one(LABELS)}' BEFORE '{self.one(LABELS)}'",
            f"ALTER TYPE {name} RENAME VALUE '{self.one(LABELS)}' TO '{self.one(LABELS)}'", "CREATE TYPE w.kind AS ENUM ('large', 'none')",
            "DROP TYPE w.kind", "ALTER DOMAIN w.price SET DEFAULT 1", "ALTER DOMAIN w.price DROP DEFAULT", "ALTER DOMAIN w.price SET NOT NULL",
            f"ALTER DOMAIN w.price ADD CONSTRAINT d_{self.one(['a', 'b'])} CHECK (VALUE < {self.random.randint(9, 99)})",
            f"ALTER DOMAIN w.price DROP CONSTRAINT d_{self.one(['a', 'b'])}", f"ALTER TYPE w.pair ADD ATTRIBUTE {self.one(COLUMNS)} integer",
            f"ALTER TYPE w.pair DROP ATTRIBUTE {self.one(COLUMNS)}", "CREATE TYPE w.span AS RANGE (subtype = integer)"])

    def sequence(self):
        name = f"{self.one(['public', 'w'])}.s_{self.one(['a', 'b'])}"
        return self.one([
            f"CREATE SEQUENCE {name} INCREMENT {self.random.randint(1, 5)}", f"ALTER SEQUENCE {name} MAXVALUE {self.random.randint(1000, 9999)} CYCLE",
            f"ALTER SEQUENCE {name} OWNED BY {self.relation()}.{self.one(COLUMNS)}", f"ALTER SEQUENCE {name} OWNED BY NONE", f"DROP SEQUENCE {name}"])

    def comment(self):
        what = self.one([f"TABLE {self.relation()}", f"COLUMN {self.relation()}.{self.one(COLUMNS)}", f"VIEW {self.relation('v')}",
                         f"SCHEMA {self.one(SCHEMAS)}", f"FUNCTION {self.routine()}(integer)", "TYPE w.size"])
        return f"COMMENT ON {what} IS {self.one(['NULL', chr(39) + 'it' + chr(39) * 2 + 's -- a note' + chr(39)])}"

    def grant(self):
        role = self.one(["walker_a", '"walker B"', "PUBLIC"])
        verb, word = self.one([("GRANT", "TO"), ("REVOKE", "FROM")])
        return f"{verb} " + self.one([
            f"{self.one(['SELECT', 'ALL', 'INSERT, UPDATE'])} ON {self.relation(self.one(['t', 'v']))}", f"SELECT ({self.one(COLUMNS)}) ON {self.relation()}",
            f"USAGE ON SCHEMA {self.one(SCHEMAS)}", f"EXECUTE ON FUNCTION {self.routine()}(integer)", "USAGE ON TYPE w.size"]) + f" {word} {role}"

    def drop(self):
        cascade = self.one(["", " CASCADE"])
        return self.one([
            f"DROP TABLE {self.relation(self.one(['t', 't', 'p', 'q']))}{cascade}", f"DROP VIEW {self.relation('v')}{cascade}",
            f"DROP INDEX {self.one(SCHEMAS)}.{self.quoted('n')}", f"DROP FUNCTION {self.routine()}{cascade}", f"DROP MATERIALIZED VIEW {self.relation('m')}",
            f"DROP TRIGGER g_{self.one(['a', 'b'])} ON {self.relation()}"])

    def statistics(self):
        return f"CREATE STATISTICS {self.relation('e')} ON {self.one(COLUMNS)}, {self.one(COLUMNS)} FROM {self.relation()}"

    def rule(self):
        return f"CREATE OR REPLACE RULE u_{self.one(['a', 'b'])} AS ON {self.one(['INSERT', 'DELETE'])} TO {self.relation(self.one(['t', 'v']))} DO INSTEAD NOTHING"

    def rename(self):
        return self.one([f"ALTER TABLE {self.relation()} RENAME TO {self.quoted('t')}", f"ALTER VIEW {self.relation('v')} RENAME TO {self.quoted('v')}",
                         f"ALTER FUNCTION {self.routine()}(integer) RENAME TO f_{self.one(['a', 'b', 'c'])}"])

    def owner(self):
        return f"ALTER TABLE {self.relation()} OWNER TO {self.one(['walker_a', '%swalker B%s' % (chr(34), chr(34)), 'postgres'])}"

    def other(self):
        return self.one([
            "ALTER DEFAULT PRIVILEGES IN SCHEMA w GRANT SELECT ON TABLES TO walker_a", "CREATE PUBLICATION w_all FOR ALL TABLES",
            f"CREATE PUBLICATION w_some FOR TABLE {self.relation()}", "DROP PUBLICATION w_some", "CREATE COLLATION w.german (provider = icu, locale = 'de')",
            "CREATE CAST (w.pair AS text) WITH INOUT", "CREATE AGGREGATE w.total (integer) (sfunc = int4pl, stype = integer, initcond = '0')",
            "CREATE OPERATOR w.+++ (leftarg = integer, rightarg = integer, function = int4pl)", "CREATE TEXT SEARCH CONFIGURATION w.plain (COPY = simple)",
            "CREATE FOREIGN DATA WRAPPER walk_fdw", "CREATE SERVER walk_server FOREIGN DATA WRAPPER walk_fdw",
            f"CREATE FOREIGN TABLE {self.relation('o')} (id integer, x text) SERVER walk_server"])

    def statements(self, count):
        return [self.statement() for _ in range(count)]
