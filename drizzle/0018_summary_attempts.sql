CREATE TABLE "summary_attempts" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "summary_attempts_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"article_id" bigint NOT NULL,
	"model" varchar(50) NOT NULL,
	"attempts" integer NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "summary_attempts_article_id_model_unique" UNIQUE("article_id","model"),
	CONSTRAINT "summary_attempts_attempts_range" CHECK ("summary_attempts"."attempts" >= 0)
);
--> statement-breakpoint
ALTER TABLE "summary_attempts" ADD CONSTRAINT "summary_attempts_article_id_articles_id_fk" FOREIGN KEY ("article_id") REFERENCES "public"."articles"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
CREATE TRIGGER summary_attempts_updated_at BEFORE UPDATE ON public.summary_attempts
  FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION public.set_updated_at();
