CREATE TABLE "channels" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "channels_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"user_id" integer NOT NULL,
	"kind" text NOT NULL,
	"address" varchar(2048) NOT NULL,
	"name" varchar(255) NOT NULL,
	"format" text,
	"signing_secret" varchar(100),
	"p256dh" varchar(100),
	"auth" varchar(40),
	"state" text NOT NULL,
	"state_reason" varchar(255),
	"days" text DEFAULT 'every_day' NOT NULL,
	"second_hour" smallint,
	"paused_until" date,
	"confirmed_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "channels_id_user_id_unique" UNIQUE("id","user_id"),
	CONSTRAINT "channels_kind_known" CHECK ("channels"."kind" in ('mail', 'push', 'webhook')),
	CONSTRAINT "channels_address_not_blank" CHECK ("channels"."address" ~ '\S'),
	CONSTRAINT "channels_format_known" CHECK ("channels"."format" in ('json', 'ntfy', 'slack', 'discord', 'telegram')),
	CONSTRAINT "channels_format_of_webhooks" CHECK (("channels"."kind" = 'webhook') = ("channels"."format" is not null)),
	CONSTRAINT "channels_keys_of_push" CHECK (("channels"."kind" = 'push') = ("channels"."p256dh" is not null and "channels"."auth" is not null)),
	CONSTRAINT "channels_state_known" CHECK ("channels"."state" in ('unconfirmed', 'active', 'off', 'bounced', 'complained', 'failing')),
	CONSTRAINT "channels_mail_is_confirmed" CHECK ("channels"."kind" <> 'mail' or "channels"."state" <> 'active' or "channels"."confirmed_at" is not null),
	CONSTRAINT "channels_days_known" CHECK ("channels"."days" in ('every_day', 'weekdays', 'weekends')),
	CONSTRAINT "channels_second_hour_range" CHECK ("channels"."second_hour" between 0 and 23)
);
--> statement-breakpoint
ALTER TABLE "channels" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "messages" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "messages_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"user_id" integer,
	"channel_id" integer,
	"brief_id" bigint,
	"purpose" text NOT NULL,
	"edition" smallint,
	"address" varchar(255),
	"sender_hash" char(64),
	"state" text DEFAULT 'due' NOT NULL,
	"attempts" smallint DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"leased_until" timestamp with time zone,
	"sent_at" timestamp with time zone,
	"provider_message_id" varchar(255),
	"error" varchar(1024),
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "messages_brief_id_channel_id_edition_unique" UNIQUE("brief_id","channel_id","edition"),
	CONSTRAINT "messages_purpose_known" CHECK ("messages"."purpose" in ('brief', 'now', 'confirmation', 'sign_in')),
	CONSTRAINT "messages_channel_of_users" CHECK ("messages"."purpose" <> 'sign_in' or "messages"."channel_id" is null),
	CONSTRAINT "messages_address_of_sign_in" CHECK (("messages"."purpose" = 'sign_in') = ("messages"."address" is not null)),
	CONSTRAINT "messages_user_of_channels" CHECK ("messages"."purpose" = 'sign_in' or "messages"."user_id" is not null),
	CONSTRAINT "messages_brief_is_named" CHECK (("messages"."purpose" in ('brief', 'now')) = ("messages"."brief_id" is not null)),
	CONSTRAINT "messages_edition_range" CHECK ("messages"."edition" between 1 and 2),
	CONSTRAINT "messages_edition_of_briefs" CHECK (("messages"."purpose" = 'brief') = ("messages"."edition" is not null)),
	CONSTRAINT "messages_state_known" CHECK ("messages"."state" in ('due', 'sending', 'sent', 'failed', 'suppressed')),
	CONSTRAINT "messages_attempts_range" CHECK ("messages"."attempts" >= 0)
);
--> statement-breakpoint
ALTER TABLE "messages" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "channels" ADD CONSTRAINT "channels_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_channel_id_channels_id_fk" FOREIGN KEY ("channel_id") REFERENCES "public"."channels"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_brief_id_briefs_id_fk" FOREIGN KEY ("brief_id") REFERENCES "public"."briefs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "channels_user_id_address_unique" ON "channels" USING btree ("user_id","kind",md5(case when kind = 'mail' then lower(address) else address end));--> statement-breakpoint
CREATE INDEX "channels_mail_address_index" ON "channels" USING btree (lower("address")) WHERE "channels"."kind" = 'mail';--> statement-breakpoint
CREATE INDEX "messages_next_attempt_at_index" ON "messages" USING btree ("next_attempt_at") WHERE "messages"."state" in ('due', 'sending');--> statement-breakpoint
CREATE INDEX "messages_channel_id_index" ON "messages" USING btree ("channel_id","id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "messages_user_id_index" ON "messages" USING btree ("user_id","id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "messages_created_at_index" ON "messages" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "messages_failed_index" ON "messages" USING btree ("id") WHERE "messages"."state" = 'failed';--> statement-breakpoint
CREATE INDEX "messages_sign_in_address_index" ON "messages" USING btree (lower("address"),"created_at") WHERE "messages"."purpose" = 'sign_in';--> statement-breakpoint
CREATE INDEX "messages_sign_in_sender_index" ON "messages" USING btree ("sender_hash","created_at") WHERE "messages"."purpose" = 'sign_in';--> statement-breakpoint
CREATE POLICY "channels_owner" ON "channels" AS PERMISSIVE FOR ALL TO public USING (user_id = (select current_user_id()));--> statement-breakpoint
CREATE POLICY "messages_owner" ON "messages" AS PERMISSIVE FOR ALL TO public USING (user_id = (select current_user_id())) WITH CHECK (user_id = (select current_user_id())
        and (channel_id is null or exists (select from channels where channels.id = channel_id))
        and (brief_id is null or exists (select from briefs where briefs.id = brief_id)));
--> statement-breakpoint
CREATE TRIGGER channels_updated_at BEFORE UPDATE ON public.channels
  FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION public.set_updated_at();
--> statement-breakpoint
CREATE TRIGGER messages_updated_at BEFORE UPDATE ON public.messages
  FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION public.set_updated_at();
--> statement-breakpoint
-- A new mail address is asked for its confirmation.
CREATE FUNCTION public.request_confirmation() RETURNS trigger
  LANGUAGE plpgsql
  AS $$
BEGIN
  INSERT INTO public.messages (user_id, channel_id, purpose, expires_at)
  VALUES (NEW.user_id, NEW.id, 'confirmation', now() + interval '1 hour');
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER channels_confirmation AFTER INSERT ON public.channels
  FOR EACH ROW WHEN (NEW.kind = 'mail' AND NEW.state = 'unconfirmed') EXECUTE FUNCTION public.request_confirmation();
--> statement-breakpoint
-- How many channels a user has, once no other statement can add one (see count_topics).
CREATE FUNCTION public.count_channels(owner integer) RETURNS bigint
  LANGUAGE plpgsql VOLATILE
  AS $$
BEGIN
  PERFORM FROM public.users WHERE id = owner FOR NO KEY UPDATE;
  RETURN (SELECT count(*) FROM public.channels WHERE user_id = owner);
END
$$;
--> statement-breakpoint
-- How many messages of a purpose a user has asked for within an hour; the same lock.
CREATE FUNCTION public.count_messages(owner integer, of_purpose text) RETURNS bigint
  LANGUAGE plpgsql VOLATILE
  AS $$
BEGIN
  PERFORM FROM public.users WHERE id = owner FOR NO KEY UPDATE;
  RETURN (
    SELECT count(*) FROM public.messages
    WHERE user_id = owner AND purpose = of_purpose AND created_at > now() - interval '1 hour'
  );
END
$$;
--> statement-breakpoint
-- Whether one more sign-in link may be asked for: so many an hour for an address, and so many by one sender, whether the
-- address is anybody's or not. Of requests at the same moment the later waits here and sees what the earlier asked.
CREATE FUNCTION public.may_request_sign_in(of_address text, of_sender text, most_of_address integer, most_of_sender integer)
  RETURNS boolean
  LANGUAGE plpgsql VOLATILE
  AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(1628100, hashtext(lower(of_address)));
  IF of_sender IS NOT NULL THEN
    PERFORM pg_advisory_xact_lock(1628101, hashtext(of_sender));
  END IF;
  RETURN (
    SELECT count(*) FROM public.messages
    WHERE purpose = 'sign_in' AND lower(address) = lower(of_address) AND created_at > now() - interval '1 hour'
  ) < most_of_address AND (
    SELECT count(*) FROM public.messages
    WHERE purpose = 'sign_in' AND sender_hash = of_sender AND created_at > now() - interval '1 hour'
  ) < most_of_sender;
END
$$;
--> statement-breakpoint
-- When a date's message is due in a zone, and until when it is of use: eight hours, but not into the night; of a late hour
-- at least one. A zone that this Postgres does not know counts as UTC, as in due_brief_date.
CREATE FUNCTION public.message_times(of_date date, zone text, at_hour smallint, OUT due timestamptz, OUT expires timestamptz)
  LANGUAGE plpgsql STABLE PARALLEL SAFE
  AS $$
BEGIN
  due := least(
    (of_date + make_interval(hours => at_hour)) AT TIME ZONE zone,
    (of_date + 1)::timestamp AT TIME ZONE zone - interval '1 hour'
  );
  expires := least(
    due + interval '8 hours',
    greatest((of_date + 1)::timestamp AT TIME ZONE zone, due + interval '1 hour')
  );
EXCEPTION WHEN invalid_parameter_value THEN
  SELECT times.due, times.expires INTO due, expires FROM public.message_times(of_date, 'UTC', at_hour) times;
END
$$;
--> statement-breakpoint
-- The messages that the readers of new briefs want, in the transaction that builds them. Built before its hour, a brief
-- waits for it; built too late to be of use, it is on its page only.
CREATE FUNCTION public.queue_briefs() RETURNS trigger
  LANGUAGE plpgsql
  AS $$
BEGIN
  INSERT INTO public.messages (user_id, channel_id, brief_id, purpose, edition, next_attempt_at, expires_at, state, error)
  SELECT built.user_id, channel.id, built.id, 'brief', hours.edition, times.due, times.expires,
    CASE WHEN times.expires > now() THEN 'due' ELSE 'suppressed' END,
    CASE WHEN times.expires <= now() THEN 'It was built too late in the day.' END
  FROM built
    JOIN public.users reader ON reader.id = built.user_id
    JOIN public.channels channel ON channel.user_id = built.user_id AND channel.state = 'active'
    CROSS JOIN LATERAL (VALUES (1, reader.brief_hour), (2, channel.second_hour)) hours (edition, at_hour)
    CROSS JOIN LATERAL public.message_times(built.delivery_date, reader.time_zone, hours.at_hour) times
  WHERE hours.at_hour IS NOT NULL
    AND (hours.edition = 1 OR hours.at_hour > reader.brief_hour)
    AND (channel.paused_until IS NULL OR built.delivery_date >= channel.paused_until)
    AND CASE channel.days
      WHEN 'weekdays' THEN extract(isodow FROM built.delivery_date) <= 5
      WHEN 'weekends' THEN extract(isodow FROM built.delivery_date) > 5
      ELSE true
    END
  ORDER BY built.id, channel.id, hours.edition
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER briefs_queue AFTER INSERT ON public.briefs
  REFERENCING NEW TABLE AS built
  FOR EACH STATEMENT EXECUTE FUNCTION public.queue_briefs();
