-- no-transaction
CREATE INDEX CONCURRENTLY "sources_failing_index" ON "sources" USING btree ("id") WHERE "sources"."error_count" > 0;
--> statement-breakpoint
CREATE INDEX CONCURRENTLY "sources_tags_index" ON "sources" USING gin ("tags" jsonb_path_ops);
--> statement-breakpoint
CREATE INDEX CONCURRENTLY "users_admins_index" ON "users" USING btree ("id") WHERE "users"."role" = 'admin' and "users"."is_active";
