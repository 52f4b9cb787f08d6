CREATE TABLE "item_counts" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "item_counts_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"user_id" integer NOT NULL,
	"count" bigint NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE INDEX "item_counts_user_id_index" ON "item_counts" USING btree ("user_id");
--> statement-breakpoint
-- Room on each page for the next version of a row, so that no index has to learn of it.
ALTER TABLE public.item_counts SET (fillfactor = 50);
--> statement-breakpoint
CREATE TRIGGER item_counts_updated_at BEFORE UPDATE ON public.item_counts
  FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION public.set_updated_at();
--> statement-breakpoint
-- Readers may look; only the triggers, which run as the owner, may count.
ALTER TABLE public.item_counts ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY item_counts_owner ON public.item_counts FOR SELECT USING (user_id = (SELECT public.current_user_id()));
--> statement-breakpoint
-- Adds to one of the user's counts that no other transaction holds, or to a new one: creates of one user wait neither for
-- each other's commit nor in a circle. They are as many as there were ever writers of that user at one moment.
CREATE FUNCTION public.add_to_item_count(owner integer, many bigint) RETURNS void
  LANGUAGE plpgsql
  AS $$
DECLARE
  free bigint;
BEGIN
  SELECT c.id INTO free FROM public.item_counts c WHERE c.user_id = owner LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED;
  IF free IS NULL THEN
    INSERT INTO public.item_counts (user_id, count) VALUES (owner, many);
  ELSE
    UPDATE public.item_counts SET count = count + many WHERE id = free;
  END IF;
END
$$;
--> statement-breakpoint
CREATE FUNCTION public.count_items() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
  AS $$
DECLARE
  owner integer;
  many bigint;
BEGIN
  FOR owner, many IN SELECT user_id, count(*) FROM changed GROUP BY user_id LOOP
    IF TG_OP = 'INSERT' THEN
      PERFORM public.add_to_item_count(owner, many);
    -- Items that go with their user come here after the user's counts are gone.
    ELSIF EXISTS (SELECT FROM public.users u WHERE u.id = owner) THEN
      PERFORM public.add_to_item_count(owner, -many);
    END IF;
  END LOOP;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE FUNCTION public.count_moved_item() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
  AS $$
BEGIN
  PERFORM public.add_to_item_count(OLD.user_id, -1);
  PERFORM public.add_to_item_count(NEW.user_id, 1);
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE FUNCTION public.forget_item_counts() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
  AS $$
BEGIN
  IF TG_OP = 'TRUNCATE' THEN
    DELETE FROM public.item_counts;
  ELSE
    DELETE FROM public.item_counts WHERE user_id = OLD.id;
  END IF;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER items_count_insert AFTER INSERT ON public.items
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.count_items();
--> statement-breakpoint
CREATE TRIGGER items_count_delete AFTER DELETE ON public.items
  REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.count_items();
--> statement-breakpoint
CREATE TRIGGER items_count_move AFTER UPDATE OF user_id ON public.items
  FOR EACH ROW WHEN (OLD.user_id <> NEW.user_id) EXECUTE FUNCTION public.count_moved_item();
--> statement-breakpoint
CREATE TRIGGER items_count_truncate AFTER TRUNCATE ON public.items
  FOR EACH STATEMENT EXECUTE FUNCTION public.forget_item_counts();
--> statement-breakpoint
-- Fires after the foreign keys' own triggers (in order of name), when nobody else can be counting for this user.
CREATE TRIGGER users_item_counts AFTER DELETE ON public.users
  FOR EACH ROW EXECUTE FUNCTION public.forget_item_counts();
--> statement-breakpoint
-- Since the triggers were made no other transaction writes items until this one ends: none is missed or counted twice.
INSERT INTO public.item_counts (user_id, count) SELECT user_id, count(*) FROM public.items GROUP BY user_id;
