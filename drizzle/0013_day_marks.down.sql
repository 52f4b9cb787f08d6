DROP FUNCTION public.days_query(timestamptz, timestamptz);
--> statement-breakpoint
DROP FUNCTION public.day_mark(timestamptz);
