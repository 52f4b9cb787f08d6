-- What the tables lean on: accent folding, trigram similarity, and the functions of checks and generated columns.
-- Names are qualified because restores and generated columns run with an empty search_path.
CREATE EXTENSION IF NOT EXISTS unaccent WITH SCHEMA public;
--> statement-breakpoint
CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;
--> statement-breakpoint
CREATE FUNCTION public.is_text_array(value jsonb) RETURNS boolean
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN jsonb_typeof(value) = 'array' AND NOT jsonb_path_exists(value, '$[*] ? (@.type() != "string")');
--> statement-breakpoint
-- The configurations that Postgres 15 to 18 all ship.
CREATE FUNCTION public.is_text_search_language(value text) RETURNS boolean
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN value = ANY (ARRAY[
    'simple', 'arabic', 'armenian', 'basque', 'catalan', 'danish', 'dutch', 'english', 'finnish', 'french',
    'german', 'greek', 'hindi', 'hungarian', 'indonesian', 'irish', 'italian', 'lithuanian', 'nepali',
    'norwegian', 'portuguese', 'romanian', 'russian', 'serbian', 'spanish', 'swedish', 'tamil', 'turkish',
    'yiddish'
  ]);
--> statement-breakpoint
-- unaccent() is only STABLE because its rules could be edited; ours are not, so an index may rely on this.
CREATE FUNCTION public.fold_accents(value text) RETURNS text
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  AS $$ SELECT public.unaccent('public.unaccent'::regdictionary, value) $$;
--> statement-breakpoint
-- What a search sees of an article: its title (weight A) over its tags (B) over its summary (C).
CREATE FUNCTION public.article_search_vector(language text, title text, tags jsonb, summary text) RETURNS tsvector
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
CREATE FUNCTION public.set_updated_at() RETURNS trigger
  LANGUAGE plpgsql
  AS $$
BEGIN
  NEW.updated_at := now();
  RETURN NEW;
END
$$;
