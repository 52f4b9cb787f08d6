-- These policies are there since 0010_row_level_security and 0016_item_counts. From here on the schema declares them, too:
-- drizzle-kit push would drop what it does not know.
SELECT 1;
