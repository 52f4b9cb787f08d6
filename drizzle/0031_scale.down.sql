DROP POLICY "candidate_pools_admin" ON "candidate_pools" CASCADE;
--> statement-breakpoint
DROP TABLE "candidate_pools" CASCADE;
--> statement-breakpoint
DROP POLICY "database_sizes_admin" ON "database_sizes" CASCADE;
--> statement-breakpoint
DROP TABLE "database_sizes" CASCADE;
--> statement-breakpoint
DROP TRIGGER users_updated_at ON public.users;
--> statement-breakpoint
CREATE TRIGGER users_updated_at BEFORE UPDATE ON public.users
  FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION public.set_updated_at();
--> statement-breakpoint
DROP TRIGGER users_next_brief_at ON public.users;
--> statement-breakpoint
DROP FUNCTION public.forget_next_brief_at();
--> statement-breakpoint
DROP INDEX "users_next_brief_at_index";
--> statement-breakpoint
ALTER TABLE "users" DROP COLUMN "next_brief_at";
--> statement-breakpoint
DROP FUNCTION public.next_brief_at(timestamptz, text, smallint);
--> statement-breakpoint
DROP FUNCTION public.brief_moment(date, text, smallint);
