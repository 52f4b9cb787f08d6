DROP TABLE "access_tokens" CASCADE;
--> statement-breakpoint
DROP TABLE "article_summaries" CASCADE;
--> statement-breakpoint
DROP TABLE "articles" CASCADE;
--> statement-breakpoint
DROP TABLE "deliveries" CASCADE;
--> statement-breakpoint
DROP TABLE "feedback" CASCADE;
--> statement-breakpoint
DROP TABLE "fetches" CASCADE;
--> statement-breakpoint
DROP TABLE "idempotency_keys" CASCADE;
--> statement-breakpoint
DROP TABLE "items" CASCADE;
--> statement-breakpoint
DROP TABLE "sources" CASCADE;
--> statement-breakpoint
DROP TABLE "todos" CASCADE;
--> statement-breakpoint
DROP TABLE "topics" CASCADE;
--> statement-breakpoint
DROP TABLE "users" CASCADE;
