/** Queries over what is no table; each gives `key` and `text`, on the CTEs of `describeSchema`. */
export const objectQueries = {
  // The schema of drizzle's own table is nobody's business unless something else is in it.
  schemas: `
    select 'schema ' || quote_ident(nspname) as key, '' as text from space
     where oid is distinct from (select relnamespace from pg_class where oid = to_regclass(nullif($2::text, '')))
        or exists (select from relation r where r.relnamespace = space.oid) or nspname = 'public'`,

  extensions: `
    select 'extension ' || quote_ident(e.extname) as key, 'in ' || quote_ident(s.nspname) as text
      from pg_extension e join space s on s.oid = e.extnamespace`,

  functions: `
    select 'function ' || name as key, pg_get_functiondef(oid) as text from routine where prokind <> 'a'`,

  aggregates: `
    select 'aggregate ' || r.name as key,
           format('%s over %s by %s, final %s, initial %s', pg_get_function_result(r.oid), a.aggtranstype::regtype,
             a.aggtransfn::regprocedure, a.aggfinalfn, a.agginitval) as text
      from routine r join pg_aggregate a on a.aggfnoid = r.oid`,

  enums: `
    select 'enum ' || t.name as key, string_agg(quote_literal(e.enumlabel), ', ' order by e.enumsortorder) as text
      from owned_type t left join pg_enum e on e.enumtypid = t.oid where t.typtype = 'e' group by t.name`,

  domains: `
    select 'domain ' || t.name as key,
           concat_ws(' ', format_type(t.typbasetype, t.typtypmod), 'default ' || t.typdefault,
             case when t.typnotnull then 'not null' end,
             (select string_agg(format('constraint %I %s', k.conname, pg_get_constraintdef(k.oid)), ' ' order by k.conname)
                from pg_constraint k where k.contypid = t.oid and k.contype <> 'n')) as text
      from owned_type t where t.typtype = 'd'`,

  ranges: `
    select 'range type ' || t.name as key, format('of %s', r.rngsubtype::regtype) as text
      from owned_type t join pg_range r on r.rngtypid = t.oid`,

  statistics: `
    select 'statistics ' || format('%I.%I', s.nspname, e.stxname) as key, pg_get_statisticsobjdef(e.oid) as text
      from pg_statistic_ext e join space s on s.oid = e.stxnamespace`,

  comments: `
    select 'comment on ' || o.type || ' ' || o.identity as key, quote_literal(d.description) as text
      from (select 'pg_class'::regclass::oid as classid, oid from relation
            union all select 'pg_class'::regclass, i.indexrelid from pg_index i join relation r on r.oid = i.indrelid
            union all select 'pg_proc'::regclass, oid from routine
            union all select 'pg_type'::regclass, oid from owned_type
            union all select 'pg_constraint'::regclass, k.oid from pg_constraint k join relation r on r.oid = k.conrelid
            union all select 'pg_trigger'::regclass, t.oid from pg_trigger t join relation r on r.oid = t.tgrelid
            union all select 'pg_policy'::regclass, p.oid from pg_policy p join relation r on r.oid = p.polrelid
            union all select 'pg_namespace'::regclass, oid from space where nspname <> 'public') x
      join pg_description d on d.classoid = x.classid and d.objoid = x.oid
     cross join pg_identify_object(d.classoid, d.objoid, d.objsubid) o`,

  // The owner's own rights are left out: who owns an object is not part of its schema.
  grants: `
    select format('%s %s grant %s to %s', x.kind, x.name, a.privilege_type,
             case a.grantee when 0 then 'public' else a.grantee::regrole::text end) as key,
           case when a.is_grantable then 'with grant option' else '' end as text
      from (select kind, name, relowner as owner, coalesce(relacl, acldefault(case relkind when 'S' then 's' else 'r' end::"char", relowner)) as acl
              from relation where relkind <> 'c'
            union all
            select r.kind, r.name || ' column ' || quote_ident(c.attname), r.relowner, c.attacl
              from relation r join pg_attribute c on c.attrelid = r.oid and c.attnum > 0 and c.attacl is not null
            union all
            select 'function', name, proowner, coalesce(proacl, acldefault('f', proowner)) from routine
            union all
            select 'type', name, typowner, coalesce(typacl, acldefault('T', typowner)) from owned_type where typtype in ('e', 'd')
            union all
            select 'schema', quote_ident(n.nspname), n.nspowner, coalesce(n.nspacl, acldefault('n', n.nspowner))
              from pg_namespace n join space s on s.oid = n.oid) x
     cross join aclexplode(x.acl) a where a.grantee <> x.owner`,
}
