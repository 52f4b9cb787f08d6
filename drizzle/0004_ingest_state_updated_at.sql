CREATE TRIGGER dead_letters_updated_at BEFORE UPDATE ON public.dead_letters
  FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION public.set_updated_at();
--> statement-breakpoint
CREATE TRIGGER removed_articles_updated_at BEFORE UPDATE ON public.removed_articles
  FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION public.set_updated_at();
--> statement-breakpoint
DROP TRIGGER articles_updated_at ON public.articles;
--> statement-breakpoint
-- An article changes when a reader can see it: that one more feed carries it (seen_in) is no change. A condition
-- here may not name a generated column, hence the list.
CREATE TRIGGER articles_updated_at BEFORE UPDATE ON public.articles
  FOR EACH ROW WHEN (
    (OLD.source_id, OLD.title, OLD.link, OLD.summary_raw, OLD.content_hash, OLD.published_at, OLD.author, OLD.tags, OLD.language)
      IS DISTINCT FROM
    (NEW.source_id, NEW.title, NEW.link, NEW.summary_raw, NEW.content_hash, NEW.published_at, NEW.author, NEW.tags, NEW.language)
  ) EXECUTE FUNCTION public.set_updated_at();
