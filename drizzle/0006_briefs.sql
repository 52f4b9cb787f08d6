-- squawk-ignore-file adding-field-with-default, adding-not-nullable-field, constraint-missing-not-valid, adding-foreign-key-constraint, require-concurrent-index-creation: no deployment holds rows yet
CREATE TABLE "briefs" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "briefs_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"user_id" integer NOT NULL,
	"delivery_date" date NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "briefs_user_id_delivery_date_unique" UNIQUE("user_id","delivery_date")
);
--> statement-breakpoint
CREATE TABLE "feed_tokens" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "feed_tokens_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"user_id" integer NOT NULL,
	"token_hash" char(64) NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "feed_tokens_user_id_unique" UNIQUE("user_id"),
	CONSTRAINT "feed_tokens_token_hash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "summary_budgets" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "summary_budgets_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"day" date NOT NULL,
	"tokens_used" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "summary_budgets_day_unique" UNIQUE("day"),
	CONSTRAINT "summary_budgets_tokens_used_range" CHECK ("summary_budgets"."tokens_used" >= 0)
);
--> statement-breakpoint
ALTER TABLE "articles" ADD COLUMN "folded_title" text GENERATED ALWAYS AS (fold_text("articles"."title")) STORED;--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "matched_keywords" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "feedback" ADD COLUMN "user_id" integer;--> statement-breakpoint
UPDATE "feedback" SET "user_id" = "deliveries"."user_id" FROM "deliveries" WHERE "deliveries"."id" = "feedback"."delivery_id";--> statement-breakpoint
ALTER TABLE "feedback" ALTER COLUMN "user_id" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "topics" ADD COLUMN "query" "tsquery" GENERATED ALWAYS AS (topic_query("topics"."keywords", "topics"."language")) STORED;--> statement-breakpoint
ALTER TABLE "topics" ADD COLUMN "keyword_queries" "tsquery"[] GENERATED ALWAYS AS (keyword_queries("topics"."keywords", "topics"."language")) STORED;--> statement-breakpoint
ALTER TABLE "briefs" ADD CONSTRAINT "briefs_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "feed_tokens" ADD CONSTRAINT "feed_tokens_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "feedback" ADD CONSTRAINT "feedback_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "feedback_user_id_index" ON "feedback" USING btree ("user_id");--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_matched_keywords_are_strings" CHECK (is_text_array("deliveries"."matched_keywords"));