-- A release, rolled out by the pipeline.  The application knows which person pressed the button and says so.
SET application_name = 'deploy-pipeline';
SET ROLE app_owner;
SET schema_audit.actor = 'maria@example.com';
SET schema_audit.reason = 'release 4.2';

BEGIN;

CREATE TABLE billing.credit_notes (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  invoice_id bigint NOT NULL REFERENCES billing.invoices (id),
  amount billing.amount,
  issued_on date NOT NULL DEFAULT CURRENT_DATE,
  reason text NOT NULL
);
CREATE INDEX credit_notes_invoice_idx ON billing.credit_notes (invoice_id);

ALTER TABLE app.orders ADD COLUMN gift_message text;
COMMENT ON COLUMN app.orders.gift_message IS 'Printed on the card in the parcel';

CREATE OR REPLACE FUNCTION billing.open_amount(wanted_customer bigint, until date DEFAULT CURRENT_DATE) RETURNS numeric
  LANGUAGE sql STABLE
  AS $$
    SELECT coalesce(sum(i.amount - coalesce(n.amount, 0)), 0)
    FROM billing.invoices AS i JOIN app.orders AS o ON o.id = i.order_id
      LEFT JOIN billing.credit_notes AS n ON n.invoice_id = i.id
    WHERE o.customer_id = wanted_customer AND NOT i.paid AND i.due_on <= until
  $$;

COMMIT;
