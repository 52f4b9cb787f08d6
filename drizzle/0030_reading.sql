-- squawk-ignore-file adding-foreign-key-constraint, constraint-missing-not-valid, require-concurrent-index-creation: no deployment holds rows yet
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
--> statement-breakpoint
CREATE TABLE "source_choices" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "source_choices_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"user_id" integer NOT NULL,
	"source_id" integer NOT NULL,
	"choice" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "source_choices_user_id_source_id_unique" UNIQUE("user_id","source_id"),
	CONSTRAINT "source_choices_choice_known" CHECK ("source_choices"."choice" in ('followed', 'preferred', 'muted'))
);
--> statement-breakpoint
ALTER TABLE "source_choices" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "sources" ADD COLUMN "added_by" integer;--> statement-breakpoint
ALTER TABLE "source_choices" ADD CONSTRAINT "source_choices_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "source_choices" ADD CONSTRAINT "source_choices_source_id_sources_id_fk" FOREIGN KEY ("source_id") REFERENCES "public"."sources"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "source_choices_source_id_index" ON "source_choices" USING btree ("source_id");--> statement-breakpoint
ALTER TABLE "sources" ADD CONSTRAINT "sources_added_by_users_id_fk" FOREIGN KEY ("added_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "sources_added_by_index" ON "sources" USING btree ("added_by") WHERE "sources"."added_by" is not null;--> statement-breakpoint
CREATE POLICY "sources_added" ON "sources" AS PERMISSIVE FOR INSERT TO public WITH CHECK (added_by = (select current_user_id()));--> statement-breakpoint
CREATE POLICY "source_choices_owner" ON "source_choices" AS PERMISSIVE FOR ALL TO public USING (user_id = (select current_user_id()));
--> statement-breakpoint
CREATE TRIGGER source_choices_updated_at BEFORE UPDATE ON public.source_choices
  FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION public.set_updated_at();
