-- The people and programs of the story.  Superuser; may be run again.
SELECT format('CREATE ROLE %I %s', role, attributes)
FROM (VALUES
    ('app_owner',           'NOLOGIN'),
    ('app_readonly',        'NOLOGIN'),
    ('deploy',              'LOGIN'),
    ('dba_anna',            'LOGIN'),
    ('bob',                 'LOGIN'),
    ('schema_audit_reader', 'LOGIN')
  ) AS wanted (role, attributes)
WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = role)
\gexec

COMMENT ON ROLE app_owner IS 'Owns the application''s objects; nobody logs in as it';
COMMENT ON ROLE deploy IS 'The deployment pipeline';

GRANT app_owner TO deploy, dba_anna, bob;
SELECT format('GRANT CREATE, CONNECT ON DATABASE %I TO app_owner', pg_catalog.current_database())
\gexec
SELECT format('GRANT CONNECT ON DATABASE %I TO schema_audit_reader', pg_catalog.current_database())
\gexec
