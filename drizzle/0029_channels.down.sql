DROP TRIGGER briefs_queue ON public.briefs;
--> statement-breakpoint
DROP FUNCTION public.queue_briefs();
--> statement-breakpoint
DROP FUNCTION public.message_times(date, text, smallint);
--> statement-breakpoint
DROP TABLE "messages" CASCADE;
--> statement-breakpoint
DROP TABLE "channels" CASCADE;
--> statement-breakpoint
DROP FUNCTION public.request_confirmation();
--> statement-breakpoint
DROP FUNCTION public.may_request_sign_in(text, text, integer, integer);
--> statement-breakpoint
DROP FUNCTION public.count_messages(integer, text);
--> statement-breakpoint
DROP FUNCTION public.count_channels(integer);
