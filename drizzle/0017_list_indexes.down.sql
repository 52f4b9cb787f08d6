DROP INDEX "sources_failing_index";
--> statement-breakpoint
DROP INDEX "sources_tags_index";
--> statement-breakpoint
DROP INDEX "users_admins_index";
