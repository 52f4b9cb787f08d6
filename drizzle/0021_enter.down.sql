DROP FUNCTION public.begin_idempotent(text, text);
--> statement-breakpoint
DROP FUNCTION public.require(boolean, text);
--> statement-breakpoint
DROP FUNCTION public.enter_as_email(text, text);
--> statement-breakpoint
DROP FUNCTION public.enter_as_token(text, text, text);
--> statement-breakpoint
DROP FUNCTION public.enter_as(integer, text, text);
--> statement-breakpoint
-- Keys that are claimed while nothing is on record say nothing, and can be claimed again.
DELETE FROM "idempotency_keys" WHERE "response" IS NULL;
--> statement-breakpoint
ALTER TABLE "idempotency_keys" ALTER COLUMN "response" SET NOT NULL;
