-- After kitchen_sink_15.sql, on 16 and later.
CREATE COLLATION app.ruled (PROVIDER = icu, LOCALE = 'und', RULES = '&a < g');
ALTER SUBSCRIPTION ks_subscription SET (password_required = false, run_as_owner = true, origin = none);
