DROP FUNCTION public.set_updated_at();
--> statement-breakpoint
DROP FUNCTION public.article_search_vector(text, text, jsonb, text);
--> statement-breakpoint
DROP FUNCTION public.fold_accents(text);
--> statement-breakpoint
DROP FUNCTION public.is_text_search_language(text);
--> statement-breakpoint
DROP FUNCTION public.is_text_array(jsonb);
--> statement-breakpoint
DROP EXTENSION pg_trgm;
--> statement-breakpoint
DROP EXTENSION unaccent;
