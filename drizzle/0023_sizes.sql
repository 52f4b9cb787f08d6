-- squawk-ignore-file constraint-missing-not-valid: each is checked in one pass, of long values by their length alone
-- squawk-ignore-file require-concurrent-index-creation: of idempotency_keys there is a day's worth, the lock lasts milliseconds
-- What is longer than may be from now on is not lost: the rest of a description becomes items of its own, beside the first.
INSERT INTO public.items (user_id, name, description, created_at)
  SELECT user_id, left(name, 245) || ' (' || part || ')', substr(description, (part - 1) * 10000 + 1, 10000), created_at
  FROM public.items, generate_series(2, (char_length(description) + 9999) / 10000) part
  WHERE octet_length(description) > 10000 AND char_length(description) > 10000;
--> statement-breakpoint
UPDATE public.items SET description = left(description, 10000)
  WHERE octet_length(description) > 10000 AND char_length(description) > 10000;
--> statement-breakpoint
-- Claims an Idempotency-Key as the function of two parameters does, which stays for the release that runs until this one is
-- deployed, and refuses (MB429) a new key of a user of whom as many are kept as may be. Ids are given in order, so there are
-- at most as many as lie between the first and the last; only where that is too many they are counted.
CREATE FUNCTION public.begin_idempotent(claimed_key text, request_fingerprint text, max_keys integer) RETURNS void
  LANGUAGE plpgsql
  AS $$
DECLARE
  owner integer := public.current_user_id();
BEGIN
  PERFORM public.begin_idempotent(claimed_key, request_fingerprint);
  IF (SELECT max(k.id) - min(k.id) + 1 FROM public.idempotency_keys k WHERE k.user_id = owner) > max_keys
    AND (SELECT count(*) FROM public.idempotency_keys k WHERE k.user_id = owner) > max_keys
  THEN
    RAISE EXCEPTION 'too many keys' USING ERRCODE = 'MB429';
  END IF;
END
$$;
--> statement-breakpoint
CREATE INDEX "idempotency_keys_user_id_id_index" ON "idempotency_keys" USING btree ("user_id","id");--> statement-breakpoint
ALTER TABLE "article_summaries" ADD CONSTRAINT "article_summaries_summary_text_length" CHECK (char_length("article_summaries"."summary_text") <= 4000);--> statement-breakpoint
ALTER TABLE "articles" ADD CONSTRAINT "articles_tags_length" CHECK (octet_length("articles"."tags"::text) <= 12418);--> statement-breakpoint
ALTER TABLE "articles" ADD CONSTRAINT "articles_summary_raw_length" CHECK (octet_length("articles"."summary_raw"::text) <= 400000);--> statement-breakpoint
ALTER TABLE "items" ADD CONSTRAINT "items_description_length" CHECK (char_length("items"."description") <= 10000);--> statement-breakpoint
ALTER TABLE "sources" ADD CONSTRAINT "sources_tags_length" CHECK (octet_length("sources"."tags"::text) <= 12418);--> statement-breakpoint
ALTER TABLE "sources" ADD CONSTRAINT "sources_etag_length" CHECK (char_length("sources"."etag") <= 512);--> statement-breakpoint
ALTER TABLE "sources" ADD CONSTRAINT "sources_last_modified_length" CHECK (char_length("sources"."last_modified") <= 512);--> statement-breakpoint
ALTER TABLE "topics" ADD CONSTRAINT "topics_keywords_length" CHECK (octet_length("topics"."keywords"::text) <= 30202);--> statement-breakpoint
ALTER TABLE "users" ADD CONSTRAINT "users_time_zone_length" CHECK (char_length("users"."time_zone") <= 64);