CREATE TABLE "database_sizes" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "database_sizes_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"day" date NOT NULL,
	"bytes" bigint NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "database_sizes_day_unique" UNIQUE("day"),
	CONSTRAINT "database_sizes_bytes_range" CHECK ("database_sizes"."bytes" >= 0)
);
--> statement-breakpoint
ALTER TABLE "database_sizes" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY "database_sizes_admin" ON "database_sizes" AS PERMISSIVE FOR ALL TO public USING ((select current_user_is_admin()));
--> statement-breakpoint
CREATE TRIGGER database_sizes_updated_at BEFORE UPDATE ON public.database_sizes
  FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION public.set_updated_at();
