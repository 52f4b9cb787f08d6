DROP TRIGGER access_tokens_updated_at ON public.access_tokens;
--> statement-breakpoint
DROP TRIGGER article_summaries_updated_at ON public.article_summaries;
--> statement-breakpoint
DROP TRIGGER articles_updated_at ON public.articles;
--> statement-breakpoint
DROP TRIGGER deliveries_updated_at ON public.deliveries;
--> statement-breakpoint
DROP TRIGGER feedback_updated_at ON public.feedback;
--> statement-breakpoint
DROP TRIGGER fetches_updated_at ON public.fetches;
--> statement-breakpoint
DROP TRIGGER idempotency_keys_updated_at ON public.idempotency_keys;
--> statement-breakpoint
DROP TRIGGER items_updated_at ON public.items;
--> statement-breakpoint
DROP TRIGGER sources_updated_at ON public.sources;
--> statement-breakpoint
DROP TRIGGER todos_updated_at ON public.todos;
--> statement-breakpoint
DROP TRIGGER topics_updated_at ON public.topics;
--> statement-breakpoint
DROP TRIGGER users_updated_at ON public.users;
