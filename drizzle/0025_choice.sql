-- squawk-ignore-file ban-drop-column, adding-field-with-default, require-concurrent-index-creation, adding-foreign-key-constraint, constraint-missing-not-valid: no deployment holds rows yet
-- HTML as text: tags inside a word vanish, others part words.
CREATE FUNCTION public.text_of_html(value text) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN replace(regexp_replace(
    regexp_replace(coalesce(value, ''), '</?(a|abbr|b|code|em|i|mark|s|small|span|strong|u)(\s[^>]*)?>', '', 'gi'),
    '<[^>]*>', ' ', 'g'), '&amp;', '&');
--> statement-breakpoint
-- Umlauts as those write them who have no key for them: Müller as Mueller, Malmö as Malmoe.
CREATE FUNCTION public.spell_out_umlauts(value text) RETURNS text
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN replace(replace(replace(replace(replace(
    lower(normalize(value, NFKC)), 'ä', 'ae'), 'ö', 'oe'), 'ü', 'ue'), 'ø', 'oe'), 'å', 'aa');
--> statement-breakpoint
-- A folded text and, after it, what people may type for some of its words: Wal-Mart is also "walmart" and "wal mart",
-- Amazon.com also "amazon", AT&T also "att", Müller also "mueller". Dates and other numbers stay as they are.
CREATE FUNCTION public.spell_otherwise(value text) RETURNS text
  LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
  AS $$
DECLARE
  folded text := public.fold_text(value);
  spelled text := folded;
BEGIN
  IF folded ~ '[[:alnum:]][-./&@_][[:alnum:]]' THEN
    spelled := concat_ws(' ', spelled, (
      SELECT string_agg(
        CASE WHEN length(part[1]) <= 40 THEN regexp_replace(part[1], '[-./&@_]', '', 'g') || ' ' ELSE '' END
          || regexp_replace(part[1], '[-./&@_]', ' ', 'g'), ' ' ORDER BY nth)
      FROM regexp_matches(folded, '[[:alnum:]]+(?:[-./&@_][[:alnum:]]+)+', 'g') WITH ORDINALITY found (part, nth)
      WHERE part[1] ~ '[[:alpha:]]'));
  END IF;
  IF value ~ '[äöüøåÄÖÜØÅ\u0308\u030A]' THEN
    spelled := concat_ws(' ', spelled, (
      SELECT public.fold_text(string_agg(public.spell_out_umlauts(part[1]), ' ' ORDER BY nth))
      FROM regexp_matches(normalize(value, NFKC), '[[:alnum:]]*[äöüøåÄÖÜØÅ][[:alnum:]]*', 'g')
        WITH ORDINALITY found (part, nth)));
  END IF;
  RETURN spelled;
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
  text_of_summary text := public.spell_otherwise(public.text_of_html(summary));
  text_of_title text := public.spell_otherwise(title);
  found tsvector;
  tag text;
BEGIN
  IF language = 'simple' THEN
    language := public.guess_language(text_of_title || ' ' || text_of_summary);
  END IF;
  found := setweight(public.search_words(text_of_title, language), 'A');
  FOR tag IN SELECT jsonb_array_elements_text(tags) LOOP
    found := found || gap || setweight(public.search_words(public.spell_otherwise(tag), language), 'B');
  END LOOP;
  RETURN ts_delete(
    found || gap || setweight(public.search_words(text_of_summary, language), 'C'), '<gap>');
END
$$;
--> statement-breakpoint
-- A word with its singular and plural, as far as the rules of its language tell them; NULL where none are known. What
-- they make too much, as "missilees", is found nowhere.
CREATE FUNCTION public.number_forms(word text, language text) RETURNS text[]
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS $$
    SELECT array_agg(DISTINCT form) FROM (
      SELECT unnest(ARRAY[
        word,
        CASE WHEN word LIKE '%' || one THEN left(word, length(word) - length(one)) || many END,
        CASE WHEN word LIKE '_%' || many THEN left(word, length(word) - length(many)) || one END
      ]) AS form
      FROM (VALUES
        ('english', '{:s,:es,y:ies,man:men,f:ves,fe:ves}'::text),
        ('german', '{:e,:n,:en,:er,:s,:es,:nen,:ern}'),
        ('french', '{:s,:x,al:aux}'),
        ('spanish', '{:s,:es,z:ces}'),
        ('catalan', '{:s,:ns,a:es}'),
        ('portuguese', '{:s,:es,ao:oes,ao:aes,l:is,m:ns}'),
        ('italian', '{a:e,o:i,e:i,ca:che,ga:ghe,co:chi,go:ghi,io:i}'),
        ('dutch', '{:en,:s,:n}'),
        ('swedish', '{:er,:ar,:or,:n,:r,:en,:et,a:or,a:orna}'),
        ('danish', '{:er,:e,:r,:en,:et,:ne,:ene,:erne}'),
        ('norwegian', '{:er,:e,:r,:en,:et,:a,:ene}'),
        ('simple', '{:}')
      ) rules (of_language, endings),
        unnest(endings::text[]) ending,
        LATERAL (SELECT split_part(ending, ':', 1) AS one, split_part(ending, ':', 2) AS many) pair
      WHERE of_language = language
    ) forms
    WHERE form IS NOT NULL
  $$;
--> statement-breakpoint
DROP FUNCTION public.term_query(text, boolean, text);
--> statement-breakpoint
-- What one term asks for: a word, a prefix (word*) or a phrase (exact); NULL when it says nothing, as a stop word.
-- An unwanted word means itself and its plural, not all that shares its stem: -shelling lets "Shell" pass.
CREATE FUNCTION public.term_query(term text, exact boolean, language text, unwanted boolean) RETURNS tsquery
  LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
  AS $$
DECLARE
  is_prefix boolean := NOT exact AND term LIKE '%*';
  spaced text := regexp_replace(rtrim(term, '*'), public.spaceless_run(), ' ', 'g');
  parted text := regexp_replace(spaced, '([[:alnum:]])[-./&@_](?=[[:alnum:]])', '\1 ', 'g');
  config regconfig := ('pg_catalog.' || language)::regconfig;
  forms text[];
  asked tsquery;
  run text;
  pairs tsquery;
BEGIN
  -- Korean hangs its particles and further words on a word.
  IF NOT exact AND term ~ '^[\uAC00-\uD7A3]{2,}$' THEN
    is_prefix := true;
  END IF;
  IF unwanted AND NOT exact THEN
    spaced := regexp_replace(spaced, '''s$', '');
    forms := public.number_forms(spaced, language);
  END IF;
  IF is_prefix AND spaced ~ '[[:alnum:]]' THEN
    asked := to_tsquery('pg_catalog.simple',
      '''' || replace(replace(trim(spaced), '\', '\\'), '''', '''''') || ''':*');
  ELSIF forms IS NOT NULL THEN
    SELECT string_agg('(' || query::text || ')', ' | ')::tsquery INTO asked
    FROM unnest(forms) form, phraseto_tsquery('pg_catalog.simple', form) query WHERE numnode(query) > 0;
  ELSIF exact OR language = 'simple' THEN
    asked := phraseto_tsquery('pg_catalog.simple', spaced);
  ELSIF numnode(plainto_tsquery(config, spaced)) > 0 THEN
    asked := public.mark_stems(plainto_tsquery(config, spaced)::text, language)::tsquery
      || plainto_tsquery('pg_catalog.simple', spaced);
  END IF;
  IF parted <> spaced AND parted ~ '[[:alpha:]]' AND NOT is_prefix THEN
    asked := coalesce(asked, '') || phraseto_tsquery('pg_catalog.simple', parted)
      || phraseto_tsquery('pg_catalog.simple', regexp_replace(spaced, '([[:alnum:]])[-./&@_](?=[[:alnum:]])', '\1', 'g'));
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
DROP FUNCTION public.keyword_query(text, text);
--> statement-breakpoint
-- What one keyword asks for: all of its terms, none of its -terms; NULL when no term of it says anything. `excludes` is
-- for a keyword that keeps articles away as a whole.
CREATE FUNCTION public.keyword_query(keyword text, language text, excludes boolean DEFAULT false) RETURNS tsquery
  LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
  AS $$
DECLARE
  wanted tsquery;
  wanted_so tsquery;
  unwanted tsquery;
  asked tsquery;
  spelling text;
  part text[];
BEGIN
  FOREACH spelling IN ARRAY (SELECT array_agg(DISTINCT public.fold_text(way))
    FROM unnest(ARRAY[keyword, public.spell_out_umlauts(keyword)]) way) LOOP
    wanted_so := NULL;
    FOR part IN SELECT regexp_matches(spelling, '(-?)(?:"([^"]*)"|([^\s"]+))', 'g') LOOP
      asked := public.term_query(
        coalesce(part[2], part[3]), part[2] IS NOT NULL, language, excludes OR part[1] = '-');
      IF asked IS NULL THEN
        CONTINUE;
      ELSIF part[1] = '-' THEN
        unwanted := coalesce(unwanted || asked, asked);
      ELSE
        wanted_so := coalesce(wanted_so && asked, asked);
      END IF;
    END LOOP;
    wanted := coalesce(wanted || wanted_so, wanted, wanted_so);
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
    asked := public.keyword_query(ltrim(keyword, '-'), language, keyword LIKE '-%');
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
-- Words as bits: each sets the one that its hash names. In a loop: an aggregate takes three times as long.
CREATE FUNCTION public.bits_of(words text[]) RETURNS varbit
  LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
  AS $$
DECLARE
  bits varbit := repeat('0', 512)::varbit;
  word text;
BEGIN
  FOREACH word IN ARRAY words LOOP
    bits := set_bit(bits, hashtext(word) & 511, 1);
  END LOOP;
  RETURN bits;
END
$$;
--> statement-breakpoint
-- Every three neighbouring letters of a folded text as bits. pg_trgm sees letters as the locale of the database does,
-- and in C it sees none of Chinese or Greek; this sees the same everywhere.
CREATE OR REPLACE FUNCTION public.trigram_bits(value text) RETURNS varbit
  LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
  AS $$
DECLARE
  spaced text := regexp_replace('  ' || value || ' ', '[][\s!-/:-@\\^_`{-~\u00A0-\u00BF\u2000-\u206F\u3000-\u3003\u3008-\u301F\uFF00-\uFF0F]+', ' ', 'g');
  bits varbit := repeat('0', 512)::varbit;
BEGIN
  FOR at IN 1 .. length(spaced) - 2 LOOP
    bits := set_bit(bits, hashtext(substr(spaced, at, 3)) & 511, 1);
  END LOOP;
  RETURN bits;
END
$$;
--> statement-breakpoint
-- What a report tells: the stems of its title and of the first 600 letters of its summary, as bits.
CREATE FUNCTION public.story_bits(language text, title text, summary text) RETURNS varbit
  LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
  AS $$
DECLARE
  value text := public.fold_text(title || '. ' || left(public.text_of_html(left(summary, 4000)), 600));
  words text[];
BEGIN
  IF language = 'simple' THEN
    language := public.guess_language(value);
  END IF;
  words := tsvector_to_array(to_tsvector(('pg_catalog.' || language)::regconfig,
    regexp_replace(value, public.spaceless_run(), ' ', 'g')));
  IF value ~ public.spaceless_run() THEN
    words := words || tsvector_to_array(public.letter_pairs(value));
  END IF;
  RETURN public.bits_of(words);
END
$$;
--> statement-breakpoint
-- How much two reports tell the same: the share of their stems that both have, and half the share of the trigrams of
-- their titles that both have; so from 0 to 1.5. Five stems more, which neither shares, keep short titles apart that have
-- but one word in common: what each of a topic's articles has says nothing.
CREATE FUNCTION public.story_likeness(story varbit, title varbit, other_story varbit, other_title varbit)
  RETURNS float8
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN bit_count(story & other_story)::float8 / (bit_count(story | other_story) + 5)
    + bit_count(title & other_title)::float8 / greatest(2 * bit_count(title | other_title), 1);
--> statement-breakpoint
DROP FUNCTION public.pick_candidates(integer[], text[], varbit[], boolean[], integer[], text[], varbit[], integer, integer, real);
--> statement-breakpoint
DROP FUNCTION public.is_same_story(text, varbit, text, varbit, real);
--> statement-breakpoint
-- Picks stories for open places from candidates, which come best first.
--   Candidates of the same `likeness` or more (pairs of their numbers, `better` and `worse`) are one story. Of its reports the one of most
--   merit is chosen, where age counts nothing; of equals the first to report. Each further source that tells it adds
--   `per_teller` to the factor of its score, up to `most_tellers` sources.
--   Never a story that the topic had, unless it was published since and more than `news` of its words are new. That, and
--   what is alike by `follows` to what the topic had, is an update.
--   What is a little like what was picked goes behind others of about the same score: its score counts less by half of that.
--   Never more than `per_source` of one source, those kept from before included, while others qualify.
--   Older candidates only when the recent ones do not fill the places.
--   The last place of three goes by the scores without taste.
CREATE FUNCTION public.pick_stories(
  sources integer[], scores float8[], plain_scores float8[], merits float8[], moments timestamptz[], are_recent boolean[],
  stories varbit[], titles varbit[], better integer[], worse integer[], likenesses float8[],
  kept_sources integer[], past_stories varbit[], past_titles varbit[], past_dates date[], past_moments timestamptz[],
  today date, open_places integer[], places integer, per_source integer, per_teller float8, most_tellers integer,
  likeness float8, follows float8, news float8
) RETURNS TABLE (rank integer, place integer, tellers integer, reports integer[], update_of date)
  LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
  AS $$
DECLARE
  many CONSTANT integer := coalesce(cardinality(sources), 0);
  -- The first candidate of the story of each.
  leader integer[] := ARRAY(SELECT generate_series(1, many));
  -- Of each leader: the report that stands for the story, how many sources tell it, what it is an update of.
  chosen integer[] := leader;
  telling integer[] := array_fill(1, ARRAY[many]);
  updates date[] := array_fill(NULL::date, ARRAY[many]);
  -- Leaders known to repeat what the topic had.
  repeats boolean[] := array_fill(NULL::boolean, ARRAY[many]);
  picked integer[];
  picked_sources integer[];
  -- How much the story of each leader is like those that were picked.
  nearness float8[];
  best integer;
  best_score float8;
  score float8;
  was_told boolean;
  is_older_welcome boolean;
  is_source_welcome boolean;
BEGIN
  FOR pair IN 1 .. coalesce(cardinality(better), 0) LOOP
    IF likenesses[pair] >= likeness AND leader[better[pair]] = better[pair] AND leader[worse[pair]] = worse[pair] THEN
      leader[worse[pair]] := better[pair];
    END IF;
  END LOOP;
  IF cardinality(better) > 0 THEN
    FOR rank, tellers, reports IN
      SELECT first, count(DISTINCT sources[nth]), array_agg(nth ORDER BY are_recent[nth] DESC, merits[nth] DESC, moments[nth], nth)
      FROM unnest(leader) WITH ORDINALITY told (first, nth) GROUP BY first HAVING count(*) > 1
    LOOP
      chosen[rank] := reports[1];
      telling[rank] := tellers;
    END LOOP;
  END IF;
  FOREACH is_older_welcome IN ARRAY ARRAY[false, true] LOOP
    EXIT WHEN is_older_welcome AND (cardinality(picked) >= cardinality(open_places) OR NOT false = ANY (are_recent));
    picked := '{}';
    nearness := array_fill(0::float8, ARRAY[many]);
    picked_sources := kept_sources;
    FOREACH place IN ARRAY open_places LOOP
      FOREACH is_source_welcome IN ARRAY ARRAY[false, true] LOOP
        LOOP
          best := NULL;
          best_score := 0;
          FOR candidate IN 1 .. many LOOP
            CONTINUE WHEN leader[candidate] <> candidate OR repeats[candidate] OR candidate = ANY (picked)
              OR NOT (is_older_welcome OR are_recent[chosen[candidate]])
              OR NOT is_source_welcome
                AND cardinality(array_positions(picked_sources, sources[chosen[candidate]])) >= per_source;
            score := CASE WHEN place = places THEN plain_scores[chosen[candidate]] ELSE scores[chosen[candidate]] END
              * (1 + per_teller * (least(telling[candidate], most_tellers) - 1))
              * (1 - nearness[candidate] / 2);
            IF score > best_score THEN
              best := candidate;
              best_score := score;
            END IF;
          END LOOP;
          EXIT WHEN best IS NULL OR repeats[best] IS NOT NULL;
          SELECT max(date) FILTER (WHERE date < today AND moments[chosen[best]] > moment), bool_or(alike >= likeness AND (
              date >= today OR moments[chosen[best]] <= moment
              OR bit_count(stories[chosen[best]] & ~past.story) <= news * bit_count(stories[chosen[best]])))
            INTO update_of, was_told
            FROM unnest(past_stories, past_titles, past_dates, past_moments) past (story, title, date, moment),
              public.story_likeness(stories[chosen[best]], titles[chosen[best]], past.story, past.title) alike
            WHERE alike >= follows;
          updates[best] := update_of;
          repeats[best] := coalesce(was_told, false);
          EXIT WHEN NOT repeats[best];
        END LOOP;
        EXIT WHEN best IS NOT NULL;
      END LOOP;
      EXIT WHEN best IS NULL;
      picked := picked || best;
      picked_sources := picked_sources || sources[chosen[best]];
      FOR pair IN 1 .. coalesce(cardinality(better), 0) LOOP
        IF better[pair] = chosen[best] THEN
          nearness[leader[worse[pair]]] := greatest(nearness[leader[worse[pair]]], least(likenesses[pair], 1));
        ELSIF worse[pair] = chosen[best] THEN
          nearness[leader[better[pair]]] := greatest(nearness[leader[better[pair]]], least(likenesses[pair], 1));
        END IF;
      END LOOP;
    END LOOP;
  END LOOP;
  FOR nth IN 1 .. coalesce(cardinality(picked), 0) LOOP
    best := picked[nth];
    rank := chosen[best];
    place := open_places[nth];
    tellers := telling[best];
    reports := ARRAY(SELECT other FROM unnest(leader) WITH ORDINALITY told (first, other) WHERE first = best AND other <> chosen[best]);
    update_of := updates[best];
    RETURN NEXT;
  END LOOP;
END
$$;
--> statement-breakpoint
CREATE TABLE "delivery_reports" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "delivery_reports_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"user_id" integer NOT NULL,
	"delivery_id" bigint NOT NULL,
	"article_id" bigint NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "delivery_reports_delivery_id_article_id_unique" UNIQUE("delivery_id","article_id")
);
--> statement-breakpoint
ALTER TABLE "delivery_reports" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "tastes" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "tastes_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"user_id" integer NOT NULL,
	"kind" text NOT NULL,
	"name" varchar(255) NOT NULL,
	"label" varchar(255) NOT NULL,
	"ups" double precision NOT NULL,
	"downs" double precision NOT NULL,
	"weight" double precision NOT NULL,
	"reset_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "tastes_user_id_kind_name_unique" UNIQUE("user_id","kind","name"),
	CONSTRAINT "tastes_kind_known" CHECK ("tastes"."kind" in ('source', 'keyword', 'word')),
	CONSTRAINT "tastes_weight_range" CHECK ("tastes"."weight" between -1 and 1)
);
--> statement-breakpoint
ALTER TABLE "tastes" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "articles" ADD COLUMN "story_bits" bit varying GENERATED ALWAYS AS (story_bits("articles"."language", "articles"."title", "articles"."summary_raw")) STORED;--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "found_in" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "update_of" date;--> statement-breakpoint
ALTER TABLE "delivery_reports" ADD CONSTRAINT "delivery_reports_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "delivery_reports" ADD CONSTRAINT "delivery_reports_delivery_id_fk" FOREIGN KEY ("delivery_id","user_id") REFERENCES "public"."deliveries"("id","user_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "delivery_reports" ADD CONSTRAINT "delivery_reports_article_id_articles_id_fk" FOREIGN KEY ("article_id") REFERENCES "public"."articles"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tastes" ADD CONSTRAINT "tastes_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "delivery_reports_article_id_index" ON "delivery_reports" USING btree ("article_id");--> statement-breakpoint
CREATE INDEX "delivery_reports_user_id_index" ON "delivery_reports" USING btree ("user_id");--> statement-breakpoint
ALTER TABLE "articles" DROP COLUMN "folded_title";--> statement-breakpoint
CREATE POLICY "delivery_reports_owner" ON "delivery_reports" AS PERMISSIVE FOR ALL TO public USING (user_id = (select current_user_id()));--> statement-breakpoint
CREATE POLICY "tastes_owner" ON "tastes" AS PERMISSIVE FOR ALL TO public USING (user_id = (select current_user_id()));
--> statement-breakpoint
CREATE TRIGGER delivery_reports_updated_at BEFORE UPDATE ON public.delivery_reports
  FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION public.set_updated_at();
--> statement-breakpoint
CREATE TRIGGER tastes_updated_at BEFORE UPDATE ON public.tastes
  FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION public.set_updated_at();
--> statement-breakpoint
-- Makes a reader's tastes anew from their thumbs; the same thumbs give the same rows, whenever and by whomever it is run.
-- A thumb speaks for its article's source, the keywords that found it and the words of its title, and counts half for every
-- four days by which it is older than the newest. A weight is (ups - downs) / (ups + downs + prior): the larger the prior, the
-- less one thumb says. A word counts from two thumbs on; the newest 500 thumbs and the 200 strongest words are kept.
CREATE FUNCTION public.learn_tastes(reader integer) RETURNS void
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
CREATE FUNCTION public.learn_from_feedback() RETURNS trigger
  LANGUAGE plpgsql
  AS $$
BEGIN
  PERFORM public.learn_tastes(user_id) FROM (SELECT DISTINCT user_id FROM changed ORDER BY user_id) readers;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER feedback_given AFTER INSERT ON public.feedback REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION public.learn_from_feedback();
--> statement-breakpoint
CREATE TRIGGER feedback_changed AFTER UPDATE ON public.feedback REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION public.learn_from_feedback();
--> statement-breakpoint
CREATE TRIGGER feedback_taken_back AFTER DELETE ON public.feedback REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION public.learn_from_feedback();
--> statement-breakpoint
SELECT public.learn_tastes(user_id) FROM (SELECT DISTINCT user_id FROM public.feedback) readers;
--> statement-breakpoint
-- What was delivered keeps its score, but for the last digits: the parts are multiplied in another order now.
UPDATE public.deliveries SET score_parts = jsonb_build_object('story', 1, 'recency', power((score_parts ->> 'recency')::float8, 0.25),
  'evidence', (score_parts ->> 'match')::float8 * (score_parts ->> 'breadth')::float8, 'credibility', score_parts -> 'credibility',
  'word_thumbs', 1, 'source_thumbs', score_parts -> 'source_thumbs', 'keyword_thumbs', score_parts -> 'keyword_thumbs')
WHERE score_parts ?& '{match,breadth,recency,credibility,source_thumbs,keyword_thumbs}';
--> statement-breakpoint
UPDATE public.deliveries SET score = (score_parts ->> 'story')::float8 * (score_parts ->> 'recency')::float8
  * (score_parts ->> 'evidence')::float8 * (score_parts ->> 'credibility')::float8 * (score_parts ->> 'word_thumbs')::float8
  * (score_parts ->> 'source_thumbs')::float8 * (score_parts ->> 'keyword_thumbs')::float8
WHERE score_parts ?& '{story,recency,evidence,credibility,word_thumbs,source_thumbs,keyword_thumbs}';
--> statement-breakpoint
-- Stored columns follow changed functions only when their rows are written.
UPDATE public.articles SET title = title;
--> statement-breakpoint
UPDATE public.topics SET keywords = keywords;
