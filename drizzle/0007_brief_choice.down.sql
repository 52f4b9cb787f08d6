DROP FUNCTION public.pick_candidates(integer[], text[], boolean[], integer[], text[], integer, integer, real);
--> statement-breakpoint
DROP FUNCTION public.count_topics(integer);
--> statement-breakpoint
DROP TRIGGER summary_budgets_updated_at ON public.summary_budgets;
--> statement-breakpoint
DROP TRIGGER feed_tokens_updated_at ON public.feed_tokens;
--> statement-breakpoint
DROP TRIGGER briefs_updated_at ON public.briefs;
