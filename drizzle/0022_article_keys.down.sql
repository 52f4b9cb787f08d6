DROP TABLE "article_keys" CASCADE;
--> statement-breakpoint
ALTER TABLE "articles" DROP COLUMN "date_is_guess";
