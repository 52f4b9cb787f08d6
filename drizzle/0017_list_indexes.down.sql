-- no-transaction
DROP INDEX CONCURRENTLY IF EXISTS "sources_failing_index";
--> statement-breakpoint
DROP INDEX CONCURRENTLY IF EXISTS "sources_tags_index";
--> statement-breakpoint
DROP INDEX CONCURRENTLY IF EXISTS "users_admins_index";
