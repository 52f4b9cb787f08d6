-- A condition on whole rows names the generated columns, too: no dump could be restored with it, and since NEW has not
-- got them yet, each update counted as a change. The columns that are written, by name:
DROP TRIGGER topics_updated_at ON public.topics;
--> statement-breakpoint
CREATE TRIGGER topics_updated_at BEFORE UPDATE ON public.topics
  FOR EACH ROW WHEN (
    (OLD.user_id, OLD.name, OLD.keywords, OLD.language, OLD.is_active, OLD.created_at, OLD.updated_at)
    IS DISTINCT FROM (NEW.user_id, NEW.name, NEW.keywords, NEW.language, NEW.is_active, NEW.created_at, NEW.updated_at)
  ) EXECUTE FUNCTION public.set_updated_at();
