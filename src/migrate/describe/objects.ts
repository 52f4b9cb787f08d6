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

  text_search: `
    select 'text search configuration ' || format('%I.%I', s.nspname, c.cfgname) as key,
           concat_ws(' ', 'parser', p.prsname, (select string_agg(format('%s with %s', m.token, m.dicts), ', ' order by m.token)
             from (select t.alias as token, string_agg(m.mapdict::regdictionary::text, ', ' order by m.mapseqno) as dicts
                     from pg_ts_config_map m join ts_token_type(c.cfgparser) t on t.tokid = m.maptokentype
                    where m.mapcfg = c.oid group by t.alias) m)) as text
      from pg_ts_config c join space s on s.oid = c.cfgnamespace join pg_ts_parser p on p.oid = c.cfgparser
     where ('pg_ts_config'::regclass::oid, c.oid) not in (select classid, objid from from_extension)
    union all
    select 'text search dictionary ' || format('%I.%I', s.nspname, d.dictname), concat_ws(' ', t.tmplname, d.dictinitoption)
      from pg_ts_dict d join space s on s.oid = d.dictnamespace join pg_ts_template t on t.oid = d.dicttemplate
     where ('pg_ts_dict'::regclass::oid, d.oid) not in (select classid, objid from from_extension)`,

  collations: `
    select 'collation ' || format('%I.%I', s.nspname, c.collname) as key,
           concat_ws(' ', c.collprovider::text, to_jsonb(c) ->> 'collcollate',
             coalesce(to_jsonb(c) ->> 'colliculocale', to_jsonb(c) ->> 'colllocale'),
             case when not c.collisdeterministic then 'nondeterministic' end) as text
      from pg_collation c join space s on s.oid = c.collnamespace
     where ('pg_collation'::regclass::oid, c.oid) not in (select classid, objid from from_extension)`,

  operators: `
    select 'operator ' || o.oid::regoperator as key,
           concat_ws(' ', o.oprcode::regproc, 'gives ' || o.oprresult::regtype, 'commutator ' || nullif(o.oprcom, 0)::regoperator,
             'negator ' || nullif(o.oprnegate, 0)::regoperator, case when o.oprcanmerge then 'merges' end,
             case when o.oprcanhash then 'hashes' end) as text
      from pg_operator o join space s on s.oid = o.oprnamespace
     where ('pg_operator'::regclass::oid, o.oid) not in (select classid, objid from from_extension)
    union all
    select 'operator class ' || format('%I.%I for %s', s.nspname, c.opcname, a.amname),
           concat_ws(' ', c.opcintype::regtype, case when c.opcdefault then 'default' end)
      from pg_opclass c join space s on s.oid = c.opcnamespace join pg_am a on a.oid = c.opcmethod
     where ('pg_opclass'::regclass::oid, c.oid) not in (select classid, objid from from_extension)`,

  // Those that come with Postgres have the lowest numbers.
  casts: `
    select format('cast (%s as %s)', c.castsource::regtype, c.casttarget::regtype) as key,
           concat_ws(' ', c.castmethod::text, nullif(c.castfunc, 0)::regprocedure, c.castcontext::text) as text
      from pg_cast c where c.oid >= 16384
       and ('pg_cast'::regclass::oid, c.oid) not in (select classid, objid from from_extension)`,

  publications: `
    select 'publication ' || quote_ident(p.pubname) as key,
           concat_ws(' ', case when p.puballtables then 'for all tables' end,
             concat('insert ', p.pubinsert, ' update ', p.pubupdate, ' delete ', p.pubdelete, ' truncate ', p.pubtruncate),
             (select string_agg(r.prrelid::regclass::text, ', ' order by r.prrelid::regclass::text)
                from pg_publication_rel r where r.prpubid = p.oid)) as text
      from pg_publication p`,

  event_triggers: `
    select 'event trigger ' || quote_ident(e.evtname) as key,
           concat_ws(' ', 'on', e.evtevent, array_to_string(e.evttags, ', '), 'runs', e.evtfoid::regprocedure, e.evtenabled::text) as text
      from pg_event_trigger e
     where ('pg_event_trigger'::regclass::oid, e.oid) not in (select classid, objid from from_extension)`,

  default_privileges: `
    select format('default privileges%s on %s', ' in ' || quote_ident(s.nspname), d.defaclobjtype) as key,
           (select string_agg(concat_ws(' ', case a.grantee when 0 then 'public' else a.grantee::regrole::text end, a.privilege_type),
              ', ' order by a.grantee::regrole::text, a.privilege_type)
              from aclexplode(d.defaclacl) a where a.grantee <> d.defaclrole) as text
      from pg_default_acl d left join space s on s.oid = d.defaclnamespace
     where d.defaclnamespace = 0 or s.oid is not null`,

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
