DROP POLICY "sources_added" ON "sources";
--> statement-breakpoint
ALTER TABLE "source_choices" DISABLE ROW LEVEL SECURITY;
--> statement-breakpoint
DROP POLICY "source_choices_owner" ON "source_choices" CASCADE;
--> statement-breakpoint
ALTER TABLE "sources" DROP CONSTRAINT "sources_added_by_users_id_fk";
--> statement-breakpoint
DROP TABLE "source_choices" CASCADE;
--> statement-breakpoint
DROP INDEX "sources_added_by_index";
--> statement-breakpoint
ALTER TABLE "sources" DROP COLUMN "added_by";
--> statement-breakpoint
ALTER TABLE "article_marks" DISABLE ROW LEVEL SECURITY;
--> statement-breakpoint
DROP POLICY "article_marks_owner" ON "article_marks" CASCADE;
--> statement-breakpoint
ALTER TABLE "items" DROP CONSTRAINT "items_link_is_web_address";
--> statement-breakpoint
DROP TABLE "article_marks" CASCADE;
--> statement-breakpoint
ALTER TABLE "items" DROP COLUMN "link";
