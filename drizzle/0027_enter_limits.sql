-- Entering sets the time limits of the transaction, too. As calls of set_config in the statement that enters they had to
-- be planned each time, and the local Neon protocol took the session for changed and reset it after every request.
-- The functions of 0024 stay for the release that runs until this one is deployed.
CREATE FUNCTION public.enter_as(id integer, role text, needed_role text, statement_ms integer, lock_ms integer) RETURNS void
  LANGUAGE plpgsql
  AS $$
BEGIN
  IF id IS NULL THEN
    RAISE EXCEPTION 'unauthenticated' USING ERRCODE = 'MB401';
  ELSIF needed_role = 'admin' AND role <> 'admin' THEN
    RAISE EXCEPTION 'forbidden' USING ERRCODE = 'MB403';
  ELSIF NOT public.may_enter() THEN
    RAISE EXCEPTION 'unprotected' USING ERRCODE = 'MB500', DETAIL = 'The role morning_brief_app cannot be entered.';
  END IF;
  PERFORM set_config('app.user_id', id::text, true), set_config('app.user_role', role, true),
    set_config('statement_timeout', statement_ms::text, true), set_config('lock_timeout', lock_ms::text, true),
    set_config('role', 'morning_brief_app', true);
  IF NOT row_security_active('public.users'::regclass) THEN
    RAISE EXCEPTION 'unprotected' USING ERRCODE = 'MB500', DETAIL = 'Row-level security is not in force.';
  END IF;
END
$$;
--> statement-breakpoint
-- Turns the rest of the transaction into one of the owner of a live token or session. It gives the token's id, too, when
-- its use has not been noted for a minute.
CREATE FUNCTION public.enter_as_token(hash text, token_kind text, needed_role text, statement_ms integer, lock_ms integer, OUT user_id integer, OUT stale_token_id integer)
  LANGUAGE plpgsql
  AS $$
DECLARE
  user_role text;
BEGIN
  SELECT u.id, u.role, CASE WHEN coalesce(t.last_used_at < now() - interval '1 minute', true) THEN t.id END
    INTO user_id, user_role, stale_token_id
    FROM public.access_tokens t JOIN public.users u ON u.id = t.user_id
    WHERE t.token_hash = hash AND t.kind = token_kind AND (t.expires_at IS NULL OR t.expires_at > now()) AND u.is_active;
  PERFORM public.enter_as(user_id, user_role, needed_role, statement_ms, lock_ms);
END
$$;
--> statement-breakpoint
CREATE FUNCTION public.enter_as_email(address text, needed_role text, statement_ms integer, lock_ms integer, OUT user_id integer, OUT stale_token_id integer)
  LANGUAGE plpgsql
  AS $$
DECLARE
  user_role text;
BEGIN
  SELECT u.id, u.role INTO user_id, user_role FROM public.users u WHERE lower(u.email) = lower(address) AND u.is_active;
  PERFORM public.enter_as(user_id, user_role, needed_role, statement_ms, lock_ms);
END
$$;
--> statement-breakpoint
-- Only the owner enters: whoever is behind the wall, or a guest of the database, becomes nobody else.
REVOKE EXECUTE ON FUNCTION public.enter_as(integer, text, text, integer, integer), public.enter_as_token(text, text, text, integer, integer), public.enter_as_email(text, text, integer, integer) FROM PUBLIC;
