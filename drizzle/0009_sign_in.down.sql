ALTER TABLE "access_tokens" DROP CONSTRAINT "access_tokens_kind_known";
--> statement-breakpoint
ALTER TABLE "access_tokens" DROP CONSTRAINT "access_tokens_parent_id_access_tokens_id_fk";
--> statement-breakpoint
DROP TABLE "sign_in_links" CASCADE;
--> statement-breakpoint
DROP INDEX "access_tokens_parent_id_index";
--> statement-breakpoint
ALTER TABLE "access_tokens" DROP COLUMN "kind";
--> statement-breakpoint
ALTER TABLE "access_tokens" DROP COLUMN "parent_id";
