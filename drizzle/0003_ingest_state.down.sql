DROP INDEX "sources_leased_until_index";
--> statement-breakpoint
ALTER TABLE "sources" DROP COLUMN "ttl_minutes";
--> statement-breakpoint
ALTER TABLE "sources" DROP COLUMN "claimed_until";
--> statement-breakpoint
ALTER TABLE "articles" DROP COLUMN "seen_in";
--> statement-breakpoint
DROP TABLE "removed_articles" CASCADE;
--> statement-breakpoint
DROP TABLE "dead_letters" CASCADE;
