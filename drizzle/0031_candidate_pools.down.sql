DROP POLICY "candidate_pools_admin" ON "candidate_pools" CASCADE;
--> statement-breakpoint
DROP TABLE "candidate_pools" CASCADE;
