ALTER TABLE "briefs" DISABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "feed_tokens" DISABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "summary_budgets" DISABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "deliveries" DROP CONSTRAINT "deliveries_matched_keywords_are_strings";
--> statement-breakpoint
ALTER TABLE "feedback" DROP CONSTRAINT "feedback_user_id_users_id_fk";
--> statement-breakpoint
DROP TABLE "briefs" CASCADE;
--> statement-breakpoint
DROP TABLE "feed_tokens" CASCADE;
--> statement-breakpoint
DROP TABLE "summary_budgets" CASCADE;
--> statement-breakpoint
DROP INDEX "feedback_user_id_index";
--> statement-breakpoint
ALTER TABLE "articles" DROP COLUMN "folded_title";
--> statement-breakpoint
ALTER TABLE "deliveries" DROP COLUMN "matched_keywords";
--> statement-breakpoint
ALTER TABLE "feedback" DROP COLUMN "user_id";
--> statement-breakpoint
ALTER TABLE "topics" DROP COLUMN "query";
--> statement-breakpoint
ALTER TABLE "topics" DROP COLUMN "keyword_queries";
