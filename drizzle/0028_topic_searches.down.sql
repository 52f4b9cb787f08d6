-- A topic that is too large for the column of before cannot go back: make its keywords fewer first.
CREATE OR REPLACE FUNCTION public.learn_tastes(reader integer) RETURNS void
  LANGUAGE plpgsql
  AS $$
BEGIN
  -- One at a time: who comes second sees the thumb of who came first. The reader may be gone by now, with all rows.
  PERFORM FROM public.users WHERE id = reader FOR NO KEY UPDATE;
  IF NOT FOUND THEN
    RETURN;
  END IF;
  WITH thumbs AS (
    SELECT f.rating, f.updated_at, d.matched_keywords, a.source_id, a.search, a.title, t.query::text AS asked,
      round(power(0.5, (max(d.delivery_date) OVER () - d.delivery_date) / 4.0)::numeric, 6) AS force
    FROM public.feedback f
      JOIN public.deliveries d ON d.id = f.delivery_id
      JOIN public.articles a ON a.id = d.article_id
      JOIN public.topics t ON t.id = d.topic_id
    WHERE f.user_id = reader ORDER BY d.delivery_date DESC, f.id DESC LIMIT 500
  ), said AS (
    SELECT 'source' AS kind, source_id::text AS name, 6 AS prior, rating, force, thumbs.updated_at, s.name AS label
    FROM thumbs JOIN public.sources s ON s.id = source_id
    UNION ALL
    SELECT 'keyword', keyword, 10, rating, force, updated_at, keyword
    FROM thumbs, jsonb_array_elements_text(matched_keywords) keyword
    UNION ALL
    SELECT 'word', stem, 10, rating, force, updated_at, title
    FROM thumbs, unnest(tsvector_to_array(ts_filter(search, '{a}'))) stem
    WHERE stem LIKE '~___%' AND length(stem) <= 255 AND position(quote_literal(stem) IN asked) = 0
  ), summed AS (
    SELECT said.kind, said.name, min(said.label) AS label, min(prior) AS prior, count(*) AS thumbs,
      coalesce(sum(force) FILTER (WHERE rating = 'up'), 0) AS ups,
      coalesce(sum(force) FILTER (WHERE rating = 'down'), 0) AS downs
    FROM said LEFT JOIN public.tastes kept
      ON kept.user_id = reader AND kept.kind = said.kind AND kept.name = said.name
    WHERE kept.reset_at IS NULL OR said.updated_at > kept.reset_at
    GROUP BY said.kind, said.name
  ), weighed AS (
    SELECT *, ((ups - downs) / (ups + downs + prior))::float8 AS weight FROM summed
  ), learned AS (
    SELECT kind, name, ups, downs, weight, label FROM weighed WHERE kind <> 'word'
    UNION ALL
    -- Of a word it is known how it stands in one of the titles.
    SELECT kind, name, ups, downs, weight, coalesce((regexp_match(public.fold_text(label),
      '\m' || left(regexp_replace(name, '^~..|[^[:alnum:]]', '', 'g'), 4) || '[[:alnum:]]*'))[1], substr(name, 4))
    FROM (
      SELECT * FROM weighed WHERE kind = 'word' AND thumbs > 1 ORDER BY abs(weight) DESC, name LIMIT 200
    ) words
  ), forgotten AS (
    DELETE FROM public.tastes old
    WHERE user_id = reader AND reset_at IS NULL
      AND NOT EXISTS (SELECT FROM learned WHERE learned.kind = old.kind AND learned.name = old.name)
  ), silenced AS (
    UPDATE public.tastes old SET ups = 0, downs = 0, weight = 0
    WHERE user_id = reader AND reset_at IS NOT NULL
      AND NOT EXISTS (SELECT FROM learned WHERE learned.kind = old.kind AND learned.name = old.name)
  )
  INSERT INTO public.tastes (user_id, kind, name, label, ups, downs, weight)
  SELECT reader, kind, name, left(label, 255), ups, downs, weight FROM learned ORDER BY kind, name
  ON CONFLICT (user_id, kind, name) DO UPDATE
    SET label = excluded.label, ups = excluded.ups, downs = excluded.downs, weight = excluded.weight;
END
$$;
--> statement-breakpoint
ALTER TABLE "topics" DROP COLUMN "searches";
--> statement-breakpoint
ALTER TABLE "topics" DROP COLUMN "exclusions";
--> statement-breakpoint
ALTER TABLE "topics" ADD COLUMN "query" "tsquery" GENERATED ALWAYS AS (topic_query("topics"."keywords", "topics"."language")) STORED;
--> statement-breakpoint
DROP FUNCTION public.any_query(tsquery[], tsquery[]);
--> statement-breakpoint
DROP FUNCTION public.topic_exclusions(jsonb, text);
--> statement-breakpoint
DROP FUNCTION public.topic_searches(jsonb, text);
--> statement-breakpoint
DROP FUNCTION public.gather_queries(tsquery[]);
--> statement-breakpoint
CREATE OR REPLACE FUNCTION public.fold_text(value text) RETURNS text
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  AS $$
    SELECT replace(replace(replace(lower(public.fold_accents(
      -- Soft hyphens and zero-width characters show nothing.
      regexp_replace(normalize(value, NFKC), '[\u00AD\u200B-\u200D\u2060\uFEFF]', '', 'g')
    )), 'c++', 'cplusplus'), 'c#', 'csharp'), 'f#', 'fsharp')
  $$;
