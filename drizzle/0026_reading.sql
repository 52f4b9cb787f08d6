-- squawk-ignore-file adding-foreign-key-constraint, constraint-missing-not-valid: no deployment holds rows yet
CREATE TABLE "article_marks" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "article_marks_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"user_id" integer NOT NULL,
	"article_id" bigint NOT NULL,
	"read_at" timestamp with time zone,
	"item_id" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "article_marks_user_id_article_id_unique" UNIQUE("user_id","article_id")
);
--> statement-breakpoint
ALTER TABLE "article_marks" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "items" ADD COLUMN "link" varchar(1024);--> statement-breakpoint
ALTER TABLE "article_marks" ADD CONSTRAINT "article_marks_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "article_marks" ADD CONSTRAINT "article_marks_article_id_articles_id_fk" FOREIGN KEY ("article_id") REFERENCES "public"."articles"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "article_marks" ADD CONSTRAINT "article_marks_item_id_items_id_fk" FOREIGN KEY ("item_id") REFERENCES "public"."items"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "article_marks_article_id_index" ON "article_marks" USING btree ("article_id");--> statement-breakpoint
CREATE INDEX "article_marks_item_id_index" ON "article_marks" USING btree ("item_id");--> statement-breakpoint
ALTER TABLE "items" ADD CONSTRAINT "items_link_is_web_address" CHECK ("items"."link" ~ '^https?://');--> statement-breakpoint
CREATE POLICY "article_marks_owner" ON "article_marks" AS PERMISSIVE FOR ALL TO public USING (user_id = (select current_user_id()));
--> statement-breakpoint
CREATE TRIGGER article_marks_updated_at BEFORE UPDATE ON public.article_marks
  FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION public.set_updated_at();
