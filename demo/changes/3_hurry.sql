-- Somebody in a hurry, who tells nobody.
SET ROLE app_owner;

ALTER TABLE app.customers DROP COLUMN phone;
ALTER TABLE billing.invoices ALTER COLUMN due_on DROP NOT NULL;
