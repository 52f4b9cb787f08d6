-- squawk-ignore-file ban-drop-not-null: only this release reads the column, and it knows that nothing may be on record.
-- Who asks is proved where the transaction is entered, and nowhere else. Refusals have SQLSTATEs of their own, of a class
-- that neither the standard nor Postgres uses: MB401 proves nothing, MB403 has not the role, MB409 a requirement does not
-- hold, MB208 done before, MB500 no wall. The functions of 0010 stay for the release that runs until this one is deployed.
ALTER TABLE "idempotency_keys" ALTER COLUMN "response" DROP NOT NULL;
--> statement-breakpoint
CREATE FUNCTION public.enter_as(id integer, role text, needed_role text) RETURNS void
  LANGUAGE plpgsql
  AS $$
BEGIN
  IF id IS NULL THEN
    RAISE EXCEPTION 'unauthenticated' USING ERRCODE = 'MB401';
  ELSIF needed_role = 'admin' AND role <> 'admin' THEN
    RAISE EXCEPTION 'forbidden' USING ERRCODE = 'MB403';
  ELSIF to_regrole('morning_brief_app') IS NULL OR NOT pg_has_role(session_user, to_regrole('morning_brief_app'), 'USAGE') THEN
    RAISE EXCEPTION 'unprotected' USING ERRCODE = 'MB500', DETAIL = 'The role morning_brief_app cannot be entered.';
  END IF;
  PERFORM set_config('app.user_id', id::text, true), set_config('app.user_role', role, true),
    set_config('role', 'morning_brief_app', true);
END
$$;
--> statement-breakpoint
-- Turns the rest of the transaction into one of the owner of a live token or session. It gives the token's id, too, when
-- its use has not been noted for a minute.
CREATE FUNCTION public.enter_as_token(hash text, token_kind text, needed_role text, OUT user_id integer, OUT stale_token_id integer)
  LANGUAGE plpgsql
  AS $$
DECLARE
  user_role text;
BEGIN
  SELECT u.id, u.role, CASE WHEN coalesce(t.last_used_at < now() - interval '1 minute', true) THEN t.id END
    INTO user_id, user_role, stale_token_id
    FROM public.access_tokens t JOIN public.users u ON u.id = t.user_id
    WHERE t.token_hash = hash AND t.kind = token_kind AND (t.expires_at IS NULL OR t.expires_at > now()) AND u.is_active;
  PERFORM public.enter_as(user_id, user_role, needed_role);
END
$$;
--> statement-breakpoint
CREATE FUNCTION public.enter_as_email(address text, needed_role text, OUT user_id integer, OUT stale_token_id integer)
  LANGUAGE plpgsql
  AS $$
DECLARE
  user_role text;
BEGIN
  SELECT u.id, u.role INTO user_id, user_role FROM public.users u WHERE lower(u.email) = lower(address) AND u.is_active;
  PERFORM public.enter_as(user_id, user_role, needed_role);
END
$$;
--> statement-breakpoint
-- Refuses the transaction unless the condition holds.
CREATE FUNCTION public.require(holds boolean, refusal text) RETURNS void
  LANGUAGE plpgsql
  AS $$
BEGIN
  IF holds IS NOT TRUE THEN
    RAISE EXCEPTION '%', refusal USING ERRCODE = 'MB409';
  END IF;
END
$$;
--> statement-breakpoint
-- Claims an Idempotency-Key of the caller's. Of two transactions with one key the later waits here for the earlier, and
-- is refused when that one has put its reply on record.
CREATE FUNCTION public.begin_idempotent(claimed_key text, request_fingerprint text) RETURNS void
  LANGUAGE plpgsql
  AS $$
BEGIN
  INSERT INTO public.idempotency_keys AS known (user_id, key, fingerprint)
    VALUES (public.current_user_id(), claimed_key, request_fingerprint)
    ON CONFLICT (user_id, key) DO UPDATE
      SET fingerprint = excluded.fingerprint, response = NULL, expires_at = excluded.expires_at
      WHERE known.expires_at <= now() OR known.response IS NULL;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'replayed' USING ERRCODE = 'MB208';
  END IF;
END
$$;
