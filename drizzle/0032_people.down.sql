DROP FUNCTION public.people_usage(integer[]);
--> statement-breakpoint
CREATE OR REPLACE FUNCTION public.end_access() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
  AS $$
BEGIN
  DELETE FROM public.access_tokens WHERE user_id = NEW.id;
  DELETE FROM public.sign_in_links WHERE user_id = NEW.id;
  DELETE FROM public.feed_tokens WHERE user_id = NEW.id;
  RETURN NULL;
END
$$;
--> statement-breakpoint
DROP POLICY "passkeys_owner" ON "passkeys" CASCADE;
--> statement-breakpoint
DROP TABLE "passkeys" CASCADE;
--> statement-breakpoint
DELETE FROM "sign_in_links" WHERE "user_id" IS NULL;
--> statement-breakpoint
ALTER TABLE "sign_in_links" ALTER COLUMN "user_id" SET NOT NULL;
--> statement-breakpoint
ALTER TABLE "messages" DROP CONSTRAINT "messages_purpose_known";
--> statement-breakpoint
ALTER TABLE "messages" DROP CONSTRAINT "messages_channel_of_users";
--> statement-breakpoint
ALTER TABLE "messages" DROP CONSTRAINT "messages_address_of_sign_in";
--> statement-breakpoint
DELETE FROM "messages" WHERE "purpose" = 'invitation';
--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_purpose_known" CHECK ("messages"."purpose" in ('brief', 'now', 'confirmation', 'sign_in'));
--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_channel_of_users" CHECK ("messages"."purpose" <> 'sign_in' or "messages"."channel_id" is null);
--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_address_of_sign_in" CHECK (("messages"."purpose" = 'sign_in') = ("messages"."address" is not null));
