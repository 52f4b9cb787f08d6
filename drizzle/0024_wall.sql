-- squawk-ignore-file constraint-missing-not-valid, adding-foreign-key-constraint, disallowed-unique-constraint, require-concurrent-index-creation: no deployment holds rows yet
-- The wall of 0010, without its gaps: it is in force or nothing is done, what is everybody's is written by admins only (jobs
-- write as the owner, who is not subject to it), and a row that refers to another refers to one of the same reader's.
-- Made again where 0010 could not: an administrator may have made the role since.
DO $$
BEGIN
  IF to_regrole('morning_brief_app') IS NULL THEN
    CREATE ROLE morning_brief_app NOLOGIN;
  END IF;
EXCEPTION
  WHEN duplicate_object OR unique_violation OR insufficient_privilege THEN NULL;
END
$$;
--> statement-breakpoint
DO $$
BEGIN
  IF to_regrole('morning_brief_app') IS NOT NULL AND NOT pg_has_role(to_regrole('morning_brief_app'), 'USAGE') THEN
    GRANT morning_brief_app TO CURRENT_USER;
  END IF;
EXCEPTION
  WHEN insufficient_privilege THEN NULL;
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
-- Whether who has logged in may become the role: from Postgres 16 on that is a right of its own.
CREATE FUNCTION public.may_enter() RETURNS boolean
  LANGUAGE sql STABLE
  AS $$
    SELECT to_regrole('morning_brief_app') IS NOT NULL AND pg_has_role(session_user, to_regrole('morning_brief_app'),
      CASE WHEN current_setting('server_version_num')::integer >= 160000 THEN 'SET' ELSE 'MEMBER' END)
  $$;
--> statement-breakpoint
-- Why the wall is not in force, and what mends it; NULL when it is.
CREATE FUNCTION public.wall_problem() RETURNS text
  LANGUAGE sql STABLE
  AS $$
    SELECT CASE
      WHEN app.oid IS NULL THEN
        format('the role morning_brief_app does not exist: CREATE ROLE morning_brief_app NOLOGIN; GRANT morning_brief_app TO %I;', session_user)
      WHEN NOT public.may_enter() THEN
        format('%I may not become morning_brief_app: GRANT morning_brief_app TO %1$I;', session_user)
      WHEN app.rolsuper OR app.rolbypassrls THEN
        'morning_brief_app is not subject to it: ALTER ROLE morning_brief_app NOSUPERUSER NOBYPASSRLS;'
      WHEN open.tables IS NOT NULL THEN
        format('it is off, or morning_brief_app owns the table: %s', open.tables)
      WHEN NOT has_table_privilege(app.oid, 'public.users', 'SELECT') THEN
        'morning_brief_app may not use the tables: GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO morning_brief_app;'
    END
    FROM (VALUES ('morning_brief_app')) one (name)
      LEFT JOIN pg_roles app ON app.rolname = one.name
      CROSS JOIN LATERAL (
        SELECT string_agg(c.relname, ', ' ORDER BY c.relname) AS tables FROM pg_class c
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
          AND (NOT c.relrowsecurity OR c.relowner = app.oid)
          AND EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid)
      ) open
  $$;
--> statement-breakpoint
-- What db:migrate and db:status say each time, until it is mended.
CREATE FUNCTION public.database_warnings() RETURNS SETOF text
  LANGUAGE sql STABLE
  AS $$
    SELECT 'Row-level security is not in force, and requests are refused: ' || problem
    FROM public.wall_problem() problem WHERE problem IS NOT NULL
  $$;
--> statement-breakpoint
-- The last question asks Postgres itself: whatever the reason may be, behind no wall nothing is done.
CREATE OR REPLACE FUNCTION public.enter_as(id integer, role text, needed_role text) RETURNS void
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
    set_config('role', 'morning_brief_app', true);
  IF NOT row_security_active('public.users'::regclass) THEN
    RAISE EXCEPTION 'unprotected' USING ERRCODE = 'MB500', DETAIL = 'Row-level security is not in force.';
  END IF;
END
$$;
--> statement-breakpoint
-- Only the owner enters: whoever is behind the wall, or a guest of the database, becomes nobody else.
REVOKE EXECUTE ON FUNCTION public.enter_as(integer, text), public.enter_as_token(text), public.enter_as_email(text), public.enter_as(integer, text, text), public.enter_as_token(text, text, text), public.enter_as_email(text, text) FROM PUBLIC;
--> statement-breakpoint
-- A user who is deactivated loses what lets them in, for good: activated again, they get new ones.
CREATE FUNCTION public.end_access() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
  AS $$
BEGIN
  DELETE FROM public.access_tokens WHERE user_id = NEW.id;
  DELETE FROM public.sign_in_links WHERE user_id = NEW.id;
  DELETE FROM public.feed_tokens WHERE user_id = NEW.id;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER users_end_access AFTER UPDATE OF is_active ON public.users
  FOR EACH ROW WHEN (OLD.is_active AND NOT NEW.is_active) EXECUTE FUNCTION public.end_access();
--> statement-breakpoint
-- The lock waits for a deactivation that is under way, so that none is missed by what is made at the same moment.
CREATE FUNCTION public.require_active_user() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
  AS $$
DECLARE
  active boolean;
BEGIN
  SELECT u.is_active INTO active FROM public.users u WHERE u.id = NEW.user_id FOR SHARE;
  IF NOT active THEN
    RAISE EXCEPTION 'unauthenticated' USING ERRCODE = 'MB401', DETAIL = 'The user is deactivated.';
  END IF;
  RETURN NEW;
END
$$;
--> statement-breakpoint
CREATE TRIGGER access_tokens_active_user BEFORE INSERT ON public.access_tokens
  FOR EACH ROW EXECUTE FUNCTION public.require_active_user();
--> statement-breakpoint
CREATE TRIGGER sign_in_links_active_user BEFORE INSERT ON public.sign_in_links
  FOR EACH ROW EXECUTE FUNCTION public.require_active_user();
--> statement-breakpoint
CREATE TRIGGER feed_tokens_active_user BEFORE INSERT ON public.feed_tokens
  FOR EACH ROW EXECUTE FUNCTION public.require_active_user();
--> statement-breakpoint
DELETE FROM public.access_tokens t USING public.users u WHERE u.id = t.user_id AND NOT u.is_active;
--> statement-breakpoint
DELETE FROM public.sign_in_links l USING public.users u WHERE u.id = l.user_id AND NOT u.is_active;
--> statement-breakpoint
DELETE FROM public.feed_tokens f USING public.users u WHERE u.id = f.user_id AND NOT u.is_active;
--> statement-breakpoint
-- Ends the oldest sessions of a user, so that with one more there are at most as many as there may be. Sign-ins at the same
-- moment wait for each other here, and the later sees what the earlier began.
CREATE FUNCTION public.make_room_for_session(owner integer, most integer) RETURNS void
  LANGUAGE plpgsql VOLATILE
  AS $$
BEGIN
  PERFORM FROM public.users WHERE id = owner FOR NO KEY UPDATE;
  DELETE FROM public.access_tokens WHERE user_id = owner AND kind = 'session' AND id NOT IN (
    SELECT s.id FROM public.access_tokens s
    WHERE s.user_id = owner AND s.kind = 'session' AND (s.expires_at IS NULL OR s.expires_at > now())
    ORDER BY s.id DESC LIMIT most - 1
  );
END
$$;
--> statement-breakpoint
ALTER TABLE "access_tokens" DROP CONSTRAINT "access_tokens_parent_id_access_tokens_id_fk";
--> statement-breakpoint
ALTER TABLE "deliveries" DROP CONSTRAINT "deliveries_topic_id_topics_id_fk";
--> statement-breakpoint
ALTER TABLE "feedback" DROP CONSTRAINT "feedback_delivery_id_deliveries_id_fk";
--> statement-breakpoint
ALTER TABLE "access_tokens" ADD CONSTRAINT "access_tokens_id_user_id_unique" UNIQUE("id","user_id");
--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_id_user_id_unique" UNIQUE("id","user_id");
--> statement-breakpoint
ALTER TABLE "topics" ADD CONSTRAINT "topics_id_user_id_unique" UNIQUE("id","user_id");
--> statement-breakpoint
ALTER TABLE "access_tokens" ADD CONSTRAINT "access_tokens_parent_id_fk" FOREIGN KEY ("parent_id","user_id") REFERENCES "public"."access_tokens"("id","user_id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_topic_id_fk" FOREIGN KEY ("topic_id","user_id") REFERENCES "public"."topics"("id","user_id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "feedback" ADD CONSTRAINT "feedback_delivery_id_fk" FOREIGN KEY ("delivery_id","user_id") REFERENCES "public"."deliveries"("id","user_id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "article_keys" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "article_summaries" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "articles" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "dead_letters" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "fetches" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "removed_articles" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "sources" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "summary_attempts" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "summary_budgets" ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY "article_keys_admin" ON "article_keys" AS PERMISSIVE FOR ALL TO public USING ((select current_user_is_admin()));
--> statement-breakpoint
CREATE POLICY "article_summaries_read" ON "article_summaries" AS PERMISSIVE FOR SELECT TO public USING (true);
--> statement-breakpoint
CREATE POLICY "article_summaries_admin" ON "article_summaries" AS PERMISSIVE FOR ALL TO public USING ((select current_user_is_admin()));
--> statement-breakpoint
CREATE POLICY "articles_read" ON "articles" AS PERMISSIVE FOR SELECT TO public USING (true);
--> statement-breakpoint
CREATE POLICY "articles_admin" ON "articles" AS PERMISSIVE FOR ALL TO public USING ((select current_user_is_admin()));
--> statement-breakpoint
CREATE POLICY "dead_letters_admin" ON "dead_letters" AS PERMISSIVE FOR ALL TO public USING ((select current_user_is_admin()));
--> statement-breakpoint
CREATE POLICY "fetches_read" ON "fetches" AS PERMISSIVE FOR SELECT TO public USING (true);
--> statement-breakpoint
CREATE POLICY "fetches_admin" ON "fetches" AS PERMISSIVE FOR ALL TO public USING ((select current_user_is_admin()));
--> statement-breakpoint
CREATE POLICY "removed_articles_admin" ON "removed_articles" AS PERMISSIVE FOR ALL TO public USING ((select current_user_is_admin()));
--> statement-breakpoint
CREATE POLICY "sources_read" ON "sources" AS PERMISSIVE FOR SELECT TO public USING (true);
--> statement-breakpoint
CREATE POLICY "sources_admin" ON "sources" AS PERMISSIVE FOR ALL TO public USING ((select current_user_is_admin()));
--> statement-breakpoint
CREATE POLICY "summary_attempts_admin" ON "summary_attempts" AS PERMISSIVE FOR ALL TO public USING ((select current_user_is_admin()));
--> statement-breakpoint
CREATE POLICY "summary_budgets_admin" ON "summary_budgets" AS PERMISSIVE FOR ALL TO public USING ((select current_user_is_admin()));
--> statement-breakpoint
ALTER POLICY "users_self" ON "users" TO public USING (id = (select current_user_id()) or (select current_user_is_admin())) WITH CHECK ((id = (select current_user_id()) and role = 'reader') or (select current_user_is_admin()));
