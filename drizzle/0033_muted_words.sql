-- squawk-ignore-file constraint-missing-not-valid: a deployment has few users
ALTER TABLE "users" ADD COLUMN "muted_words" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "users" ADD CONSTRAINT "users_muted_words_are_strings" CHECK (is_text_array("users"."muted_words"));--> statement-breakpoint
ALTER TABLE "users" ADD CONSTRAINT "users_muted_words_length" CHECK (octet_length("users"."muted_words"::text) <= 30202);
--> statement-breakpoint
-- What a reader has muted, as the exclusions of a topic in this language.
CREATE FUNCTION public.muted_queries(words jsonb, language text) RETURNS tsquery[]
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS $$
    SELECT CASE WHEN words = '[]' THEN '{}'::tsquery[] ELSE public.gather_queries(array(
      SELECT public.keyword_query(word, language, true)
      FROM jsonb_array_elements_text(words) WITH ORDINALITY given (word, nth) ORDER BY nth
    )) END
  $$;
