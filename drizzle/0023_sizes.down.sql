DROP FUNCTION public.begin_idempotent(text, text, integer);
--> statement-breakpoint
ALTER TABLE "article_summaries" DROP CONSTRAINT "article_summaries_summary_text_length";
--> statement-breakpoint
ALTER TABLE "articles" DROP CONSTRAINT "articles_tags_length";
--> statement-breakpoint
ALTER TABLE "articles" DROP CONSTRAINT "articles_summary_raw_length";
--> statement-breakpoint
ALTER TABLE "items" DROP CONSTRAINT "items_description_length";
--> statement-breakpoint
ALTER TABLE "sources" DROP CONSTRAINT "sources_tags_length";
--> statement-breakpoint
ALTER TABLE "sources" DROP CONSTRAINT "sources_etag_length";
--> statement-breakpoint
ALTER TABLE "sources" DROP CONSTRAINT "sources_last_modified_length";
--> statement-breakpoint
ALTER TABLE "topics" DROP CONSTRAINT "topics_keywords_length";
--> statement-breakpoint
ALTER TABLE "users" DROP CONSTRAINT "users_time_zone_length";
--> statement-breakpoint
DROP INDEX "idempotency_keys_user_id_id_index";
