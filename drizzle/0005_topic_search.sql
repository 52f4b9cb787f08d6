-- What search sees of an article, and what a topic's keywords ask of it. Both sides in one place, because they must agree.
--
-- A vector holds each word three ways: as it is written (folded: NFKC, lower case, no accents), as its stem in the
-- article's language (marked '~en' for english, so that a stem is never taken for a word of another language), and,
-- of scripts written without spaces, each pair of neighbouring letters. Hence
--   a plain word    asks for its stem in the topic's language, or the word itself: names match across languages;
--   a "phrase"      asks for its words as written, side by side;
--   a prefix*       asks for words as written;
--   北京 or ประเทศ    asks for its pairs side by side, which is the substring, exactly.
-- All of it is served by the one GIN index articles_search_index.
CREATE FUNCTION public.fold_text(value text) RETURNS text
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  AS $$
    SELECT replace(replace(replace(lower(public.fold_accents(
      -- Soft hyphens and zero-width characters show nothing.
      regexp_replace(normalize(value, NFKC), '[\u00AD\u200B-\u200D\u2060\uFEFF]', '', 'g')
    )), 'c++', 'cplusplus'), 'c#', 'csharp'), 'f#', 'fsharp')
  $$;
--> statement-breakpoint
-- Runs of Thai, Lao, Burmese, Khmer, Hiragana, Katakana and Han, as a regular expression.
CREATE FUNCTION public.spaceless_run() RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN '([\u0E00-\u0EFF\u1000-\u109F\u1780-\u17FF\u3005-\u3007\u3041-\u309F\u30A1-\u30FA\u30FC-\u30FF\u31F0-\u31FF\u3400-\u4DBF\u4E00-\u9FFF\uA9E0-\uA9FF\uAA60-\uAA7F\uF900-\uFAFF\U00020000-\U0003FFFF]+)';
--> statement-breakpoint
-- 北京市 is '北京':1 '京市':2 '市':3. The last letter alone ends a run, so pairs of two runs are never neighbours.
CREATE FUNCTION public.letter_pairs(value text) RETURNS tsvector
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS $$
    SELECT coalesce(string_agg(format('''%s%s'':%s', letter, next, least(place, 16383)), ' '), '')::tsvector
    FROM (
      SELECT letter, lead(letter) OVER (PARTITION BY run ORDER BY nth) AS next,
        row_number() OVER (ORDER BY run, nth) AS place
      FROM regexp_matches(value, public.spaceless_run(), 'g') WITH ORDINALITY runs (part, run),
        unnest(string_to_array(part[1], NULL)) WITH ORDINALITY letters (letter, nth)
    ) pairs
  $$;
--> statement-breakpoint
-- Marks every lexeme of a tsvector's or tsquery's text as a stem of a language.
CREATE FUNCTION public.mark_stems(value text, language text) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN regexp_replace(value, '(^|[ (!])''', '\1''~' || left(language, 2), 'g');
--> statement-breakpoint
CREATE FUNCTION public.search_words(value text, language text) RETURNS tsvector
  LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
  AS $$
DECLARE
  words tsvector;
  pairs tsvector := '';
BEGIN
  IF value ~ public.spaceless_run() THEN
    pairs := public.letter_pairs(value);
    value := regexp_replace(value, public.spaceless_run(), ' ', 'g');
  END IF;
  words := to_tsvector('pg_catalog.simple', value);
  IF language <> 'simple' THEN
    words := words || public.mark_stems(
      to_tsvector(('pg_catalog.' || language)::regconfig, value)::text, language)::tsvector;
  END IF;
  RETURN words || pairs;
END
$$;
--> statement-breakpoint
-- The language of a text whose feed names none: the one whose commonest words it uses most, else by its script.
-- A wrong guess costs little, since words as written match in any language.
CREATE FUNCTION public.guess_language(value text) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS $$
    SELECT coalesce(
      (
        SELECT language FROM (
          SELECT language, nth, length(words) - length(ts_delete(words, common)) AS found
          FROM to_tsvector('pg_catalog.simple', left(value, 1000)) words, (VALUES
            (1, 'english', '{the,of,and,to,in,is,for,on,with,that,as,at,by,from,are,after,how,its}'::text[]),
            (2, 'german', '{der,die,das,und,den,von,zu,mit,auf,fur,ist,im,nicht,eine,ein,dem,des,nach,wie,in}'),
            (3, 'french', '{le,la,les,des,et,du,une,est,dans,pour,sur,par,avec,au,aux,qui,pas,plus}'),
            (4, 'spanish', '{el,la,los,las,del,y,una,por,con,para,su,al,como,mas,es,se,lo}'),
            (5, 'portuguese', '{o,os,as,do,da,dos,das,e,um,uma,no,na,em,com,nao,por,mais,ao}'),
            (6, 'italian', '{il,lo,gli,di,che,e,in,della,del,per,nel,sono,alla,piu,dei,con,non}'),
            (7, 'dutch', '{het,een,van,en,op,in,voor,niet,dat,zijn,met,te,aan,bij,naar,ook}'),
            (8, 'swedish', '{och,att,det,som,pa,av,for,den,till,inte,ar,ett,har,om,fran}'),
            (9, 'danish', '{og,at,det,er,til,af,pa,den,der,ikke,et,har,som,fra,ved}'),
            (10, 'turkish', '{ve,bir,bu,icin,ile,da,de,olarak,daha,cok,gibi,sonra}')
          ) languages (nth, language, common)
        ) counted
        WHERE found > 0 ORDER BY found DESC, nth LIMIT 1
      ),
      CASE
        WHEN value ~ '[\u0400-\u04FF]' THEN 'russian'
        WHEN value ~ '[\u0370-\u03FF]' THEN 'greek'
        WHEN value ~ '[\u0600-\u06FF]' THEN 'arabic'
        WHEN value ~ '[\u0900-\u097F]' THEN 'hindi'
        WHEN value ~ '[\u0B80-\u0BFF]' THEN 'tamil'
        WHEN value ~ '[\u0530-\u058F]' THEN 'armenian'
        ELSE 'english'
      END
    )
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
-- One query for each keyword, in their order; NULL for exclusions and for what says nothing.
CREATE FUNCTION public.keyword_queries(keywords jsonb, language text) RETURNS tsquery[]
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS $$
    SELECT coalesce(array_agg(
      CASE WHEN keyword NOT LIKE '-%' THEN public.keyword_query(keyword, language) END ORDER BY nth), '{}')
    FROM jsonb_array_elements_text(keywords) WITH ORDINALITY given (keyword, nth)
  $$;
--> statement-breakpoint
-- What a topic asks for: any of its keywords, and nothing that a -keyword excludes; NULL when it asks for nothing.
CREATE FUNCTION public.topic_query(keywords jsonb, language text) RETURNS tsquery
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
-- A stored column follows a changed function only when its row is written.
UPDATE public.articles SET title = title;
