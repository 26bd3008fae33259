-- Settings of the database it runs in: pg_dump leaves them to pg_dumpall.
DO $$ BEGIN
  EXECUTE format('ALTER DATABASE %I SET search_path = app, "$user"', current_database());
  EXECUTE format('ALTER DATABASE %I SET app.token = %L', current_database(), 's3cret');
  EXECUTE format('ALTER ROLE ks_reader IN DATABASE %I SET statement_timeout = %L', current_database(), '5s');
END $$;
-- Nor does pg_dump carry this from one database to another.
ALTER TABLE app.unchecked DISABLE TRIGGER ALL;
