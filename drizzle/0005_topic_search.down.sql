-- What a search sees of an article: its title (weight A) over its tags (B) over its summary (C).
CREATE OR REPLACE FUNCTION public.article_search_vector(language text, title text, tags jsonb, summary text) RETURNS tsvector
  LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
  AS $$
DECLARE
  config regconfig := ('pg_catalog.' || language)::regconfig;
BEGIN
  RETURN setweight(to_tsvector(config, public.fold_accents(title)), 'A')
    || setweight(jsonb_to_tsvector(config, public.fold_accents(tags::text)::jsonb, '["string"]'), 'B')
    || setweight(to_tsvector(config, public.fold_accents(coalesce(summary, ''))), 'C');
END
$$;
--> statement-breakpoint
DROP FUNCTION public.topic_query(jsonb, text);
--> statement-breakpoint
DROP FUNCTION public.keyword_queries(jsonb, text);
--> statement-breakpoint
DROP FUNCTION public.keyword_query(text, text);
--> statement-breakpoint
DROP FUNCTION public.term_query(text, boolean, text);
--> statement-breakpoint
DROP FUNCTION public.guess_language(text);
--> statement-breakpoint
DROP FUNCTION public.search_words(text, text);
--> statement-breakpoint
DROP FUNCTION public.mark_stems(text, text);
--> statement-breakpoint
DROP FUNCTION public.letter_pairs(text);
--> statement-breakpoint
DROP FUNCTION public.spaceless_run();
--> statement-breakpoint
DROP FUNCTION public.fold_text(text);
--> statement-breakpoint
UPDATE public.articles SET title = title;
