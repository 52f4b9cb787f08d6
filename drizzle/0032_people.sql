-- squawk-ignore-file adding-foreign-key-constraint, constraint-missing-not-valid, require-concurrent-index-creation, ban-drop-not-null: the new table is empty, and the old ones hold few rows
CREATE TABLE "passkeys" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "passkeys_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"user_id" integer NOT NULL,
	"name" varchar(255) NOT NULL,
	"credential_id" text NOT NULL,
	"public_key" text NOT NULL,
	"algorithm" smallint NOT NULL,
	"sign_count" bigint DEFAULT 0 NOT NULL,
	"last_used_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "passkeys_credential_id_unique" UNIQUE("credential_id"),
	CONSTRAINT "passkeys_credential_id_length" CHECK (char_length("passkeys"."credential_id") <= 1364),
	CONSTRAINT "passkeys_public_key_length" CHECK (char_length("passkeys"."public_key") <= 1024),
	CONSTRAINT "passkeys_algorithm_known" CHECK ("passkeys"."algorithm" in (-7, -257)),
	CONSTRAINT "passkeys_sign_count_range" CHECK ("passkeys"."sign_count" between 0 and 4294967295)
);
--> statement-breakpoint
ALTER TABLE "passkeys" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "messages" DROP CONSTRAINT "messages_purpose_known";--> statement-breakpoint
ALTER TABLE "messages" DROP CONSTRAINT "messages_channel_of_users";--> statement-breakpoint
ALTER TABLE "messages" DROP CONSTRAINT "messages_address_of_sign_in";--> statement-breakpoint
ALTER TABLE "sign_in_links" ALTER COLUMN "user_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "passkeys" ADD CONSTRAINT "passkeys_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "passkeys_user_id_index" ON "passkeys" USING btree ("user_id");--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_purpose_known" CHECK ("messages"."purpose" in ('brief', 'now', 'confirmation', 'sign_in', 'invitation'));--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_channel_of_users" CHECK ("messages"."purpose" not in ('sign_in', 'invitation') or "messages"."channel_id" is null);--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_address_of_sign_in" CHECK (("messages"."purpose" in ('sign_in', 'invitation')) = ("messages"."address" is not null));--> statement-breakpoint
CREATE POLICY "passkeys_owner" ON "passkeys" AS PERMISSIVE FOR ALL TO public USING (user_id = (select current_user_id()));
--> statement-breakpoint
CREATE TRIGGER passkeys_updated_at BEFORE UPDATE ON public.passkeys
  FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION public.set_updated_at();
--> statement-breakpoint
CREATE TRIGGER passkeys_active_user BEFORE INSERT ON public.passkeys
  FOR EACH ROW EXECUTE FUNCTION public.require_active_user();
--> statement-breakpoint
CREATE OR REPLACE FUNCTION public.end_access() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
  AS $$
BEGIN
  DELETE FROM public.access_tokens WHERE user_id = NEW.id;
  DELETE FROM public.sign_in_links WHERE user_id = NEW.id;
  DELETE FROM public.feed_tokens WHERE user_id = NEW.id;
  DELETE FROM public.passkeys WHERE user_id = NEW.id;
  RETURN NULL;
END
$$;
--> statement-breakpoint
-- What each of these people has, for admins, who do not see the rows of others. Nothing for anybody else.
CREATE FUNCTION public.people_usage(ids integer[])
  RETURNS TABLE (user_id integer, topics integer, items integer, passkeys integer, last_seen_at timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
  AS $$
  SELECT u.id,
    (SELECT count(*)::int FROM public.topics t WHERE t.user_id = u.id),
    (SELECT coalesce(sum(c.count), 0)::int FROM public.item_counts c WHERE c.user_id = u.id),
    (SELECT count(*)::int FROM public.passkeys p WHERE p.user_id = u.id),
    (SELECT max(a.last_used_at) FROM public.access_tokens a WHERE a.user_id = u.id)
  FROM public.users u
  WHERE u.id = ANY (ids) AND public.current_user_is_admin()
$$;
