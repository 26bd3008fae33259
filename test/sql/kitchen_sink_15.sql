-- After kitchen_sink_14.sql, on 15 and later.
CREATE TABLE app.fifteen_target (a int, b int, PRIMARY KEY (a, b));
CREATE TABLE app.fifteen (a int UNIQUE NULLS NOT DISTINCT, b int, c int,
  CONSTRAINT fifteen_fk FOREIGN KEY (a, b) REFERENCES app.fifteen_target ON DELETE SET NULL (b));
CREATE UNIQUE INDEX fifteen_b ON app.fifteen (b) NULLS NOT DISTINCT;
CREATE UNLOGGED SEQUENCE app.unlogged_sequence;
CREATE UNLOGGED TABLE app.unlogged_serial (id serial, other int GENERATED ALWAYS AS IDENTITY);
CREATE VIEW app.invoker WITH (security_invoker = true) AS SELECT 1 AS one;
CREATE PUBLICATION ks_filtered FOR TABLE app.identified (a, b) WHERE (a > 5 AND b <> 'x');
CREATE PUBLICATION ks_schemas FOR TABLES IN SCHEMA ext, "sch""ema; DROP TABLE x; --";
ALTER SUBSCRIPTION ks_subscription SET (disable_on_error = true);
