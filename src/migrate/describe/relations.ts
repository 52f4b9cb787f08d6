/** Queries over tables and what hangs on them; each gives `key` and `text`, on the CTEs of `describeSchema`. */
export const relationQueries = {
  relations: `
    select kind || ' ' || name as key,
           concat_ws(' ', case relpersistence when 'u' then 'unlogged' end,
             case when relkind = 'p' then 'partition by ' || pg_get_partkeydef(oid) end,
             (select string_agg(i.inhparent::regclass::text, ', ' order by i.inhseqno)
                from pg_inherits i where i.inhrelid = relation.oid and relkind <> 'c'),
             pg_get_expr(relpartbound, oid),
             'with ' || array_to_string(reloptions, ', '),
             case when relrowsecurity then 'row security' end, case when relforcerowsecurity then 'forced' end,
             case when relreplident <> 'd' and relkind in ('r', 'p') then 'replica identity ' || relreplident::text end,
             case when relkind in ('v', 'm') then E'as\\n' || pg_get_viewdef(oid) end) as text
      from relation where relkind not in ('c', 'S')`,

  columns: `
    select r.kind || ' ' || r.name || ' column ' || quote_ident(a.attname) as key,
           concat_ws(' ', format_type(a.atttypid, a.atttypmod),
             case when a.attcollation <> t.typcollation then 'collate ' || a.attcollation::regcollation end,
             case when a.attnotnull then 'not null' end,
             case when a.attidentity <> '' then 'identity ' || case a.attidentity when 'a' then 'always' else 'by default' end
               || (select format(' (%s start %s increment %s min %s max %s cache %s cycle %s)', q.seqtypid::regtype,
                     q.seqstart, q.seqincrement, q.seqmin, q.seqmax, q.seqcache, q.seqcycle)
                     from pg_depend p join pg_sequence q on q.seqrelid = p.objid
                    where p.refobjid = a.attrelid and p.refobjsubid = a.attnum and p.deptype = 'i') end,
             case when a.attgenerated = '' then 'default ' || pg_get_expr(d.adbin, d.adrelid)
                  else 'generated as ' || pg_get_expr(d.adbin, d.adrelid)
                    || case a.attgenerated when 's' then ' stored' else ' virtual' end end,
             case when a.attstorage <> t.typstorage then 'storage ' || a.attstorage::text end,
             case when a.attcompression <> '' then 'compression ' || a.attcompression::text end) as text
      from relation r
      join pg_attribute a on a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped
      join pg_type t on t.oid = a.atttypid
      left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
     where r.relkind <> 'S'`,

  // A column's own line says not null; Postgres 18 keeps a constraint for it besides,
  // which says more only while it is NOT VALID.
  constraints: `
    select r.kind || ' ' || r.name || ' constraint ' || quote_ident(k.conname) as key,
           pg_get_constraintdef(k.oid) as text
      from relation r join pg_constraint k on k.conrelid = r.oid
       and (k.contype not in ('t', 'n') or (k.contype = 'n' and not k.convalidated))`,

  indexes: `
    select r.kind || ' ' || r.name || ' index ' || quote_ident(c.relname) as key,
           concat_ws(' ', pg_get_indexdef(i.indexrelid), case when not i.indisvalid then 'INVALID' end,
             case when i.indisclustered then 'clustered' end, case when i.indisreplident then 'replica identity' end) as text
      from relation r join pg_index i on i.indrelid = r.oid join pg_class c on c.oid = i.indexrelid
     where not exists (select from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x'))`,

  triggers: `
    select r.kind || ' ' || r.name || ' trigger ' || quote_ident(t.tgname) as key,
           pg_get_triggerdef(t.oid) || case t.tgenabled when 'O' then '' when 'D' then ' disabled'
             when 'R' then ' enabled on replica' else ' enabled always' end as text
      from relation r join pg_trigger t on t.tgrelid = r.oid and not t.tgisinternal and t.tgparentid = 0`,

  rules: `
    select r.kind || ' ' || r.name || ' rule ' || quote_ident(u.rulename) as key, pg_get_ruledef(u.oid) as text
      from relation r join pg_rewrite u on u.ev_class = r.oid and u.rulename <> '_RETURN'`,

  policies: `
    select r.kind || ' ' || r.name || ' policy ' || quote_ident(p.polname) as key,
           concat_ws(' ', case when p.polpermissive then 'permissive' else 'restrictive' end, 'for ' || p.polcmd::text,
             'to ' || (select string_agg(case role when 0 then 'public' else role::regrole::text end, ', ' order by role)
                         from unnest(p.polroles) role),
             'using ' || pg_get_expr(p.polqual, p.polrelid), 'with check ' || pg_get_expr(p.polwithcheck, p.polrelid)) as text
      from relation r join pg_policy p on p.polrelid = r.oid`,

  // Sequences of identity columns stand with their column.
  sequences: `
    select 'sequence ' || r.name as key,
           concat_ws(' ', format('%s start %s increment %s min %s max %s cache %s cycle %s', q.seqtypid::regtype, q.seqstart,
             q.seqincrement, q.seqmin, q.seqmax, q.seqcache, q.seqcycle),
             (select 'owned by ' || d.refobjid::regclass || '.' || quote_ident(a.attname)
                from pg_depend d join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
               where d.objid = r.oid and d.classid = 'pg_class'::regclass and d.deptype = 'a')) as text
      from relation r join pg_sequence q on q.seqrelid = r.oid
     where not exists (select from pg_depend d where d.objid = r.oid and d.deptype = 'i')`,
}
