DROP POLICY "delivery_reports_owner" ON "delivery_reports" CASCADE;
--> statement-breakpoint
DROP TABLE "delivery_reports" CASCADE;
--> statement-breakpoint
DROP POLICY "tastes_owner" ON "tastes" CASCADE;
--> statement-breakpoint
DROP TABLE "tastes" CASCADE;
--> statement-breakpoint
ALTER TABLE "articles" DROP COLUMN "story_bits";
--> statement-breakpoint
ALTER TABLE "deliveries" DROP COLUMN "found_in";
--> statement-breakpoint
ALTER TABLE "deliveries" DROP COLUMN "update_of";
--> statement-breakpoint
ALTER TABLE "articles" ADD COLUMN "folded_title" text GENERATED ALWAYS AS (fold_text("articles"."title")) STORED;
