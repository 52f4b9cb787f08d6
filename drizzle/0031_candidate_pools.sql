CREATE TABLE "candidate_pools" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "candidate_pools_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"list_hash" char(64) NOT NULL,
	"as_of" timestamp with time zone NOT NULL,
	"article_ids" bigint[] NOT NULL,
	"source_ids" integer[] NOT NULL,
	"published" timestamp with time zone[] NOT NULL,
	"tenths" smallint[] NOT NULL,
	"recencies" double precision[] NOT NULL,
	"credibilities" double precision[] NOT NULL,
	"is_whole" boolean NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "candidate_pools_list_hash_unique" UNIQUE("list_hash"),
	CONSTRAINT "candidate_pools_size" CHECK (cardinality("candidate_pools"."article_ids") <= 1000)
);
--> statement-breakpoint
ALTER TABLE "candidate_pools" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY "candidate_pools_admin" ON "candidate_pools" AS PERMISSIVE FOR ALL TO public USING ((select current_user_is_admin()));
--> statement-breakpoint
CREATE TRIGGER candidate_pools_updated_at BEFORE UPDATE ON public.candidate_pools
  FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION public.set_updated_at();
