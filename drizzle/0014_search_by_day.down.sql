ALTER TABLE "articles" drop column "search";
--> statement-breakpoint
ALTER TABLE "articles" ADD COLUMN "search" "tsvector" GENERATED ALWAYS AS (article_search_vector("articles"."language", "articles"."title", "articles"."tags", "articles"."summary_raw")) STORED;
--> statement-breakpoint
CREATE INDEX "articles_search_index" ON "articles" USING gin ("search");
