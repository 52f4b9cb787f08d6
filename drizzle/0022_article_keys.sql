CREATE TABLE "article_keys" (
	"key" varchar(560) PRIMARY KEY NOT NULL,
	"content_hash" char(64) NOT NULL,
	"source_id" integer NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "article_keys_content_hash_is_sha256" CHECK ("article_keys"."content_hash" ~ '^[0-9a-f]{64}$')
);
--> statement-breakpoint
ALTER TABLE "articles" ADD COLUMN "date_is_guess" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "article_keys" ADD CONSTRAINT "article_keys_source_id_sources_id_fk" FOREIGN KEY ("source_id") REFERENCES "public"."sources"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "article_keys_content_hash_index" ON "article_keys" USING btree ("content_hash");--> statement-breakpoint
CREATE INDEX "article_keys_source_id_index" ON "article_keys" USING btree ("source_id");
--> statement-breakpoint
CREATE TRIGGER article_keys_updated_at BEFORE UPDATE ON public.article_keys
  FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION public.set_updated_at();
