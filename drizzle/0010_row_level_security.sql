-- The wall behind the handlers: what a request runs, it runs as morning_brief_app, a role that owns nothing and sees of
-- the user-owned tables the caller's rows only. The owner (migrations, seed, pg_dump, jobs) is not subject to it.
-- The role belongs to the cluster, not to this database. An owner who may not create roles goes without this wall:
-- an administrator can make it beforehand: CREATE ROLE morning_brief_app NOLOGIN; GRANT morning_brief_app TO <owner>;
DO $$
BEGIN
  IF to_regrole('morning_brief_app') IS NULL THEN
    CREATE ROLE morning_brief_app NOLOGIN;
  END IF;
EXCEPTION
  WHEN duplicate_object OR unique_violation THEN NULL;
  WHEN insufficient_privilege THEN
    RAISE WARNING 'morning_brief_app could not be created: row-level security will not be in force';
END
$$;
--> statement-breakpoint
-- Asked is USAGE, because from Postgres 16 on who made a role is a member of it that may not become it.
DO $$
BEGIN
  IF to_regrole('morning_brief_app') IS NOT NULL AND NOT pg_has_role(to_regrole('morning_brief_app'), 'USAGE') THEN
    GRANT morning_brief_app TO CURRENT_USER;
  END IF;
EXCEPTION
  WHEN insufficient_privilege THEN
    RAISE WARNING 'morning_brief_app was not granted to this role: row-level security will not be in force';
END
$$;
--> statement-breakpoint
DO $$
BEGIN
  IF to_regrole('morning_brief_app') IS NOT NULL THEN
    GRANT USAGE ON SCHEMA public TO morning_brief_app;
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO morning_brief_app;
    ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO morning_brief_app;
  END IF;
END
$$;
--> statement-breakpoint
-- Who the transaction runs for; NULL when nobody, so that a policy that compares with it lets nothing through.
CREATE FUNCTION public.current_user_id() RETURNS integer
  LANGUAGE sql STABLE PARALLEL SAFE
  RETURN nullif(current_setting('app.user_id', true), '')::integer;
--> statement-breakpoint
CREATE FUNCTION public.current_user_is_admin() RETURNS boolean
  LANGUAGE sql STABLE PARALLEL SAFE
  RETURN coalesce(current_setting('app.user_role', true) = 'admin', false);
--> statement-breakpoint
-- Turns the rest of the transaction into one of the owner of a token or session; of nobody when it proves nothing.
CREATE FUNCTION public.enter_as_token(hash text) RETURNS void
  LANGUAGE plpgsql
  AS $$
DECLARE
  who record;
BEGIN
  SELECT u.id, u.role INTO who
    FROM public.access_tokens t JOIN public.users u ON u.id = t.user_id
    WHERE t.token_hash = hash AND (t.expires_at IS NULL OR t.expires_at > now()) AND u.is_active;
  PERFORM public.enter_as(who.id, who.role);
END
$$;
--> statement-breakpoint
CREATE FUNCTION public.enter_as_email(address text) RETURNS void
  LANGUAGE plpgsql
  AS $$
DECLARE
  who record;
BEGIN
  SELECT u.id, u.role INTO who FROM public.users u WHERE lower(u.email) = lower(address) AND u.is_active;
  PERFORM public.enter_as(who.id, who.role);
END
$$;
--> statement-breakpoint
CREATE FUNCTION public.enter_as(id integer, role text) RETURNS void
  LANGUAGE plpgsql
  AS $$
BEGIN
  PERFORM set_config('app.user_id', coalesce(id::text, ''), true), set_config('app.user_role', coalesce(role, ''), true);
  IF to_regrole('morning_brief_app') IS NOT NULL AND pg_has_role(session_user, to_regrole('morning_brief_app'), 'USAGE') THEN
    PERFORM set_config('role', 'morning_brief_app', true);
  END IF;
END
$$;
--> statement-breakpoint
ALTER TABLE public.users ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY users_self ON public.users
  USING (id = (SELECT public.current_user_id()) OR (SELECT public.current_user_is_admin()));
--> statement-breakpoint
ALTER TABLE public.sign_in_links ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY sign_in_links_owner ON public.sign_in_links
  USING (user_id = (SELECT public.current_user_id()) OR (SELECT public.current_user_is_admin()));
--> statement-breakpoint
ALTER TABLE public.access_tokens ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY access_tokens_owner ON public.access_tokens USING (user_id = (SELECT public.current_user_id()));
--> statement-breakpoint
ALTER TABLE public.briefs ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY briefs_owner ON public.briefs USING (user_id = (SELECT public.current_user_id()));
--> statement-breakpoint
ALTER TABLE public.deliveries ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY deliveries_owner ON public.deliveries USING (user_id = (SELECT public.current_user_id()));
--> statement-breakpoint
ALTER TABLE public.feed_tokens ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY feed_tokens_owner ON public.feed_tokens USING (user_id = (SELECT public.current_user_id()));
--> statement-breakpoint
ALTER TABLE public.feedback ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY feedback_owner ON public.feedback USING (user_id = (SELECT public.current_user_id()));
--> statement-breakpoint
ALTER TABLE public.idempotency_keys ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY idempotency_keys_owner ON public.idempotency_keys USING (user_id = (SELECT public.current_user_id()));
--> statement-breakpoint
ALTER TABLE public.items ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY items_owner ON public.items USING (user_id = (SELECT public.current_user_id()));
--> statement-breakpoint
ALTER TABLE public.todos ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY todos_owner ON public.todos USING (user_id = (SELECT public.current_user_id()));
--> statement-breakpoint
ALTER TABLE public.topics ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY topics_owner ON public.topics USING (user_id = (SELECT public.current_user_id()));
--> statement-breakpoint
-- How many tokens a user has, once no other statement can add one: a VOLATILE function sees what was committed while it
-- waited for the lock, which the statement around it does not.
CREATE FUNCTION public.count_tokens(owner integer) RETURNS bigint
  LANGUAGE plpgsql VOLATILE
  AS $$
BEGIN
  PERFORM FROM public.users WHERE id = owner FOR NO KEY UPDATE;
  RETURN (SELECT count(*) FROM public.access_tokens WHERE user_id = owner AND kind = 'token');
END
$$;
--> statement-breakpoint
CREATE TRIGGER sign_in_links_updated_at BEFORE UPDATE ON public.sign_in_links
  FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION public.set_updated_at();
