-- squawk-ignore-file require-concurrent-index-creation: no deployment holds rows yet
-- When the brief of a local date falls due: the moment from which due_brief_date gives that date.
CREATE FUNCTION public.brief_moment(local_date date, zone text, brief_hour smallint) RETURNS timestamptz
  LANGUAGE sql STABLE PARALLEL SAFE
  AS $$
    SELECT least((local_date + make_interval(hours => brief_hour)) AT TIME ZONE zone,
      (local_date + 1)::timestamp AT TIME ZONE zone - interval '1 hour')
  $$;
--> statement-breakpoint
-- The first such moment after `at`. A zone may leave out a date or repeat one, as when it crosses the date line: more than the
-- next date is looked at. A zone that this Postgres does not know counts as UTC, as in due_brief_date.
CREATE FUNCTION public.next_brief_at(at timestamptz, zone text, brief_hour smallint) RETURNS timestamptz
  LANGUAGE plpgsql STABLE PARALLEL SAFE
  AS $$
DECLARE
  today date;
  morning timestamptz;
  earliest timestamptz;
BEGIN
  today := (at AT TIME ZONE zone)::date;
  FOR days IN -1 .. 2 LOOP
    morning := public.brief_moment(today + days, zone, brief_hour);
    -- Of a date that the zone leaves out there is no morning.
    IF morning > at AND (earliest IS NULL OR morning < earliest)
      AND public.due_brief_date(morning, zone, brief_hour) = today + days THEN
      earliest := morning;
    END IF;
  END LOOP;
  RETURN coalesce(earliest, at + interval '1 day');
EXCEPTION WHEN invalid_parameter_value THEN
  RETURN public.next_brief_at(at, 'UTC', brief_hour);
END
$$;
--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "next_brief_at" timestamp with time zone DEFAULT '-infinity' NOT NULL;--> statement-breakpoint
CREATE INDEX "users_next_brief_at_index" ON "users" USING btree ("next_brief_at") WHERE "users"."is_active";
--> statement-breakpoint
-- Another zone or hour, and the end of a pause, make the next morning another: it is worked out anew by who builds briefs.
CREATE FUNCTION public.forget_next_brief_at() RETURNS trigger
  LANGUAGE plpgsql
  AS $$
BEGIN
  NEW.next_brief_at := '-infinity';
  RETURN NEW;
END
$$;
--> statement-breakpoint
CREATE TRIGGER users_next_brief_at BEFORE UPDATE OF time_zone, brief_hour, is_active ON public.users
  FOR EACH ROW WHEN ((OLD.time_zone, OLD.brief_hour, OLD.is_active) IS DISTINCT FROM (NEW.time_zone, NEW.brief_hour, NEW.is_active))
  EXECUTE FUNCTION public.forget_next_brief_at();
--> statement-breakpoint
-- A morning that passes does not change the user: their version stays, and with it what clients hold.
DROP TRIGGER users_updated_at ON public.users;
--> statement-breakpoint
CREATE TRIGGER users_updated_at BEFORE UPDATE ON public.users
  FOR EACH ROW WHEN (to_jsonb(OLD) - 'next_brief_at' IS DISTINCT FROM to_jsonb(NEW) - 'next_brief_at')
  EXECUTE FUNCTION public.set_updated_at();
--> statement-breakpoint
CREATE TABLE "database_sizes" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "database_sizes_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"day" date NOT NULL,
	"bytes" bigint NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "database_sizes_day_unique" UNIQUE("day"),
	CONSTRAINT "database_sizes_bytes_range" CHECK ("database_sizes"."bytes" >= 0)
);
--> statement-breakpoint
ALTER TABLE "database_sizes" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY "database_sizes_admin" ON "database_sizes" AS PERMISSIVE FOR ALL TO public USING ((select current_user_is_admin()));
--> statement-breakpoint
CREATE TRIGGER database_sizes_updated_at BEFORE UPDATE ON public.database_sizes
  FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION public.set_updated_at();
--> statement-breakpoint
CREATE TABLE "candidate_pools" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "candidate_pools_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"list_hash" char(64) NOT NULL,
	"as_of" timestamp with time zone NOT NULL,
	"article_ids" bigint[] NOT NULL,
	"source_ids" integer[] NOT NULL,
	"published" timestamp with time zone[] NOT NULL,
	"tenths" smallint[] NOT NULL,
	"recencies" double precision[] NOT NULL,
	"credibilities" double precision[] NOT NULL,
	"is_whole" boolean NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "candidate_pools_list_hash_unique" UNIQUE("list_hash"),
	CONSTRAINT "candidate_pools_size" CHECK (cardinality("candidate_pools"."article_ids") <= 1000)
);
--> statement-breakpoint
ALTER TABLE "candidate_pools" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY "candidate_pools_admin" ON "candidate_pools" AS PERMISSIVE FOR ALL TO public USING ((select current_user_is_admin()));
--> statement-breakpoint
CREATE TRIGGER candidate_pools_updated_at BEFORE UPDATE ON public.candidate_pools
  FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION public.set_updated_at();
