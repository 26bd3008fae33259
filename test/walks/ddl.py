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
        unique = {}
        for _ in range(self.random.randint(1, 5)):
            text = self.column()
            unique.setdefault('"two words"' if text[0] == '"' else text.split()[0], text)
        return ", ".join(unique.values())

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
            self.statistics, self.rule, self.rename, self.owner, self.other, self.inherit, self.inherit, self.schema, self.event, self.extension,
            self.operators, self.text_search, self.server, self.publication, self.base_type, self.more_types, self.settings, self.catalog,
            self.more_triggers, self.properties])()

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
            f"ALTER DEFAULT PRIVILEGES {self.one(['', 'IN SCHEMA w ', 'FOR ROLE walker_a '])}{self.one(['GRANT SELECT ON TABLES TO', 'GRANT ALL ON TABLES TO', 'REVOKE ALL ON TABLES FROM'])} walker_a",
            "ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC", "ALTER DEFAULT PRIVILEGES GRANT USAGE ON TYPES TO \"walker B\"",
            "CREATE COLLATION w.german (provider = icu, locale = 'de')", "DROP COLLATION w.german",
            "CREATE CAST (w.pair AS text) WITH INOUT", "CREATE CAST (w.size AS integer) WITH FUNCTION w.f_a(integer) AS ASSIGNMENT", "DROP CAST (w.pair AS text)",
            f"CREATE OR REPLACE AGGREGATE w.total (integer) (sfunc = int4pl, stype = integer, initcond = '{self.random.randint(0, 2)}')",
            "DROP AGGREGATE w.total (integer)"])

    def inherit(self):
        child, parent = self.relation("i"), self.relation(self.one(["i", "t"]))
        return self.one([
            f"CREATE TABLE {child} ({self.columns()}) INHERITS ({parent})", f"CREATE TABLE {child} () INHERITS ({parent})",
            f"CREATE TABLE {child} (LIKE {parent})", f"ALTER TABLE {child} INHERIT {parent}", f"ALTER TABLE {child} NO INHERIT {parent}",
            f"ALTER TABLE ONLY {parent} DROP COLUMN {self.one(COLUMNS)}", f"ALTER TABLE {child} ADD COLUMN {self.column()}",
            f"ALTER TABLE {child} ALTER COLUMN {self.one(COLUMNS)} {self.one(['SET NOT NULL', 'DROP DEFAULT', 'SET STATISTICS 7'])}",
            f"ALTER TABLE {parent} ADD CONSTRAINT {self.quoted('k')} CHECK ({self.one(COLUMNS)} IS NOT NULL){self.one(['', ' NO INHERIT'])}",
            f"DROP TABLE {child}{self.one(['', ' CASCADE'])}"])

    def schema(self):
        return self.one(["CREATE SCHEMA extra", "CREATE SCHEMA extra AUTHORIZATION walker_a CREATE TABLE held (id integer) CREATE VIEW seen AS SELECT id FROM held",
                         "DROP SCHEMA extra CASCADE", "ALTER SCHEMA extra OWNER TO \"walker B\"", f"ALTER TABLE {self.relation()} SET SCHEMA extra",
                         "ALTER TABLE extra.held ADD COLUMN more w.size"])

    def event(self):
        name = self.one(["ev_a", "ev_b"])
        return self.one([
            "CREATE OR REPLACE FUNCTION w.on_ddl() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'",
            f"CREATE EVENT TRIGGER {name} ON {self.one(['ddl_command_end', 'sql_drop', 'ddl_command_start'])} EXECUTE FUNCTION w.on_ddl()",
            f"CREATE EVENT TRIGGER {name} ON ddl_command_end WHEN TAG IN ('CREATE TABLE', 'DROP TABLE') EXECUTE FUNCTION w.on_ddl()",
            f"ALTER EVENT TRIGGER {name} {self.one(['DISABLE', 'ENABLE ALWAYS', 'ENABLE REPLICA'])}", f"DROP EVENT TRIGGER {name}"])

    def extension(self):
        name = self.one(["pg_trgm", "citext", "btree_gist"])
        return self.one([f"CREATE EXTENSION {name}{self.one(['', ' SCHEMA w'])}", f"ALTER EXTENSION {name} SET SCHEMA w", f"DROP EXTENSION {name}{self.one(['', ' CASCADE'])}",
                         f"CREATE INDEX {self.quoted('n')} ON {self.relation()} USING gin ({self.one(COLUMNS)} gin_trgm_ops)",
                         f"ALTER TABLE {self.relation()} ADD COLUMN {self.one(COLUMNS)} citext", "COMMENT ON EXTENSION pg_trgm IS 'similar'"])

    def operators(self):
        return self.one([
            "CREATE OPERATOR w.+++ (leftarg = integer, rightarg = integer, function = int4pl)", "DROP OPERATOR w.+++ (integer, integer)",
            "CREATE OPERATOR w.=== (leftarg = integer, rightarg = integer, function = int4eq, commutator = OPERATOR(w.===), restrict = eqsel, join = eqjoinsel)",
            "ALTER OPERATOR w.=== (integer, integer) SET (restrict = NONE)", "CREATE OPERATOR FAMILY w.family USING btree", "DROP OPERATOR FAMILY w.family USING btree CASCADE",
            "ALTER OPERATOR FAMILY w.family USING btree ADD OPERATOR 1 < (integer, bigint), FUNCTION 1 (integer, bigint) btint48cmp(integer, bigint)",
            "ALTER OPERATOR FAMILY w.family USING btree DROP OPERATOR 1 (integer, bigint), FUNCTION 1 (integer, bigint)",
            f"CREATE OPERATOR CLASS w.class FOR TYPE integer USING btree {self.one(['', 'FAMILY w.family '])}AS OPERATOR 1 <, OPERATOR 3 =, FUNCTION 1 btint4cmp(integer, integer)",
            "DROP OPERATOR CLASS w.class USING btree CASCADE", f"CREATE INDEX {self.quoted('n')} ON {self.relation()} ({self.one(['id', 'x', 'y'])} w.class)"])

    def text_search(self):
        return self.one([
            f"CREATE TEXT SEARCH CONFIGURATION w.plain ({self.one(['COPY = simple', 'PARSER = pg_catalog.default'])})", "DROP TEXT SEARCH CONFIGURATION w.plain",
            f"ALTER TEXT SEARCH CONFIGURATION w.plain {self.one(['ADD', 'ALTER'])} MAPPING FOR {self.one(['word', 'email', 'asciiword, int'])} WITH {self.one(['simple', 'w.words'])}",
            "ALTER TEXT SEARCH CONFIGURATION w.plain DROP MAPPING FOR email", "CREATE TEXT SEARCH DICTIONARY w.words (TEMPLATE = simple)",
            f"ALTER TEXT SEARCH DICTIONARY w.words (Accept = {self.one(['true', 'false'])})", "DROP TEXT SEARCH DICTIONARY w.words CASCADE",
            "CREATE TEXT SEARCH TEMPLATE w.template (LEXIZE = dsimple_lexize, INIT = dsimple_init)", "CREATE TEXT SEARCH DICTIONARY w.own (TEMPLATE = w.template)",
            "DROP TEXT SEARCH TEMPLATE w.template CASCADE",
            "CREATE TEXT SEARCH PARSER w.parser (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype)",
            "CREATE TEXT SEARCH CONFIGURATION w.parsed (PARSER = w.parser)", "DROP TEXT SEARCH PARSER w.parser CASCADE"])

    def server(self):
        return self.one([
            "CREATE FOREIGN DATA WRAPPER walk_fdw", "ALTER FOREIGN DATA WRAPPER walk_fdw OPTIONS (ADD fetch_size '1')", "DROP FOREIGN DATA WRAPPER walk_fdw CASCADE",
            f"CREATE SERVER walk_server {self.one(['', 'TYPE %sfile%s ' % (chr(39), chr(39))])}FOREIGN DATA WRAPPER walk_fdw OPTIONS (host 'a')",
            f"ALTER SERVER walk_server VERSION '{self.random.randint(1, 3)}' OPTIONS (SET host 'b')", "DROP SERVER walk_server CASCADE",
            f"CREATE FOREIGN TABLE {self.relation('o')} (id integer, x text OPTIONS (column_name '1')) SERVER walk_server OPTIONS (filename 'a')",
            f"ALTER FOREIGN TABLE {self.relation('o')} {self.one(['ADD COLUMN y ' + self.one(TYPES), 'DROP COLUMN x CASCADE', 'ALTER COLUMN id TYPE bigint', 'OPTIONS (SET filename %sb%s)' % (chr(39), chr(39))])}",
            f"DROP FOREIGN TABLE {self.relation('o')} CASCADE", "CREATE USER MAPPING FOR walker_a SERVER walk_server", "CREATE USER MAPPING FOR PUBLIC SERVER walk_server",
            "DROP USER MAPPING FOR walker_a SERVER walk_server", "GRANT USAGE ON FOREIGN SERVER walk_server TO walker_a"])

    def publication(self):
        name = self.one(["w_some", "w_more"])
        return self.one([
            "CREATE PUBLICATION w_all FOR ALL TABLES", "DROP PUBLICATION w_all", f"CREATE PUBLICATION {name} FOR TABLE {self.relation()}", f"DROP PUBLICATION {name}",
            f"CREATE PUBLICATION {name} FOR TABLE {self.relation()} ({self.one(COLUMNS)}), {self.relation()} WHERE ({self.one(COLUMNS)} IS NOT NULL)",
            f"CREATE PUBLICATION {name} FOR TABLES IN SCHEMA w WITH (publish = 'insert')", f"ALTER PUBLICATION {name} ADD TABLE {self.relation()}",
            f"ALTER PUBLICATION {name} SET TABLE {self.relation()}, {self.relation('i')}", f"ALTER PUBLICATION {name} SET (publish_via_partition_root = true)",
            "CREATE SUBSCRIPTION w_sub CONNECTION '' PUBLICATION w_all WITH (connect = false, slot_name = NONE)",
            "ALTER SUBSCRIPTION w_sub SET (binary = true)", "ALTER SUBSCRIPTION w_sub SET PUBLICATION w_some, w_more WITH (refresh = false)", "DROP SUBSCRIPTION w_sub"])

    def base_type(self):
        return self.one([
            "CREATE TYPE w.based", "CREATE FUNCTION w.based_in(cstring) RETURNS w.based LANGUAGE internal IMMUTABLE STRICT AS 'int4in'",
            "CREATE FUNCTION w.based_out(w.based) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int4out'",
            f"CREATE TYPE w.based (INPUT = w.based_in, OUTPUT = w.based_out, LIKE = integer, CATEGORY = '{self.one(['U', 'N'])}')",
            "ALTER TYPE w.based OWNER TO walker_a", f"ALTER TABLE {self.relation()} ADD COLUMN {self.one(COLUMNS)} w.based", "DROP TYPE w.based CASCADE", "CREATE TYPE w.shell", "DROP TYPE w.shell",
            "CREATE CONVERSION w.latin FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8", "CREATE DEFAULT CONVERSION w.latin FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8", "DROP CONVERSION w.latin",
            "CREATE TRANSFORM FOR w.pair LANGUAGE sql (FROM SQL WITH FUNCTION prsd_lextype(internal))", "DROP TRANSFORM FOR w.pair LANGUAGE sql",
            "CREATE TRUSTED LANGUAGE walk HANDLER plpgsql_call_handler VALIDATOR plpgsql_validator", "DROP LANGUAGE walk CASCADE", "GRANT USAGE ON LANGUAGE walk TO walker_a",
            "CREATE ACCESS METHOD walk_heap TYPE TABLE HANDLER heap_tableam_handler", "DROP ACCESS METHOD walk_heap CASCADE",
            f"CREATE TABLE {self.relation()} (id integer, x text) USING walk_heap"])

    def more_types(self):
        return self.one([
            "DROP TYPE w.span CASCADE", f"ALTER TABLE {self.relation()} ADD COLUMN {self.one(COLUMNS)} {self.one(['w.span', 'w.rate', 'w.kind'])}",
            f"CREATE DOMAIN w.rate AS {self.one(['integer', 'w.price', 'text COLLATE w.german'])}{self.one(['', ' NOT NULL', ' DEFAULT 1'])}", "DROP DOMAIN w.rate CASCADE",
            f"CREATE TABLE {self.relation()} OF w.pair", f"ALTER TABLE {self.relation()} NOT OF", f"ALTER TYPE w.pair ALTER ATTRIBUTE y TYPE {self.one(TYPES[:5])} CASCADE",
            "ALTER DOMAIN w.price OWNER TO walker_a", "ALTER TYPE w.size RENAME TO extent", "ALTER TYPE w.extent RENAME TO size"])

    def settings(self):
        def command(text):
            return f"DO $do$ BEGIN EXECUTE format($x${text}$x$, current_database()); END $do$"
        return self.one([command(f"ALTER DATABASE %I SET work_mem = '{self.random.randint(4, 6)}MB'"), command("ALTER DATABASE %I RESET work_mem"),
                         command("ALTER ROLE walker_a IN DATABASE %I SET search_path = w, public"), command("ALTER ROLE walker_a IN DATABASE %I RESET ALL")])

    def catalog(self):
        role = self.one(["walker_a", '"walker B"'])
        return self.one([f"GRANT SELECT ON pg_catalog.pg_authid TO {role}", f"REVOKE SELECT ON pg_catalog.pg_authid FROM {role}",
                         "REVOKE EXECUTE ON FUNCTION pg_catalog.pg_sleep(double precision) FROM PUBLIC",
                         "GRANT EXECUTE ON FUNCTION pg_catalog.pg_sleep(double precision) TO PUBLIC"])

    def more_triggers(self):
        name = f"g_{self.one(['a', 'b'])}"
        return self.one([
            f"CREATE CONSTRAINT TRIGGER {name} AFTER INSERT ON {self.relation()} DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION {self.routine()}()",
            f"CREATE TRIGGER {name} AFTER INSERT ON {self.relation()} REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION {self.routine()}()",
            f"CREATE TRIGGER {name} INSTEAD OF UPDATE ON {self.relation('v')} FOR EACH ROW EXECUTE FUNCTION {self.routine()}()",
            f"CREATE TRIGGER {name} AFTER INSERT ON {self.relation('p')} FOR EACH ROW EXECUTE FUNCTION {self.routine()}()",
            f"COMMENT ON TRIGGER {name} ON {self.relation()} IS 'fires'", f"ALTER TRIGGER {name} ON {self.relation()} RENAME TO g_c"])

    def properties(self):
        role = self.one(["walker_a", '"walker B"'])
        return self.one([
            f"ALTER INDEX {self.one(SCHEMAS)}.{self.quoted('n')} SET (fillfactor = {self.random.randint(50, 90)})", f"ALTER TABLE {self.relation()} CLUSTER ON {self.quoted('n')}",
            f"ALTER TABLE {self.relation()} REPLICA IDENTITY USING INDEX {self.quoted('n')}", f"ALTER STATISTICS {self.relation('e')} SET STATISTICS 50", f"DROP STATISTICS {self.relation('e')}",
            f"ALTER VIEW {self.relation('v')} SET (security_invoker = true)", f"ALTER VIEW {self.relation('v')} OWNER TO {role}", f"ALTER MATERIALIZED VIEW {self.relation('m')} SET (fillfactor = 80)",
            f"ALTER FUNCTION {self.routine()}(integer) {self.one(['STABLE', 'COST 7', 'SET work_mem = %s4MB%s' % (chr(39), chr(39)), 'PARALLEL SAFE', 'SECURITY DEFINER', 'OWNER TO ' + role])}",
            f"ALTER TABLE {self.relation()} ALTER COLUMN {self.one(COLUMNS)} SET (n_distinct = 5)", f"ALTER TABLE {self.relation()} ALTER CONSTRAINT {self.quoted('k')} DEFERRABLE",
            f"ALTER TABLE {self.relation()} ADD CONSTRAINT {self.quoted('k')} CHECK ({self.one(COLUMNS)} IS NOT NULL) NOT VALID", f"ALTER TABLE {self.relation()} VALIDATE CONSTRAINT {self.quoted('k')}",
            f"COMMENT ON {self.one(['INDEX', 'SEQUENCE'])} public.{self.one(['n_a', 's_a', 't_a_pkey'])} IS 'noted'", f"COMMENT ON CONSTRAINT {self.quoted('k')} ON {self.relation()} IS 'kept'",
            f"GRANT USAGE ON SEQUENCE public.s_a TO {role} WITH GRANT OPTION", f"ALTER SEQUENCE public.s_a OWNER TO {role}", f"ALTER SEQUENCE w.s_a AS {self.one(['smallint', 'integer', 'bigint'])}"])

    def statements(self, count):
        return [self.statement() for _ in range(count)]


class NamesWalk(Walk):
    """That can give other names to more."""

    def more_names(self):
        return self.one([
            'ALTER SCHEMA extra RENAME TO "Extra 2"', 'ALTER SCHEMA "Extra 2" RENAME TO extra', "ALTER TYPE w.price RENAME TO prize", "ALTER TYPE w.prize RENAME TO price",
            f"ALTER TABLE {self.relation()} RENAME CONSTRAINT {self.quoted('k')} TO {self.quoted('k')}", f"ALTER POLICY o_a ON {self.relation()} RENAME TO o_b",
            f"ALTER TABLE {self.relation()} RENAME COLUMN {self.one(COLUMNS)} TO {self.one(COLUMNS)}", "ALTER SEQUENCE public.s_a RENAME TO s_b", "ALTER SEQUENCE public.s_b RENAME TO s_a",
            f"ALTER VIEW {self.relation('v')} RENAME COLUMN x TO z", "ALTER DOMAIN w.price RENAME CONSTRAINT d_a TO d_b"])


class RenamingWalk(NamesWalk):
    """With many new names, and objects that move to other schemas."""

    def statement(self):
        return super().statement() if self.chance(0.7) else self.one([self.rename, self.more_names, self.move, self.schema])()

    def move(self):
        place = self.one(SCHEMAS + ["extra", '"Extra 2"'])
        return self.one([
            f"ALTER TABLE {self.relation()} SET SCHEMA {place}", f"ALTER VIEW {self.relation('v')} SET SCHEMA {place}", f"ALTER FUNCTION {self.routine()}(integer) SET SCHEMA {place}",
            f"ALTER SEQUENCE {self.one(['public', 'w'])}.s_a SET SCHEMA {place}", f"ALTER TYPE w.size SET SCHEMA {place}", f"ALTER DOMAIN w.price SET SCHEMA {place}",
            f"ALTER TABLE {self.relation()} RENAME COLUMN {self.one(COLUMNS)} TO {self.one(COLUMNS)}", f"CREATE SCHEMA {self.one(['extra', 'w2'])}",
            "ALTER SCHEMA w RENAME TO w2", "ALTER SCHEMA w2 RENAME TO w", f"ALTER TABLE {self.relation()} SET SCHEMA w2"])
