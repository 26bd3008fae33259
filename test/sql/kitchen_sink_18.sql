-- After kitchen_sink_15.sql, on 18 and later.
CREATE EXTENSION btree_gist SCHEMA ext;
CREATE TABLE app.eighteen (a int NOT NULL, v int GENERATED ALWAYS AS (a * 2) VIRTUAL,
  during daterange, CONSTRAINT eighteen_key PRIMARY KEY (a, during WITHOUT OVERLAPS),
  CONSTRAINT unenforced CHECK (a > 0) NOT ENFORCED,
  CONSTRAINT eighteen_fk FOREIGN KEY (a, PERIOD during) REFERENCES app.eighteen (a, PERIOD during));
