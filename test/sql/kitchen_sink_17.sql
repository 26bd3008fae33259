-- After kitchen_sink_16.sql, on 17 and later.
CREATE COLLATION app.built_in (PROVIDER = builtin, LOCALE = 'C.UTF-8');
CREATE DOMAIN app.never_null AS int CONSTRAINT "not ""null""" NOT NULL;
COMMENT ON CONSTRAINT "not ""null""" ON DOMAIN app.never_null IS 'never';
