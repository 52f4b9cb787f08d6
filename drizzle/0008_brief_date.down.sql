DROP FUNCTION public.due_brief_date(timestamptz, text, smallint);
