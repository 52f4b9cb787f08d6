DROP POLICY "database_sizes_admin" ON "database_sizes" CASCADE;
--> statement-breakpoint
DROP TABLE "database_sizes" CASCADE;
