-- What was scored by evidence goes back to the best field, and to a recency that halves in a day.
UPDATE public.deliveries SET score_parts = jsonb_build_object('match', score_parts -> 'evidence', 'breadth', score_parts -> 'story',
  'recency', power((score_parts ->> 'recency')::float8, 4), 'credibility', score_parts -> 'credibility',
  'source_thumbs', score_parts -> 'source_thumbs', 'keyword_thumbs', score_parts -> 'keyword_thumbs')
WHERE score_parts ?& '{story,recency,evidence,credibility,source_thumbs,keyword_thumbs}';
--> statement-breakpoint
UPDATE public.deliveries SET score = (score_parts ->> 'match')::float8 * (score_parts ->> 'breadth')::float8
  * (score_parts ->> 'recency')::float8 * (score_parts ->> 'credibility')::float8
  * (score_parts ->> 'source_thumbs')::float8 * (score_parts ->> 'keyword_thumbs')::float8
WHERE score_parts ?& '{match,breadth,recency,credibility,source_thumbs,keyword_thumbs}';
--> statement-breakpoint
DROP TRIGGER feedback_taken_back ON public.feedback;
--> statement-breakpoint
DROP TRIGGER feedback_changed ON public.feedback;
--> statement-breakpoint
DROP TRIGGER feedback_given ON public.feedback;
--> statement-breakpoint
DROP FUNCTION public.learn_from_feedback();
--> statement-breakpoint
DROP FUNCTION public.learn_tastes(integer);
--> statement-breakpoint
DROP POLICY "delivery_reports_owner" ON "delivery_reports" CASCADE;
--> statement-breakpoint
DROP TABLE "delivery_reports" CASCADE;
--> statement-breakpoint
DROP POLICY "tastes_owner" ON "tastes" CASCADE;
--> statement-breakpoint
DROP TABLE "tastes" CASCADE;
--> statement-breakpoint
ALTER TABLE "articles" DROP COLUMN "story_bits";
--> statement-breakpoint
ALTER TABLE "deliveries" DROP COLUMN "found_in";
--> statement-breakpoint
ALTER TABLE "deliveries" DROP COLUMN "update_of";
--> statement-breakpoint
ALTER TABLE "articles" ADD COLUMN "folded_title" text GENERATED ALWAYS AS (fold_text("articles"."title")) STORED;
--> statement-breakpoint
DROP FUNCTION public.pick_stories(integer[], float8[], float8[], float8[], timestamptz[], boolean[], varbit[], varbit[], integer[],
  integer[], float8[], integer[], varbit[], varbit[], date[], timestamptz[], date, integer[], integer, integer, float8, integer,
  float8, float8, float8);
--> statement-breakpoint
DROP FUNCTION public.story_likeness(varbit, varbit, varbit, varbit);
--> statement-breakpoint
DROP FUNCTION public.story_bits(text, text, text);
--> statement-breakpoint
-- The trigrams of a text as bits: each sets the one that its hash names.
CREATE OR REPLACE FUNCTION public.trigram_bits(value text) RETURNS varbit
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  AS $$
    SELECT coalesce(bit_or(set_bit(repeat('0', 512)::varbit, hashtext(trigram) & 511, 1)), repeat('0', 512)::varbit)
    FROM unnest(public.show_trgm(value)) trigram
  $$;
--> statement-breakpoint
DROP FUNCTION public.bits_of(text[]);
--> statement-breakpoint
-- Whether two titles are nearly the same: the similarity of their trigrams (pg_trgm) reaches `likeness`. Their bits rule
-- out nearly all pairs a hundred times faster, and never a pair that is alike: a similarity of s means that at most
-- (1 - s) / s times the smaller set of trigrams differs, a text of n letters has at most n + 1 of them, and bits differ
-- no more than trigrams do.
CREATE FUNCTION public.is_same_story(title text, bits varbit, other_title text, other_bits varbit, likeness real)
  RETURNS boolean
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN bit_count(bits # other_bits) <= (1 - likeness) / likeness * (least(length(title), length(other_title)) + 1)
    AND public.similarity(title, other_title) >= likeness;
--> statement-breakpoint
-- Picks from candidates (best first; their sources, folded titles, and whether they are recent) for so many places.
--   Never what tells the same story as a title that was picked or seen.
--   Never more than `per_source` of one source, those kept from before included, while others qualify.
--   Older candidates only when the recent ones do not fill the places.
-- Returns the candidates' numbers, from 1, in the order of the places.
CREATE FUNCTION public.pick_candidates(
  candidate_sources integer[], candidate_titles text[], candidate_bits varbit[], are_recent boolean[],
  kept_sources integer[], seen_titles text[], seen_bits varbit[], places integer, per_source integer, likeness real
) RETURNS integer[]
  LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
  AS $$
DECLARE
  picked integer[];
  picked_sources integer[];
  -- Candidates known to repeat what was seen, whatever is picked.
  repeats boolean[] := array_fill(NULL::boolean, ARRAY[cardinality(candidate_sources)]);
  candidate integer;
  is_older_welcome boolean;
  is_source_welcome boolean;
BEGIN
  FOREACH is_older_welcome IN ARRAY ARRAY[false, true] LOOP
    EXIT WHEN is_older_welcome AND (cardinality(picked) >= places OR NOT false = ANY (are_recent));
    picked := '{}';
    picked_sources := kept_sources;
    FOREACH is_source_welcome IN ARRAY ARRAY[false, true] LOOP
      FOR candidate IN 1 .. cardinality(candidate_sources) LOOP
        EXIT WHEN cardinality(picked) >= places;
        CONTINUE WHEN candidate = ANY (picked) OR repeats[candidate]
          OR NOT (are_recent[candidate] OR is_older_welcome)
          OR NOT is_source_welcome
            AND cardinality(array_positions(picked_sources, candidate_sources[candidate])) >= per_source;
        IF repeats[candidate] IS NULL THEN
          repeats[candidate] := EXISTS (
            SELECT FROM unnest(seen_titles, seen_bits) seen (title, bits)
            WHERE public.is_same_story(
              candidate_titles[candidate], candidate_bits[candidate], seen.title, seen.bits, likeness));
          CONTINUE WHEN repeats[candidate];
        END IF;
        CONTINUE WHEN EXISTS (
          SELECT FROM unnest(picked) better
          WHERE public.is_same_story(candidate_titles[candidate], candidate_bits[candidate],
            candidate_titles[better], candidate_bits[better], likeness));
        picked := picked || candidate;
        picked_sources := picked_sources || candidate_sources[candidate];
      END LOOP;
    END LOOP;
  END LOOP;
  RETURN picked;
END
$$;
--> statement-breakpoint
DROP FUNCTION public.keyword_query(text, text, boolean);
--> statement-breakpoint
DROP FUNCTION public.term_query(text, boolean, text, boolean);
--> statement-breakpoint
-- What one term asks for: a word, a prefix (word*) or a phrase (exact); NULL when it says nothing, as a stop word.
CREATE FUNCTION public.term_query(term text, exact boolean, language text) RETURNS tsquery
  LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
  AS $$
DECLARE
  is_prefix boolean := NOT exact AND term LIKE '%*';
  spaced text := regexp_replace(rtrim(term, '*'), public.spaceless_run(), ' ', 'g');
  config regconfig := ('pg_catalog.' || language)::regconfig;
  asked tsquery;
  run text;
  pairs tsquery;
BEGIN
  IF is_prefix AND spaced ~ '[[:alnum:]]' THEN
    asked := to_tsquery('pg_catalog.simple',
      '''' || replace(replace(trim(spaced), '\', '\\'), '''', '''''') || ''':*');
  ELSIF exact OR language = 'simple' THEN
    asked := phraseto_tsquery('pg_catalog.simple', spaced);
  ELSIF numnode(plainto_tsquery(config, spaced)) > 0 THEN
    asked := public.mark_stems(plainto_tsquery(config, spaced)::text, language)::tsquery
      || plainto_tsquery('pg_catalog.simple', spaced);
  END IF;
  IF numnode(asked) = 0 THEN
    asked := NULL;
  END IF;
  FOR run IN SELECT part[1] FROM regexp_matches(term, public.spaceless_run(), 'g') part LOOP
    SELECT string_agg(format('''%s''', substr(run, at, 2)), ' <-> ')::tsquery INTO pairs
    FROM generate_series(1, length(run) - 1) at;
    pairs := coalesce(pairs, format('''%s'':*', run)::tsquery);
    asked := coalesce(asked && pairs, pairs);
  END LOOP;
  RETURN asked;
END
$$;
--> statement-breakpoint
-- What one keyword asks for: all of its terms, none of its -terms; NULL when no term of it says anything.
CREATE FUNCTION public.keyword_query(keyword text, language text) RETURNS tsquery
  LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
  AS $$
DECLARE
  wanted tsquery;
  unwanted tsquery;
  asked tsquery;
  part text[];
BEGIN
  FOR part IN SELECT regexp_matches(public.fold_text(keyword), '(-?)(?:"([^"]*)"|([^\s"]+))', 'g') LOOP
    asked := public.term_query(coalesce(part[2], part[3]), part[2] IS NOT NULL, language);
    IF asked IS NULL THEN
      CONTINUE;
    ELSIF part[1] = '-' THEN
      unwanted := coalesce(unwanted || asked, asked);
    ELSE
      wanted := coalesce(wanted && asked, asked);
    END IF;
  END LOOP;
  RETURN coalesce(wanted && !!unwanted, wanted);
END
$$;
--> statement-breakpoint
-- What a topic asks for: any of its keywords, and nothing that a -keyword excludes; NULL when it asks for nothing.
CREATE OR REPLACE FUNCTION public.topic_query(keywords jsonb, language text) RETURNS tsquery
  LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
  AS $$
DECLARE
  wanted tsquery;
  unwanted tsquery;
  asked tsquery;
  keyword text;
BEGIN
  FOR keyword IN SELECT jsonb_array_elements_text(keywords) LOOP
    asked := public.keyword_query(ltrim(keyword, '-'), language);
    IF asked IS NULL THEN
      CONTINUE;
    ELSIF keyword LIKE '-%' THEN
      unwanted := coalesce(unwanted || asked, asked);
    ELSE
      wanted := coalesce(wanted || asked, asked);
    END IF;
  END LOOP;
  RETURN coalesce(wanted && !!unwanted, wanted);
END
$$;
--> statement-breakpoint
-- What a search sees of an article: its title (weight A) over its tags (B) over its summary (C).
CREATE OR REPLACE FUNCTION public.article_search_vector(language text, title text, tags jsonb, summary text)
  RETURNS tsvector
  LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
  AS $$
DECLARE
  -- Keeps the last word of one field and the first of the next from being neighbours.
  gap CONSTANT tsvector := '''<gap>'':2';
  -- Tags inside a word vanish, others part words.
  text_of_summary text := public.fold_text(regexp_replace(
    regexp_replace(coalesce(summary, ''), '</?(a|abbr|b|code|em|i|mark|s|small|span|strong|u)(\s[^>]*)?>', '', 'gi'),
    '<[^>]*>', ' ', 'g'));
  text_of_title text := public.fold_text(title);
  found tsvector;
  tag text;
BEGIN
  IF language = 'simple' THEN
    language := public.guess_language(text_of_title || ' ' || text_of_summary);
  END IF;
  found := setweight(public.search_words(text_of_title, language), 'A');
  FOR tag IN SELECT jsonb_array_elements_text(tags) LOOP
    found := found || gap || setweight(public.search_words(public.fold_text(tag), language), 'B');
  END LOOP;
  RETURN ts_delete(
    found || gap || setweight(public.search_words(text_of_summary, language), 'C'), '<gap>');
END
$$;
--> statement-breakpoint
DROP FUNCTION public.number_forms(text, text);
--> statement-breakpoint
DROP FUNCTION public.spell_otherwise(text);
--> statement-breakpoint
DROP FUNCTION public.spell_out_umlauts(text);
--> statement-breakpoint
DROP FUNCTION public.text_of_html(text);
--> statement-breakpoint
UPDATE public.articles SET title = title;
--> statement-breakpoint
UPDATE public.topics SET keywords = keywords;
