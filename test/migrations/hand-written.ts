import { type Entry, statements } from './folder.ts'

/** What drizzle-kit does not write: functions, triggers, domains, policies, and an index built concurrently. */
export const handWritten: Entry[] = [
  {
    tag: '0004_triggers',
    up: statements(
      `CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.updated_at := now(); -- semicolons; stay; inside
  RETURN NEW;
END
$$;`,
      'CREATE TRIGGER authors_touch BEFORE UPDATE ON authors FOR EACH ROW EXECUTE FUNCTION touch();',
      "CREATE DOMAIN isbn AS text CHECK (value ~ '^[0-9-]+$');",
      'ALTER TABLE works ADD COLUMN isbn isbn;',
      "COMMENT ON COLUMN works.isbn IS 'with its dashes';",
      'ALTER TABLE works ENABLE ROW LEVEL SECURITY;',
      'CREATE POLICY everybody ON works FOR SELECT USING (true);',
    ),
    down: statements(
      'DROP POLICY everybody ON works;',
      'ALTER TABLE works DISABLE ROW LEVEL SECURITY;',
      'ALTER TABLE works DROP COLUMN isbn;',
      'DROP DOMAIN isbn;',
      'DROP TRIGGER authors_touch ON authors;',
      'DROP FUNCTION touch();',
    ),
  },
  {
    tag: '0005_concurrent',
    up: `-- no-transaction\n${statements(
      'CREATE INDEX CONCURRENTLY "works_isbn" ON "works" USING btree ("isbn") WHERE "works"."isbn" is not null;',
    )}`,
    down: '-- no-transaction\nDROP INDEX CONCURRENTLY IF EXISTS "works_isbn";\n',
  },
]
