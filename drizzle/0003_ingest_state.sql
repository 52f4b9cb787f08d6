CREATE TABLE "dead_letters" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "dead_letters_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"queue" varchar(255) NOT NULL,
	"message_id" varchar(255) NOT NULL,
	"message" jsonb NOT NULL,
	"attempts" integer NOT NULL,
	"error" varchar(1024) NOT NULL,
	"replayed_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "dead_letters_queue_message_id_unique" UNIQUE("queue","message_id"),
	CONSTRAINT "dead_letters_attempts_range" CHECK ("dead_letters"."attempts" >= 0)
);
--> statement-breakpoint
CREATE TABLE "removed_articles" (
	"content_hash" char(64) PRIMARY KEY NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "removed_articles_content_hash_is_sha256" CHECK ("removed_articles"."content_hash" ~ '^[0-9a-f]{64}$')
);
--> statement-breakpoint
ALTER TABLE "articles" ADD COLUMN "seen_in" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "sources" ADD COLUMN "claimed_until" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "sources" ADD COLUMN "ttl_minutes" integer;--> statement-breakpoint
-- squawk-ignore require-concurrent-index-creation: sources are few, the lock lasts milliseconds
CREATE INDEX "sources_leased_until_index" ON "sources" USING btree ("leased_until") WHERE "sources"."leased_until" is not null;