-- squawk-ignore-file adding-field-with-default, adding-foreign-key-constraint, constraint-missing-not-valid: the tables are new or small
CREATE TABLE "article_embeddings" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "article_embeddings_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"article_id" bigint NOT NULL,
	"model" varchar(50) NOT NULL,
	"vector" real[] NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "article_embeddings_article_id_model_unique" UNIQUE("article_id","model"),
	CONSTRAINT "article_embeddings_vector_length" CHECK (cardinality("article_embeddings"."vector") between 1 and 4096)
);
--> statement-breakpoint
ALTER TABLE "article_embeddings" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "question_embeddings" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "question_embeddings_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"question_hash" char(64) NOT NULL,
	"model" varchar(50) NOT NULL,
	"vector" real[] NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "question_embeddings_question_hash_model_unique" UNIQUE("question_hash","model"),
	CONSTRAINT "question_embeddings_vector_length" CHECK (cardinality("question_embeddings"."vector") between 1 and 4096)
);
--> statement-breakpoint
ALTER TABLE "question_embeddings" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "summary_budgets" ADD COLUMN "embedding_tokens_used" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "article_embeddings" ADD CONSTRAINT "article_embeddings_article_id_articles_id_fk" FOREIGN KEY ("article_id") REFERENCES "public"."articles"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "summary_budgets" ADD CONSTRAINT "summary_budgets_embedding_tokens_used_range" CHECK ("summary_budgets"."embedding_tokens_used" >= 0);--> statement-breakpoint
CREATE POLICY "article_embeddings_read" ON "article_embeddings" AS PERMISSIVE FOR SELECT TO public USING (true);--> statement-breakpoint
CREATE POLICY "article_embeddings_admin" ON "article_embeddings" AS PERMISSIVE FOR ALL TO public USING ((select current_user_is_admin()));--> statement-breakpoint
CREATE POLICY "question_embeddings_read" ON "question_embeddings" AS PERMISSIVE FOR SELECT TO public USING (true);--> statement-breakpoint
CREATE POLICY "question_embeddings_admin" ON "question_embeddings" AS PERMISSIVE FOR ALL TO public USING ((select current_user_is_admin()));
--> statement-breakpoint
CREATE TRIGGER article_embeddings_updated_at BEFORE UPDATE ON public.article_embeddings
  FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION public.set_updated_at();
--> statement-breakpoint
CREATE TRIGGER question_embeddings_updated_at BEFORE UPDATE ON public.question_embeddings
  FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION public.set_updated_at();
--> statement-breakpoint
-- How close two meanings are: the cosine of their vectors, which have length 1; from -1 to 1.
CREATE FUNCTION public.closeness(a real[], b real[]) RETURNS float8
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN (SELECT sum(x::float8 * y::float8) FROM unnest(a, b) AS pair (x, y));
--> statement-breakpoint
-- What was delivered was chosen by words alone.
UPDATE public.deliveries SET score_parts = score_parts || '{"meaning": 1}' WHERE NOT score_parts ? 'meaning';
