-- The local date whose brief is due at a moment, since its brief_hour has come; NULL before that. A zone that this
-- Postgres does not know counts as UTC: one reader must not keep the others from their briefs.
CREATE FUNCTION public.due_brief_date(at timestamptz, zone text, brief_hour smallint) RETURNS date
  LANGUAGE plpgsql STABLE PARALLEL SAFE
  AS $$
DECLARE
  local_date date;
BEGIN
  local_date := (at AT TIME ZONE zone)::date;
  IF at >= least(
    (local_date + make_interval(hours => brief_hour)) AT TIME ZONE zone,
    -- A clock put forward may leave the hour out; the last hour of the date will do then.
    (local_date + 1)::timestamp AT TIME ZONE zone - interval '1 hour'
  ) THEN
    RETURN local_date;
  END IF;
  RETURN NULL;
EXCEPTION WHEN invalid_parameter_value THEN
  RETURN public.due_brief_date(at, 'UTC', brief_hour);
END
$$;
