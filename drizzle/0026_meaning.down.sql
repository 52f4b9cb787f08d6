UPDATE public.deliveries SET score_parts = score_parts - 'meaning' WHERE score_parts ? 'meaning';
--> statement-breakpoint
ALTER TABLE "article_embeddings" DISABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "question_embeddings" DISABLE ROW LEVEL SECURITY;
--> statement-breakpoint
DROP POLICY "article_embeddings_read" ON "article_embeddings" CASCADE;
--> statement-breakpoint
DROP POLICY "article_embeddings_admin" ON "article_embeddings" CASCADE;
--> statement-breakpoint
ALTER TABLE "summary_budgets" DROP CONSTRAINT "summary_budgets_embedding_tokens_used_range";
--> statement-breakpoint
DROP TABLE "article_embeddings" CASCADE;
--> statement-breakpoint
DROP POLICY "question_embeddings_read" ON "question_embeddings" CASCADE;
--> statement-breakpoint
DROP POLICY "question_embeddings_admin" ON "question_embeddings" CASCADE;
--> statement-breakpoint
DROP TABLE "question_embeddings" CASCADE;
--> statement-breakpoint
ALTER TABLE "summary_budgets" DROP COLUMN "embedding_tokens_used";
--> statement-breakpoint
DROP FUNCTION public.closeness(real[], real[]);
