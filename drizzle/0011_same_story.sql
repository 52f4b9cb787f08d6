-- The trigrams of a text as bits: each sets the one that its hash names.
CREATE FUNCTION public.trigram_bits(value text) RETURNS varbit
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  AS $$
    SELECT coalesce(bit_or(set_bit(repeat('0', 512)::varbit, hashtext(trigram) & 511, 1)), repeat('0', 512)::varbit)
    FROM unnest(public.show_trgm(value)) trigram
  $$;
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
DROP FUNCTION public.pick_candidates(integer[], text[], boolean[], integer[], text[], integer, integer, real);
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
