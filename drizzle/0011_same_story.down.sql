DROP FUNCTION public.pick_candidates(integer[], text[], varbit[], boolean[], integer[], text[], varbit[], integer, integer, real);
--> statement-breakpoint
-- Picks from candidates (best first; their sources, folded titles, and whether they are recent) for so many places.
--   Never what is nearly the same as a title that was picked or seen: their trigrams' similarity reaches `likeness`.
--   Never more than `per_source` of one source, those kept from before included, while others qualify.
--   Older candidates only when the recent ones do not fill the places.
-- Returns the candidates' numbers, from 1, in the order of the places.
CREATE FUNCTION public.pick_candidates(
  candidate_sources integer[], candidate_titles text[], are_recent boolean[],
  kept_sources integer[], seen_titles text[], places integer, per_source integer, likeness real
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
            SELECT FROM unnest(seen_titles) seen
            WHERE public.similarity(candidate_titles[candidate], seen) >= likeness);
          CONTINUE WHEN repeats[candidate];
        END IF;
        CONTINUE WHEN EXISTS (
          SELECT FROM unnest(picked) better
          WHERE public.similarity(candidate_titles[candidate], candidate_titles[better]) >= likeness);
        picked := picked || candidate;
        picked_sources := picked_sources || candidate_sources[candidate];
      END LOOP;
    END LOOP;
  END LOOP;
  RETURN picked;
END
$$;
--> statement-breakpoint
DROP FUNCTION public.is_same_story(text, varbit, text, varbit, real);
--> statement-breakpoint
DROP FUNCTION public.trigram_bits(text);
