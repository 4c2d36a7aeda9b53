create table audit_entries (
  index bigint primary key,
  -- Canonical JSON of the entry exactly as it was hashed; the verifier hashes these bytes.
  body text not null,
  object_id text not null,
  leaf_hash bytea not null
);
create index audit_entries_object on audit_entries (object_id, index);

-- One row: the size of the log and the roots of its complete subtrees, largest first (RFC 6962, section 2.1).
create table audit_head (
  only_row boolean primary key default true check (only_row),
  tree_size bigint not null,
  subtree_roots bytea[] not null
);
insert into audit_head (tree_size, subtree_roots) values (0, '{}');

create table audit_checkpoints (
  tree_size bigint primary key,
  root_hash bytea not null,
  at timestamptz not null,
  signature bytea not null
);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end $$;
create trigger audit_entries_append_only before update or delete on audit_entries for each row execute function refuse_change();
create trigger audit_entries_no_truncate before truncate on audit_entries for each statement execute function refuse_change();
create trigger audit_checkpoints_append_only before update or delete on audit_checkpoints for each row execute function refuse_change();
