DROP FUNCTION public.muted_queries(jsonb, text);
--> statement-breakpoint
ALTER TABLE "users" DROP CONSTRAINT "users_muted_words_are_strings";
--> statement-breakpoint
ALTER TABLE "users" DROP CONSTRAINT "users_muted_words_length";
--> statement-breakpoint
ALTER TABLE "users" DROP COLUMN "muted_words";
