DROP TRIGGER articles_updated_at ON public.articles;
--> statement-breakpoint
CREATE TRIGGER articles_updated_at BEFORE UPDATE ON public.articles
  FOR EACH ROW EXECUTE FUNCTION public.set_updated_at();
--> statement-breakpoint
DROP TRIGGER removed_articles_updated_at ON public.removed_articles;
--> statement-breakpoint
DROP TRIGGER dead_letters_updated_at ON public.dead_letters;
