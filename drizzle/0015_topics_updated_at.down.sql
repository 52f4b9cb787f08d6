-- The condition of before can only be made while there is no generated column; they go for a moment.
ALTER TABLE public.topics DROP COLUMN query, DROP COLUMN keyword_queries;
--> statement-breakpoint
DROP TRIGGER topics_updated_at ON public.topics;
--> statement-breakpoint
CREATE TRIGGER topics_updated_at BEFORE UPDATE ON public.topics
  FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION public.set_updated_at();
--> statement-breakpoint
ALTER TABLE "topics" ADD COLUMN "query" "tsquery" GENERATED ALWAYS AS (topic_query("topics"."keywords", "topics"."language")) STORED;
--> statement-breakpoint
ALTER TABLE "topics" ADD COLUMN "keyword_queries" "tsquery"[] GENERATED ALWAYS AS (keyword_queries("topics"."keywords", "topics"."language")) STORED;
