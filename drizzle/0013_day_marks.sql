-- The day (UTC) of a moment as a lexeme, so that the search index can tell recent articles from all others. No word
-- begins with "~".
CREATE FUNCTION public.day_mark(moment timestamptz) RETURNS tsvector
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN array_to_tsvector(ARRAY['~d' || (moment AT TIME ZONE 'UTC')::date - DATE '2000-01-01']);
--> statement-breakpoint
-- The days from one moment to another, as a query for articles of any of them.
CREATE FUNCTION public.days_query(since timestamptz, until timestamptz) RETURNS tsquery
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  AS $$
    SELECT string_agg(quote_literal('~d' || day), ' | ')::tsquery
    FROM generate_series(
      (since AT TIME ZONE 'UTC')::date - DATE '2000-01-01', (until AT TIME ZONE 'UTC')::date - DATE '2000-01-01') day
  $$;
