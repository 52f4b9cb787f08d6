ALTER TABLE "article_marks" DISABLE ROW LEVEL SECURITY;
--> statement-breakpoint
DROP POLICY "article_marks_owner" ON "article_marks" CASCADE;
--> statement-breakpoint
ALTER TABLE "items" DROP CONSTRAINT "items_link_is_web_address";
--> statement-breakpoint
DROP TABLE "article_marks" CASCADE;
--> statement-breakpoint
ALTER TABLE "items" DROP COLUMN "link";
