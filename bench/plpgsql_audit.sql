-- The peer: the event trigger in PL/pgSQL that is widely copied, in a form that works for every role.
CREATE TABLE public.audit_log (id bigserial PRIMARY KEY, at timestamptz DEFAULT now(), who text, tag text, type text, identity text, query text);
CREATE FUNCTION public.audit_end() RETURNS event_trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE r record;
BEGIN
  FOR r IN SELECT * FROM pg_event_trigger_ddl_commands() LOOP
    INSERT INTO public.audit_log (who, tag, type, identity, query)
      VALUES (session_user, r.command_tag, r.object_type, r.object_identity, current_query());
  END LOOP;
END $$;
CREATE FUNCTION public.audit_drop() RETURNS event_trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE r record;
BEGIN
  FOR r IN SELECT * FROM pg_event_trigger_dropped_objects() LOOP
    INSERT INTO public.audit_log (who, tag, type, identity, query)
      VALUES (session_user, tg_tag, r.object_type, r.object_identity, current_query());
  END LOOP;
END $$;
CREATE EVENT TRIGGER audit_end ON ddl_command_end EXECUTE FUNCTION public.audit_end();
CREATE EVENT TRIGGER audit_drop ON sql_drop EXECUTE FUNCTION public.audit_drop();
