DROP FUNCTION public.enter_as_email(text, text, integer, integer);
--> statement-breakpoint
DROP FUNCTION public.enter_as_token(text, text, text, integer, integer);
--> statement-breakpoint
DROP FUNCTION public.enter_as(integer, text, text, integer, integer);
