DROP TRIGGER users_item_counts ON public.users;
--> statement-breakpoint
DROP TRIGGER items_count_truncate ON public.items;
--> statement-breakpoint
DROP TRIGGER items_count_move ON public.items;
--> statement-breakpoint
DROP TRIGGER items_count_delete ON public.items;
--> statement-breakpoint
DROP TRIGGER items_count_insert ON public.items;
--> statement-breakpoint
DROP FUNCTION public.forget_item_counts();
--> statement-breakpoint
DROP FUNCTION public.count_moved_item();
--> statement-breakpoint
DROP FUNCTION public.count_items();
--> statement-breakpoint
DROP FUNCTION public.add_to_item_count(integer, bigint);
--> statement-breakpoint
DROP TABLE public.item_counts;
