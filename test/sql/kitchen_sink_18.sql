-- After kitchen_sink_15.sql, on 18 and later.
CREATE EXTENSION btree_gist SCHEMA ext;
CREATE TABLE app.eighteen (a int NOT NULL, v int GENERATED ALWAYS AS (a * 2) VIRTUAL,
  during daterange, CONSTRAINT eighteen_key PRIMARY KEY (a, during WITHOUT OVERLAPS),
  CONSTRAINT unenforced CHECK (a > 0) NOT ENFORCED,
  CONSTRAINT eighteen_fk FOREIGN KEY (a, PERIOD during) REFERENCES app.eighteen (a, PERIOD during));
CREATE TABLE app.not_nulls (a int CONSTRAINT "never ""null""" NOT NULL, b int CONSTRAINT b_here NOT NULL NO INHERIT, c int);
ALTER TABLE app.not_nulls ADD CONSTRAINT c_later NOT NULL c NOT VALID;
COMMENT ON CONSTRAINT b_here ON app.not_nulls IS 'only here';
ALTER TABLE app.not_nulls RENAME TO not_nulls_any_more;
CREATE PUBLICATION ks_generated FOR TABLE app.not_nulls_any_more WITH (publish_generated_columns = stored);
