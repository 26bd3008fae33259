-- One object or more for every attribute of every kind, hostile names included.  Runs on 13 and later; what needs a
-- later major is in kitchen_sink_14.sql, kitchen_sink_15.sql and kitchen_sink_18.sql.
-- Needs the roles of kitchen_sink_roles.sql.

CREATE EXTENSION pg_trgm SCHEMA public;
COMMENT ON EXTENSION pg_trgm IS 'similarity search';

CREATE SCHEMA app AUTHORIZATION ks_owner;
COMMENT ON SCHEMA app IS 'it''s the "application"';
GRANT USAGE ON SCHEMA app TO ks_reader;
GRANT ALL ON SCHEMA app TO ks_writer WITH GRANT OPTION;
CREATE SCHEMA ext;
GRANT USAGE ON SCHEMA public TO ks_reader;

-- Names that must never break out of anything.
CREATE SCHEMA "sch""ema; DROP TABLE x; --";
CREATE TABLE "sch""ema; DROP TABLE x; --"."ta'ble $$ \ 😀" (
  "co""l'1, {} \" int CONSTRAINT "che"",{}\'ck" CHECK ("co""l'1, {} \" > 0),
  "new
line" text DEFAULT 'x''"\{},NULL' COLLATE "C",
  "select" text,
  "‮rtl" text,
  "NULL" text,
  " FOR EACH ROW WHEN (" int,
  CONSTRAINT "uni,que" UNIQUE ("co""l'1, {} \", "NULL")
);
CREATE INDEX "in""dex, {}" ON "sch""ema; DROP TABLE x; --"."ta'ble $$ \ 😀" ("new
line", lower("select"), "NULL" DESC) INCLUDE ("co""l'1, {} \") WHERE "NULL" <> ',"{}\';
COMMENT ON TABLE "sch""ema; DROP TABLE x; --"."ta'ble $$ \ 😀" IS E'line one\nline "two" {,} \\ 😀';
COMMENT ON COLUMN "sch""ema; DROP TABLE x; --"."ta'ble $$ \ 😀"."NULL" IS 'NULL';
CREATE TABLE app.sixty_three_bytes_long_name_sixty_three_bytes_long_name_sixty_t (a_column_with_a_name_of_sixty_three_bytes_and_not_one_byte_more int);

-- Enums
CREATE TYPE app.mood AS ENUM ('sad', 'o,k', 'hap"py', 'NULL', '{}');
ALTER TYPE app.mood ADD VALUE 'meh' BEFORE 'o,k';
ALTER TYPE app.mood OWNER TO ks_owner;
COMMENT ON TYPE app.mood IS 'how it feels';
REVOKE USAGE ON TYPE app.mood FROM PUBLIC;
GRANT USAGE ON TYPE app.mood TO ks_reader WITH GRANT OPTION;
CREATE TYPE app.nothing AS ENUM ();

-- Domains
CREATE DOMAIN app.positive AS int CONSTRAINT is_positive CHECK (VALUE > 0);
CREATE DOMAIN app.code AS varchar(12) COLLATE "C" DEFAULT 'none' NOT NULL
  CONSTRAINT code_shape CHECK (VALUE ~ '^[a-z]+$') CONSTRAINT code_long CHECK (length(VALUE) > 1);
ALTER DOMAIN app.code ADD CONSTRAINT code_later CHECK (VALUE <> 'x') NOT VALID;
ALTER DOMAIN app.code OWNER TO ks_owner;
COMMENT ON DOMAIN app.code IS 'a code';
REVOKE ALL ON TYPE app.code FROM PUBLIC;
COMMENT ON CONSTRAINT code_shape ON DOMAIN app.code IS 'its shape';
CREATE DOMAIN app.stamp AS timestamptz(3) DEFAULT now();
CREATE DOMAIN app.deeper AS app.positive CHECK (VALUE < 100);

-- Composite types
CREATE TYPE app.point3 AS (x numeric(10,2), y int[], z app.mood, "na""me" text COLLATE "C");
ALTER TYPE app.point3 OWNER TO ks_owner;
COMMENT ON TYPE app.point3 IS 'three of them';
COMMENT ON COLUMN app.point3.x IS 'the first';
REVOKE ALL ON TYPE app.point3 FROM PUBLIC;

-- Sequences
CREATE SEQUENCE app.plain;
CREATE SEQUENCE app.down AS smallint INCREMENT -2 MINVALUE -500 MAXVALUE 1000 START 999 CACHE 7 CYCLE;
CREATE SEQUENCE app.small AS integer;
CREATE SEQUENCE app.desc_default INCREMENT BY -1;
ALTER SEQUENCE app.plain OWNER TO ks_owner;
GRANT USAGE ON SEQUENCE app.plain TO ks_writer;
COMMENT ON SEQUENCE app.plain IS 'counts';
SELECT nextval('app.plain'), nextval('app.plain');

-- Routines
CREATE FUNCTION app.add_one(n integer DEFAULT 41, VARIADIC rest text[] DEFAULT '{}') RETURNS integer
  LANGUAGE sql IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 7 AS $f$ SELECT n + 1 $f$;
CREATE FUNCTION app.add_one(n bigint) RETURNS bigint LANGUAGE sql AS 'SELECT n + 1';
CREATE FUNCTION app.rows_of(OUT a int, OUT b app.mood) RETURNS SETOF record
  LANGUAGE sql STABLE ROWS 17 PARALLEL RESTRICTED AS $$ SELECT 1, 'sad'::app.mood $$;
CREATE FUNCTION app.table_of(k app.positive) RETURNS TABLE (a int, "b c" text) LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = app, pg_temp SET work_mem = '8MB' SET "DateStyle" = 'ISO, DMY' AS $body$
BEGIN
  -- a "quoted" 'body' \ with $$ and
  RETURN QUERY SELECT 1, 'x'::text;
END $body$;
ALTER FUNCTION app.table_of(app.positive) OWNER TO ks_owner;
REVOKE EXECUTE ON FUNCTION app.table_of(app.positive) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.table_of(app.positive) TO ks_reader;
COMMENT ON FUNCTION app.table_of(app.positive) IS 'a table';
CREATE PROCEDURE app.work(a int, INOUT b text DEFAULT NULL) LANGUAGE plpgsql AS 'BEGIN b := a::text; END';
GRANT EXECUTE ON PROCEDURE app.work(int, text) TO ks_writer;
CREATE FUNCTION app.supported(text, text) RETURNS boolean LANGUAGE internal IMMUTABLE SUPPORT pg_catalog.textlike_support AS 'textlike';
CREATE FUNCTION app.my_rank() RETURNS bigint LANGUAGE internal IMMUTABLE WINDOW AS 'window_rank';
CREATE FUNCTION app.in_c() RETURNS trigger LANGUAGE c AS '$libdir/tcn', 'triggered_change_notification';
CREATE FUNCTION app.sfunc(state int, next int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT COALESCE(state, 0) + next';
CREATE FUNCTION app.inverse(state int, next int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT state - next';
CREATE FUNCTION app.final(state int, extra int) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT state::text';
CREATE FUNCTION app.mfinal(state int, extra int) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT state::text';
CREATE AGGREGATE app.total(int) (
  SFUNC = app.sfunc, STYPE = int, SSPACE = 64, INITCOND = '0', COMBINEFUNC = app.inverse, FINALFUNC = app.final, FINALFUNC_EXTRA,
  FINALFUNC_MODIFY = SHAREABLE, MSFUNC = app.sfunc, MINVFUNC = app.inverse, MSTYPE = int, MSSPACE = 32, MFINALFUNC = app.mfinal, MFINALFUNC_EXTRA,
  MFINALFUNC_MODIFY = READ_WRITE, MINITCOND = '1', PARALLEL = SAFE);
ALTER AGGREGATE app.total(int) OWNER TO ks_owner;
COMMENT ON AGGREGATE app.total(int) IS 'the total';
CREATE AGGREGATE app.least_of(int) (SFUNC = pg_catalog.int4smaller, STYPE = int, SORTOP = <);
CREATE AGGREGATE app.average(numeric) (SFUNC = pg_catalog.numeric_avg_accum, STYPE = internal, FINALFUNC = pg_catalog.numeric_avg,
  COMBINEFUNC = pg_catalog.numeric_avg_combine, SERIALFUNC = pg_catalog.numeric_avg_serialize, DESERIALFUNC = pg_catalog.numeric_avg_deserialize);
CREATE AGGREGATE app.median(float8 ORDER BY float8) (SFUNC = pg_catalog.ordered_set_transition, STYPE = internal,
  FINALFUNC = pg_catalog.percentile_cont_float8_final, FINALFUNC_MODIFY = READ_ONLY);
CREATE AGGREGATE app.hypothetical(VARIADIC "any" ORDER BY VARIADIC "any") (SFUNC = pg_catalog.ordered_set_transition_multi,
  STYPE = internal, FINALFUNC = pg_catalog.rank_final, FINALFUNC_EXTRA, HYPOTHETICAL);
CREATE AGGREGATE app.glued(text) (SFUNC = pg_catalog.textcat, STYPE = text, INITCOND = '');

-- Tables
CREATE TABLE app.customer (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  small_id smallint GENERATED BY DEFAULT AS IDENTITY (START 7 INCREMENT 3 MINVALUE 5 MAXVALUE 900 CACHE 4 CYCLE),
  serial_id serial,
  email varchar(320) NOT NULL COLLATE "C",
  name text DEFAULT 'nobody'::text NOT NULL,
  upper_name text GENERATED ALWAYS AS (upper(name)) STORED,
  feels app.mood DEFAULT 'sad',
  code app.code,
  place app.point3,
  tags text[] DEFAULT ARRAY['a', 'b'],
  document jsonb,
  amount numeric(12,2) DEFAULT 0 CONSTRAINT amount_fits CHECK (amount >= 0 AND amount < 1e6),
  created timestamptz DEFAULT CURRENT_TIMESTAMP,
  valid daterange,
  dropped_later int,
  CONSTRAINT customer_email UNIQUE (email) INCLUDE (name) WITH (fillfactor = 70) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT customer_valid EXCLUDE USING gist (valid WITH &&, (lower(name)) gist_trgm_ops (siglen = 32) WITH %) WHERE (amount > 0)
) WITH (fillfactor = 80, autovacuum_enabled = false, toast.autovacuum_enabled = false);
ALTER TABLE app.customer DROP COLUMN dropped_later;
ALTER TABLE app.customer OWNER TO ks_owner;
ALTER TABLE app.customer ALTER COLUMN document SET STORAGE EXTERNAL, ALTER COLUMN email SET STATISTICS 500,
  ALTER COLUMN amount SET (n_distinct = -0.5, n_distinct_inherited = 100);
ALTER TABLE app.customer ADD CONSTRAINT later CHECK (name <> '') NO INHERIT NOT VALID;
ALTER TABLE app.customer REPLICA IDENTITY USING INDEX customer_pkey;
ALTER TABLE app.customer CLUSTER ON customer_pkey;
COMMENT ON TABLE app.customer IS 'who buys';
COMMENT ON COLUMN app.customer.email IS 'where to write';
COMMENT ON CONSTRAINT customer_email ON app.customer IS 'one each';
COMMENT ON INDEX app.customer_email IS 'its index';
COMMENT ON SEQUENCE app.customer_id_seq IS 'numbers';
GRANT SELECT ON app.customer TO PUBLIC;
GRANT SELECT, INSERT, UPDATE ON app.customer TO ks_writer WITH GRANT OPTION;
GRANT UPDATE (email, name), SELECT (email) ON app.customer TO ks_reader;
GRANT USAGE ON SEQUENCE app.customer_id_seq TO ks_writer;
SET ROLE ks_writer;
GRANT SELECT ON app.customer TO ks_reader;
RESET ROLE;

CREATE TABLE app.orders (
  id uuid NOT NULL,
  part int NOT NULL,
  customer bigint,
  parent_id uuid,
  parent_part int,
  quantity app.positive,
  CONSTRAINT orders_pkey PRIMARY KEY (part, id)
);
ALTER TABLE app.orders ADD CONSTRAINT orders_parent FOREIGN KEY (parent_part, parent_id) REFERENCES app.orders (part, id)
  MATCH FULL ON UPDATE RESTRICT ON DELETE SET DEFAULT;
ALTER TABLE app.orders ADD CONSTRAINT orders_customer FOREIGN KEY (customer) REFERENCES app.customer (id)
  ON UPDATE CASCADE ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED NOT VALID;
ALTER TABLE app.orders REPLICA IDENTITY FULL;
CREATE TABLE app.unchecked (customer bigint REFERENCES app.customer (id));

CREATE UNLOGGED TABLE app.scratch (a int, b text);
ALTER TABLE app.scratch REPLICA IDENTITY NOTHING;
CREATE TABLE app.elsewhere (a int PRIMARY KEY USING INDEX TABLESPACE ks_space, b int) TABLESPACE ks_space;
CREATE INDEX elsewhere_b ON app.elsewhere (b) TABLESPACE ks_space;
CREATE TABLE app.typed OF app.point3 (x WITH OPTIONS DEFAULT 1 NOT NULL);

-- Inheritance
CREATE TABLE app.parent (a int CHECK (a > 0), b text);
CREATE TABLE ext.parent (c int, a int);
CREATE TABLE app.child (d int, b text, CONSTRAINT only_here CHECK (d <> 0)) INHERITS (app.parent, ext.parent);
ALTER TABLE app.child ALTER COLUMN b SET DEFAULT 'child';

-- Partitions
CREATE TABLE app.events (at timestamptz NOT NULL, kind text NOT NULL, "va""lue" int CHECK ("va""lue" > 0), ref bigint REFERENCES app.customer,
  PRIMARY KEY (at, kind)) PARTITION BY RANGE (at, kind);
CREATE TABLE app.by_expression (a text, b int) PARTITION BY RANGE (lower(a) COLLATE "C" text_pattern_ops, b);
CREATE TABLE app.events_1 PARTITION OF app.events FOR VALUES FROM ('2026-01-01', MINVALUE) TO ('2026-02-01', 'm');
CREATE TABLE app.events_rest PARTITION OF app.events DEFAULT PARTITION BY LIST (kind);
CREATE TABLE app.events_list PARTITION OF app.events_rest ("va""lue" DEFAULT 5) FOR VALUES IN ('a', 'b''c', NULL);
CREATE TABLE app.attached (at timestamptz NOT NULL, "va""lue" int CONSTRAINT "events_va""lue_check" CHECK ("va""lue" > 0), kind text NOT NULL, ref bigint);
CREATE INDEX attached_own ON app.attached (kind);
ALTER TABLE app.events ATTACH PARTITION app.attached FOR VALUES FROM ('2026-02-01', 'm') TO ('2026-03-01', 'b');
CREATE INDEX events_value ON app.events ("va""lue" DESC NULLS LAST);
CREATE INDEX events_kind ON ONLY app.events (kind);
ALTER INDEX app.events_kind ATTACH PARTITION app.attached_own;
CREATE TABLE app.hashed (id int) PARTITION BY HASH (id);
CREATE TABLE app.hashed_0 PARTITION OF app.hashed FOR VALUES WITH (MODULUS 2, REMAINDER 0);
ALTER TABLE app.hashed_0 ALTER COLUMN id SET NOT NULL;
ALTER TABLE app.hashed ALTER COLUMN id SET NOT NULL;
ALTER TABLE ONLY app.hashed ADD UNIQUE (id);

-- Indexes
CREATE UNIQUE INDEX customer_lower ON app.customer (lower(email) COLLATE "POSIX", id DESC) INCLUDE (name) WITH (fillfactor = 60) WHERE amount > 10;
ALTER INDEX app.customer_lower ALTER COLUMN 1 SET STATISTICS 77;
COMMENT ON INDEX app.customer_lower IS 'for search';
CREATE INDEX customer_order ON app.customer (name text_pattern_ops, email DESC NULLS LAST, amount NULLS FIRST, small_id DESC, ((id + 1)));
CREATE INDEX customer_tags ON app.customer USING gin (tags, document jsonb_path_ops) WITH (fastupdate = off);
CREATE INDEX customer_brin ON app.customer USING brin (created) WITH (pages_per_range = 8);
CREATE INDEX customer_trgm ON app.customer USING gist (name public.gist_trgm_ops (siglen = 64));
CREATE INDEX customer_hash ON app.customer USING hash (email COLLATE "C");
CREATE UNIQUE INDEX scratch_a ON app.scratch (a);
CREATE TABLE app.identified (a int NOT NULL, b char(3));
CREATE UNIQUE INDEX identified_a ON app.identified (a);
CREATE INDEX identified_b ON app.identified (b, b bpchar_pattern_ops);
ALTER TABLE app.identified REPLICA IDENTITY USING INDEX identified_a;
ALTER TABLE app.identified CLUSTER ON identified_a;

-- Views
CREATE VIEW app.lone AS SELECT id, name AS "na""me", (SELECT count(*) FROM app.orders o WHERE o.customer = customer.id) AS orders
  FROM app.customer WHERE amount > 1 AND name <> 'customer.id';
CREATE VIEW app.joined WITH (security_barrier = true) AS
  SELECT c.id, o.quantity, u.total FROM app.customer c JOIN app.orders o ON o.customer = c.id
  CROSS JOIN (SELECT sum(x.quantity) AS total FROM app.orders x) u;
CREATE VIEW app.checked AS SELECT id, name FROM app.customer WHERE amount > 5 WITH CASCADED CHECK OPTION;
ALTER VIEW app.checked ALTER COLUMN name SET DEFAULT 'viewed';
ALTER VIEW app.joined OWNER TO ks_owner;
COMMENT ON VIEW app.joined IS 'together';
COMMENT ON COLUMN app.joined.total IS 'all of it';
GRANT SELECT ON app.joined TO ks_reader;
CREATE VIEW app.united AS SELECT a FROM app.parent UNION ALL SELECT a FROM ext.parent ORDER BY 1 LIMIT 3;
CREATE VIEW app.grouped AS WITH w AS (SELECT kind FROM app.events) SELECT kind, count(*) AS n FROM w GROUP BY kind HAVING count(*) > 1 ORDER BY kind;
CREATE VIEW app.grouped_one AS SELECT feels, max(amount) AS most, rank() OVER (ORDER BY max(amount) DESC) AS place FROM app.customer GROUP BY feels;
CREATE VIEW app.whole AS SELECT customer AS row, (place).x, customer.tags[1] AS first FROM app.customer;
CREATE RECURSIVE VIEW app.counted (n) AS VALUES (1) UNION ALL SELECT n + 1 FROM counted WHERE n < 10;
CREATE VIEW app.functional AS SELECT g, g.g AS again FROM generate_series(1, 3) AS g;
CREATE VIEW app.listed AS VALUES (1, 'a'), (2, 'b');
CREATE VIEW "sch""ema; DROP TABLE x; --".hostile AS SELECT "NULL", "new
line" AS "x.y" FROM "sch""ema; DROP TABLE x; --"."ta'ble $$ \ 😀" AS "ali.as""" WHERE "NULL" <> '"ali.as""".x';
CREATE MATERIALIZED VIEW app.summary WITH (fillfactor = 50) AS SELECT feels, count(*) AS n FROM app.customer GROUP BY feels WITH NO DATA;
CREATE UNIQUE INDEX summary_feels ON app.summary (feels);
ALTER MATERIALIZED VIEW app.summary OWNER TO ks_owner;
ALTER MATERIALIZED VIEW app.summary ALTER COLUMN n SET STATISTICS 10;
GRANT SELECT ON app.summary TO ks_reader;
COMMENT ON MATERIALIZED VIEW app.summary IS 'summed up';
CREATE MATERIALIZED VIEW app.summary_elsewhere TABLESPACE ks_space AS SELECT 1 AS one;

-- Triggers
CREATE FUNCTION app.touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER plain AFTER INSERT ON app.customer FOR EACH STATEMENT EXECUTE FUNCTION app.touch();
CREATE TRIGGER rich BEFORE UPDATE OF name, email OR INSERT ON app.customer FOR EACH ROW
  WHEN (NEW.amount > 0 AND NEW.name <> ') EXECUTE FUNCTION x(' || '"' || $$'$$)
  EXECUTE FUNCTION app.touch('one', '', 'th,r"e''e {}', E'back\\slash\\000', 'ünïcödé 😀', E'new\nline\ttab');
CREATE TRIGGER transition AFTER UPDATE ON app.orders REFERENCING OLD TABLE AS "old ones" NEW TABLE AS new_ones
  FOR EACH STATEMENT EXECUTE FUNCTION app.touch();
CREATE CONSTRAINT TRIGGER deferred AFTER DELETE ON app.orders FROM app.customer DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION app.touch();
CREATE TRIGGER truncated BEFORE TRUNCATE ON app.orders EXECUTE FUNCTION app.touch();
CREATE TRIGGER off AFTER DELETE ON app.orders FOR EACH ROW EXECUTE FUNCTION app.touch();
ALTER TABLE app.orders DISABLE TRIGGER off;
CREATE TRIGGER on_replica AFTER DELETE ON app.orders FOR EACH ROW EXECUTE FUNCTION app.touch();
ALTER TABLE app.orders ENABLE REPLICA TRIGGER on_replica;
CREATE TRIGGER on_always AFTER DELETE ON app.orders FOR EACH ROW EXECUTE FUNCTION app.touch();
ALTER TABLE app.orders ENABLE ALWAYS TRIGGER on_always;
CREATE TRIGGER instead INSTEAD OF INSERT OR UPDATE OR DELETE ON app.joined FOR EACH ROW EXECUTE FUNCTION app.touch();
CREATE TRIGGER " FOR EACH ROW WHEN (x) EXECUTE FUNCTION " BEFORE UPDATE OF " FOR EACH ROW WHEN ("
  ON "sch""ema; DROP TABLE x; --"."ta'ble $$ \ 😀" FOR EACH ROW WHEN (OLD." FOR EACH ROW WHEN (" IS DISTINCT FROM NEW." FOR EACH ROW WHEN (")
  EXECUTE FUNCTION app.touch();
CREATE TRIGGER partitioned AFTER INSERT ON app.events FOR EACH ROW EXECUTE FUNCTION app.touch();
ALTER TABLE app.events_1 DISABLE TRIGGER partitioned;
COMMENT ON TRIGGER plain ON app.customer IS 'touches';

-- Policies
ALTER TABLE app.customer ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.orders ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY everyone ON app.customer;
CREATE POLICY readers ON app.customer AS RESTRICTIVE FOR SELECT TO ks_writer, ks_reader USING (amount > 0 AND name <> current_user);
CREATE POLICY writers ON app.customer FOR UPDATE TO ks_writer USING (id > 0) WITH CHECK (EXISTS (SELECT 1 FROM app.orders WHERE orders.customer = customer.id));
CREATE POLICY "po""licy" ON app.customer FOR INSERT WITH CHECK (true);
CREATE POLICY deleters ON app.orders FOR DELETE TO "ks ""hostile"", {}" USING (true);
COMMENT ON POLICY readers ON app.customer IS 'what they see';

-- Rules
CREATE RULE no_delete AS ON DELETE TO app.scratch WHERE old.a > 10 AND old.b <> 'DO NOTHING;' DO INSTEAD NOTHING;
CREATE RULE "ru""le, {}" AS ON INSERT TO app.scratch DO ALSO (UPDATE app.orders SET part = new.a WHERE part = 0; NOTIFY scratched, 'x; y');
CREATE RULE copied AS ON UPDATE TO app.scratch DO INSTEAD INSERT INTO app.identified (a, b) VALUES (new.a, old.b);
CREATE RULE insertable AS ON INSERT TO app.lone DO INSTEAD INSERT INTO app.scratch VALUES (1, new."na""me") RETURNING a::bigint, b, 0::bigint;
ALTER TABLE app.scratch DISABLE RULE copied;
COMMENT ON RULE no_delete ON app.scratch IS 'keeps the rows';

-- Range, base and shell types
CREATE TYPE app.span AS RANGE (SUBTYPE = float8, SUBTYPE_DIFF = float8mi);
CREATE TYPE app.text_range AS RANGE (SUBTYPE = text, SUBTYPE_OPCLASS = text_pattern_ops, COLLATION = "C");
CREATE TYPE app.stepped;
CREATE FUNCTION app.stepped_canonical(app.stepped) RETURNS app.stepped LANGUAGE internal IMMUTABLE STRICT AS 'int4range_canonical';
CREATE TYPE app.stepped AS RANGE (SUBTYPE = int4, CANONICAL = app.stepped_canonical);
ALTER TYPE app.span OWNER TO ks_owner;
REVOKE USAGE ON TYPE app.span FROM PUBLIC;
COMMENT ON TYPE app.span IS 'from to';
CREATE TYPE app.base;
CREATE FUNCTION app.base_in(cstring) RETURNS app.base LANGUAGE internal IMMUTABLE STRICT AS 'textin';
CREATE FUNCTION app.base_out(app.base) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
CREATE FUNCTION app.base_receive(internal) RETURNS app.base LANGUAGE internal STABLE STRICT AS 'textrecv';
CREATE FUNCTION app.base_send(app.base) RETURNS bytea LANGUAGE internal STABLE STRICT AS 'textsend';
CREATE TYPE app.base (INPUT = app.base_in, OUTPUT = app.base_out, RECEIVE = app.base_receive, SEND = app.base_send,
  TYPMOD_IN = varchartypmodin, TYPMOD_OUT = varchartypmodout, ANALYZE = array_typanalyze, STORAGE = extended, CATEGORY = 'S', PREFERRED = true,
  DEFAULT = 'nothing', DELIMITER = ';', COLLATABLE = true);
ALTER TYPE app.base OWNER TO ks_owner;
REVOKE USAGE ON TYPE app.base FROM PUBLIC;
COMMENT ON TYPE app.base IS 'from the bottom';
CREATE TYPE app.fixed;
CREATE FUNCTION app.fixed_in(cstring) RETURNS app.fixed LANGUAGE internal IMMUTABLE STRICT AS 'point_in';
CREATE FUNCTION app.fixed_out(app.fixed) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'point_out';
CREATE TYPE app.fixed (INPUT = app.fixed_in, OUTPUT = app.fixed_out, INTERNALLENGTH = 16, ALIGNMENT = double, ELEMENT = float8);
CREATE TYPE app.by_value;
CREATE FUNCTION app.by_value_in(cstring) RETURNS app.by_value LANGUAGE internal IMMUTABLE STRICT AS 'int4in';
CREATE FUNCTION app.by_value_out(app.by_value) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int4out';
CREATE TYPE app.by_value (INPUT = app.by_value_in, OUTPUT = app.by_value_out, INTERNALLENGTH = 4, PASSEDBYVALUE);
CREATE TYPE app.shell;
ALTER TYPE app.shell OWNER TO ks_owner;
COMMENT ON TYPE app.shell IS 'empty';

-- Collations, conversions
CREATE COLLATION app.posix FROM "C";
CREATE COLLATION app.loose (PROVIDER = icu, LOCALE = 'und-u-ks-level2', DETERMINISTIC = false);
ALTER COLLATION app.posix OWNER TO ks_owner;
COMMENT ON COLLATION app.posix IS 'by bytes';
ALTER TABLE app.scratch ADD COLUMN c text COLLATE app.posix;
CREATE CONVERSION app.converted FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
CREATE DEFAULT CONVERSION app.converted_back FOR 'UTF8' TO 'LATIN1' FROM utf8_to_iso8859_1;
ALTER CONVERSION app.converted OWNER TO ks_owner;
COMMENT ON CONVERSION app.converted IS 'old text';

-- Casts, operators, access methods
CREATE FUNCTION app.mood_to_int(app.mood) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE CAST (app.mood AS int) WITH FUNCTION app.mood_to_int(app.mood);
CREATE CAST (app.base AS text) WITHOUT FUNCTION AS ASSIGNMENT;
CREATE CAST (app.fixed AS text) WITH INOUT AS IMPLICIT;
COMMENT ON CAST (app.mood AS int) IS 'how much';
CREATE FUNCTION app.same(app.base, app.base) RETURNS boolean LANGUAGE internal IMMUTABLE STRICT AS 'texteq';
CREATE FUNCTION app.differs(app.base, app.base) RETURNS boolean LANGUAGE internal IMMUTABLE STRICT AS 'textne';
CREATE FUNCTION app.compare(app.base, app.base) RETURNS int LANGUAGE internal IMMUTABLE STRICT AS 'bttextcmp';
CREATE FUNCTION app.negate(app.by_value) RETURNS app.by_value LANGUAGE internal IMMUTABLE STRICT AS 'int4um';
CREATE OPERATOR app.=== (FUNCTION = app.same, LEFTARG = app.base, RIGHTARG = app.base, COMMUTATOR = OPERATOR(app.===),
  NEGATOR = OPERATOR(app.!==), RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES);
CREATE OPERATOR app.!== (FUNCTION = app.differs, LEFTARG = app.base, RIGHTARG = app.base, NEGATOR = OPERATOR(app.===));
CREATE OPERATOR app.- (FUNCTION = app.negate, RIGHTARG = app.by_value);
ALTER OPERATOR app.!== (app.base, app.base) OWNER TO ks_owner;
COMMENT ON OPERATOR app.=== (app.base, app.base) IS 'the same';
CREATE OPERATOR FAMILY app.base_family USING btree;
CREATE OPERATOR CLASS app.base_class DEFAULT FOR TYPE app.base USING btree FAMILY app.base_family AS
  OPERATOR 3 app.===, FUNCTION 1 app.compare(app.base, app.base);
CREATE OPERATOR CLASS app.point_class FOR TYPE point USING gist AS OPERATOR 15 <-> (point, point) FOR ORDER BY float_ops, STORAGE box;
ALTER OPERATOR FAMILY app.base_family USING btree ADD FUNCTION 1 (app.base, text) app.compare(app.base, app.base);
ALTER OPERATOR FAMILY app.base_family USING btree DROP FUNCTION 1 (app.base, text);
ALTER OPERATOR FAMILY app.base_family USING btree OWNER TO ks_owner;
ALTER OPERATOR CLASS app.base_class USING btree OWNER TO ks_owner;
COMMENT ON OPERATOR FAMILY app.base_family USING btree IS 'all of them';
COMMENT ON OPERATOR CLASS app.base_class USING btree IS 'one of them';
CREATE ACCESS METHOD ks_heap TYPE TABLE HANDLER heap_tableam_handler;
CREATE ACCESS METHOD ks_tree TYPE INDEX HANDLER bthandler;
COMMENT ON ACCESS METHOD ks_heap IS 'the same by another name';
CREATE TABLE app.otherwise (a int) USING ks_heap;
CREATE MATERIALIZED VIEW app.summary_otherwise USING ks_heap AS SELECT 1 AS one;

-- Languages, transforms
CREATE FUNCTION app.language_handler() RETURNS language_handler LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_call_handler';
CREATE FUNCTION app.language_inline(internal) RETURNS void LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_inline_handler';
CREATE FUNCTION app.language_validator(oid) RETURNS void LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_validator';
CREATE TRUSTED LANGUAGE ks_language HANDLER app.language_handler INLINE app.language_inline VALIDATOR app.language_validator;
CREATE LANGUAGE ks_untrusted HANDLER app.language_handler;
ALTER LANGUAGE ks_language OWNER TO ks_owner;
REVOKE USAGE ON LANGUAGE ks_language FROM PUBLIC;
GRANT USAGE ON LANGUAGE ks_language TO ks_writer;
COMMENT ON LANGUAGE ks_language IS 'spoken here';
CREATE TRANSFORM FOR int LANGUAGE sql (FROM SQL WITH FUNCTION prsd_lextype(internal), TO SQL WITH FUNCTION int4recv(internal));
COMMENT ON TRANSFORM FOR int LANGUAGE sql IS 'to and fro';
CREATE FUNCTION app.transformed(int) RETURNS int LANGUAGE sql TRANSFORM FOR TYPE int AS 'SELECT $1';

-- Text search
CREATE TEXT SEARCH PARSER app.words (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype, HEADLINE = prsd_headline);
COMMENT ON TEXT SEARCH PARSER app.words IS 'cuts';
CREATE TEXT SEARCH TEMPLATE app.plain (INIT = dsimple_init, LEXIZE = dsimple_lexize);
COMMENT ON TEXT SEARCH TEMPLATE app.plain IS 'plain';
CREATE TEXT SEARCH DICTIONARY app.dictionary (TEMPLATE = app.plain, STOPWORDS = english, ACCEPT = false);
ALTER TEXT SEARCH DICTIONARY app.dictionary OWNER TO ks_owner;
COMMENT ON TEXT SEARCH DICTIONARY app.dictionary IS 'few words';
CREATE TEXT SEARCH CONFIGURATION app.search (PARSER = app.words);
ALTER TEXT SEARCH CONFIGURATION app.search ADD MAPPING FOR asciiword, word WITH app.dictionary, simple;
ALTER TEXT SEARCH CONFIGURATION app.search ADD MAPPING FOR int WITH simple;
ALTER TEXT SEARCH CONFIGURATION app.search OWNER TO ks_owner;
COMMENT ON TEXT SEARCH CONFIGURATION app.search IS 'finds';

-- Foreign data. No password may ever come out.
CREATE FUNCTION app.wrapper_handler() RETURNS fdw_handler LANGUAGE c AS '$libdir/file_fdw', 'file_fdw_handler';
CREATE FOREIGN DATA WRAPPER ks_wrapper HANDLER app.wrapper_handler VALIDATOR postgresql_fdw_validator;
CREATE FOREIGN DATA WRAPPER ks_anything OPTIONS (host 'default.example', password 's3cret');
ALTER FOREIGN DATA WRAPPER ks_wrapper OWNER TO ks_super;
GRANT USAGE ON FOREIGN DATA WRAPPER ks_wrapper TO ks_writer;
COMMENT ON FOREIGN DATA WRAPPER ks_wrapper IS 'wraps';
CREATE SERVER ks_server TYPE 'some' VERSION '1.2' FOREIGN DATA WRAPPER ks_anything OPTIONS (host 'else.example', port '5432', token 's3cret', "o""d" 's3cret');
ALTER SERVER ks_server OWNER TO ks_owner;
GRANT USAGE ON FOREIGN SERVER ks_server TO ks_reader WITH GRANT OPTION;
COMMENT ON SERVER ks_server IS 'somewhere else';
CREATE USER MAPPING FOR ks_reader SERVER ks_server OPTIONS (user 'them', password 's3cret');
CREATE USER MAPPING FOR PUBLIC SERVER ks_server;
CREATE FOREIGN TABLE app.foreign_events (
  a int OPTIONS (column_name 'b', secret 's3cret') NOT NULL, b text DEFAULT 'x' COLLATE "C", CONSTRAINT foreign_check CHECK (a > 0)
) SERVER ks_server OPTIONS (schema_name 'there', table_name 'it', api_key 's3cret');
ALTER FOREIGN TABLE app.foreign_events OWNER TO ks_owner;
ALTER FOREIGN TABLE app.foreign_events ALTER COLUMN a SET STATISTICS 5, ALTER COLUMN b SET STORAGE EXTERNAL;
GRANT SELECT ON app.foreign_events TO ks_reader;
COMMENT ON FOREIGN TABLE app.foreign_events IS 'not here';
COMMENT ON COLUMN app.foreign_events.a IS 'the key';
CREATE TRIGGER on_foreign AFTER INSERT ON app.foreign_events FOR EACH ROW EXECUTE FUNCTION app.touch();
CREATE FOREIGN TABLE app.foreign_child () INHERITS (app.parent) SERVER ks_server;
CREATE TABLE app.spread (a int) PARTITION BY LIST (a);
CREATE FOREIGN TABLE app.foreign_partition PARTITION OF app.spread FOR VALUES IN (1) SERVER ks_server;

-- Publications, subscriptions
CREATE PUBLICATION ks_all FOR ALL TABLES WITH (publish = 'insert, truncate', publish_via_partition_root = true);
CREATE PUBLICATION ks_some FOR TABLE app.customer, "sch""ema; DROP TABLE x; --"."ta'ble $$ \ 😀";
CREATE PUBLICATION ks_none WITH (publish = '');
ALTER PUBLICATION ks_some OWNER TO ks_super;
COMMENT ON PUBLICATION ks_all IS 'everything';
CREATE SUBSCRIPTION ks_subscription CONNECTION 'host=nowhere.example password=s3cret' PUBLICATION theirs, others
  WITH (connect = false, slot_name = NONE, synchronous_commit = 'local');
COMMENT ON SUBSCRIPTION ks_subscription IS 'from there';

-- Statistics objects
CREATE STATISTICS app.stats ON a, b FROM app.scratch;
CREATE STATISTICS app.some_stats (ndistinct, mcv) ON b, a, c FROM app.scratch;
ALTER STATISTICS app.stats SET STATISTICS 50;
ALTER STATISTICS app.stats OWNER TO ks_owner;
COMMENT ON STATISTICS app.stats IS 'together';

-- Event triggers
CREATE FUNCTION app.on_ddl() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN NULL; END';
CREATE EVENT TRIGGER ks_watch ON ddl_command_end WHEN tag IN ('CREATE TABLE', 'ALTER TABLE') EXECUTE FUNCTION app.on_ddl();
CREATE EVENT TRIGGER ks_asleep ON sql_drop EXECUTE FUNCTION app.on_ddl();
ALTER EVENT TRIGGER ks_asleep DISABLE;
COMMENT ON EVENT TRIGGER ks_watch IS 'watches';

-- Default privileges
ALTER DEFAULT PRIVILEGES FOR ROLE ks_owner REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE ks_owner GRANT USAGE ON SCHEMAS TO ks_reader;
ALTER DEFAULT PRIVILEGES FOR ROLE ks_owner IN SCHEMA app GRANT SELECT, INSERT ON TABLES TO ks_writer WITH GRANT OPTION;
ALTER DEFAULT PRIVILEGES FOR ROLE "ks ""hostile"", {}" GRANT USAGE ON SEQUENCES TO PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE ks_owner IN SCHEMA ext GRANT USAGE ON TYPES TO ks_reader;

-- Privileges on what belongs to an extension or to the system
GRANT EXECUTE ON FUNCTION pg_catalog.pg_ls_dir(text) TO ks_writer;
REVOKE EXECUTE ON FUNCTION public.similarity(text, text) FROM PUBLIC;
GRANT SELECT (rolname) ON pg_catalog.pg_authid TO ks_reader;
