-- squawk-ignore-file ban-drop-column, adding-field-with-default, require-concurrent-index-creation: no deployment holds rows yet; the column is made anew with its index
ALTER TABLE "articles" drop column "search";--> statement-breakpoint
ALTER TABLE "articles" ADD COLUMN "search" "tsvector" GENERATED ALWAYS AS (article_search_vector("articles"."language", "articles"."title", "articles"."tags", "articles"."summary_raw") || day_mark("articles"."published_at")) STORED;
--> statement-breakpoint
CREATE INDEX "articles_search_index" ON "articles" USING gin ("search");
