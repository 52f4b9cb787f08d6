-- What the deactivated had stays gone, and so do the role and its rights: others may use them.
DROP POLICY users_self ON public.users;
--> statement-breakpoint
CREATE POLICY users_self ON public.users
  USING (id = (SELECT public.current_user_id()) OR (SELECT public.current_user_is_admin()));
--> statement-breakpoint
DROP POLICY "article_keys_admin" ON "article_keys";
--> statement-breakpoint
DROP POLICY "article_summaries_read" ON "article_summaries";
--> statement-breakpoint
DROP POLICY "article_summaries_admin" ON "article_summaries";
--> statement-breakpoint
DROP POLICY "articles_read" ON "articles";
--> statement-breakpoint
DROP POLICY "articles_admin" ON "articles";
--> statement-breakpoint
DROP POLICY "dead_letters_admin" ON "dead_letters";
--> statement-breakpoint
DROP POLICY "fetches_read" ON "fetches";
--> statement-breakpoint
DROP POLICY "fetches_admin" ON "fetches";
--> statement-breakpoint
DROP POLICY "removed_articles_admin" ON "removed_articles";
--> statement-breakpoint
DROP POLICY "sources_read" ON "sources";
--> statement-breakpoint
DROP POLICY "sources_admin" ON "sources";
--> statement-breakpoint
DROP POLICY "summary_attempts_admin" ON "summary_attempts";
--> statement-breakpoint
DROP POLICY "summary_budgets_admin" ON "summary_budgets";
--> statement-breakpoint
ALTER TABLE "article_keys" DISABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "article_summaries" DISABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "articles" DISABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "dead_letters" DISABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "fetches" DISABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "removed_articles" DISABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "sources" DISABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "summary_attempts" DISABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "summary_budgets" DISABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "access_tokens" DROP CONSTRAINT "access_tokens_parent_id_fk";
--> statement-breakpoint
ALTER TABLE "deliveries" DROP CONSTRAINT "deliveries_topic_id_fk";
--> statement-breakpoint
ALTER TABLE "feedback" DROP CONSTRAINT "feedback_delivery_id_fk";
--> statement-breakpoint
ALTER TABLE "access_tokens" DROP CONSTRAINT "access_tokens_id_user_id_unique";
--> statement-breakpoint
ALTER TABLE "deliveries" DROP CONSTRAINT "deliveries_id_user_id_unique";
--> statement-breakpoint
ALTER TABLE "topics" DROP CONSTRAINT "topics_id_user_id_unique";
--> statement-breakpoint
ALTER TABLE "access_tokens" ADD CONSTRAINT "access_tokens_parent_id_access_tokens_id_fk" FOREIGN KEY ("parent_id") REFERENCES "public"."access_tokens"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_topic_id_topics_id_fk" FOREIGN KEY ("topic_id") REFERENCES "public"."topics"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "feedback" ADD CONSTRAINT "feedback_delivery_id_deliveries_id_fk" FOREIGN KEY ("delivery_id") REFERENCES "public"."deliveries"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
DROP FUNCTION public.make_room_for_session(integer, integer);
--> statement-breakpoint
DROP TRIGGER feed_tokens_active_user ON public.feed_tokens;
--> statement-breakpoint
DROP TRIGGER sign_in_links_active_user ON public.sign_in_links;
--> statement-breakpoint
DROP TRIGGER access_tokens_active_user ON public.access_tokens;
--> statement-breakpoint
DROP FUNCTION public.require_active_user();
--> statement-breakpoint
DROP TRIGGER users_end_access ON public.users;
--> statement-breakpoint
DROP FUNCTION public.end_access();
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION public.enter_as(integer, text), public.enter_as_token(text), public.enter_as_email(text), public.enter_as(integer, text, text), public.enter_as_token(text, text, text), public.enter_as_email(text, text) TO PUBLIC;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION public.enter_as(id integer, role text, needed_role text) RETURNS void
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
DROP FUNCTION public.database_warnings();
--> statement-breakpoint
DROP FUNCTION public.wall_problem();
--> statement-breakpoint
DROP FUNCTION public.may_enter();
