-- squawk-ignore-file require-concurrent-index-creation: readers and sources are few, the lock lasts milliseconds
CREATE INDEX "sources_failing_index" ON "sources" USING btree ("id") WHERE "sources"."error_count" > 0;--> statement-breakpoint
CREATE INDEX "sources_tags_index" ON "sources" USING gin ("tags" jsonb_path_ops);--> statement-breakpoint
CREATE INDEX "users_admins_index" ON "users" USING btree ("id") WHERE "users"."role" = 'admin' and "users"."is_active";