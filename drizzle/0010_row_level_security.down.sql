-- The role stays: it belongs to the cluster, and other databases may use it.
DROP TRIGGER sign_in_links_updated_at ON public.sign_in_links;
--> statement-breakpoint
DROP FUNCTION public.count_tokens(integer);
--> statement-breakpoint
DROP POLICY users_self ON public.users;
--> statement-breakpoint
ALTER TABLE public.users DISABLE ROW LEVEL SECURITY;
--> statement-breakpoint
DROP POLICY sign_in_links_owner ON public.sign_in_links;
--> statement-breakpoint
ALTER TABLE public.sign_in_links DISABLE ROW LEVEL SECURITY;
--> statement-breakpoint
DROP POLICY access_tokens_owner ON public.access_tokens;
--> statement-breakpoint
ALTER TABLE public.access_tokens DISABLE ROW LEVEL SECURITY;
--> statement-breakpoint
DROP POLICY briefs_owner ON public.briefs;
--> statement-breakpoint
ALTER TABLE public.briefs DISABLE ROW LEVEL SECURITY;
--> statement-breakpoint
DROP POLICY deliveries_owner ON public.deliveries;
--> statement-breakpoint
ALTER TABLE public.deliveries DISABLE ROW LEVEL SECURITY;
--> statement-breakpoint
DROP POLICY feed_tokens_owner ON public.feed_tokens;
--> statement-breakpoint
ALTER TABLE public.feed_tokens DISABLE ROW LEVEL SECURITY;
--> statement-breakpoint
DROP POLICY feedback_owner ON public.feedback;
--> statement-breakpoint
ALTER TABLE public.feedback DISABLE ROW LEVEL SECURITY;
--> statement-breakpoint
DROP POLICY idempotency_keys_owner ON public.idempotency_keys;
--> statement-breakpoint
ALTER TABLE public.idempotency_keys DISABLE ROW LEVEL SECURITY;
--> statement-breakpoint
DROP POLICY items_owner ON public.items;
--> statement-breakpoint
ALTER TABLE public.items DISABLE ROW LEVEL SECURITY;
--> statement-breakpoint
DROP POLICY todos_owner ON public.todos;
--> statement-breakpoint
ALTER TABLE public.todos DISABLE ROW LEVEL SECURITY;
--> statement-breakpoint
DROP POLICY topics_owner ON public.topics;
--> statement-breakpoint
ALTER TABLE public.topics DISABLE ROW LEVEL SECURITY;
--> statement-breakpoint
DROP FUNCTION public.enter_as_email(text);
--> statement-breakpoint
DROP FUNCTION public.enter_as_token(text);
--> statement-breakpoint
DROP FUNCTION public.enter_as(integer, text);
--> statement-breakpoint
DROP FUNCTION public.current_user_is_admin();
--> statement-breakpoint
DROP FUNCTION public.current_user_id();
--> statement-breakpoint
DO $$
BEGIN
  IF to_regrole('morning_brief_app') IS NOT NULL THEN
    ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON TABLES FROM morning_brief_app;
    REVOKE ALL ON ALL TABLES IN SCHEMA public FROM morning_brief_app;
    REVOKE USAGE ON SCHEMA public FROM morning_brief_app;
  END IF;
END
$$;
