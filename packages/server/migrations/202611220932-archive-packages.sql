create table archives (
  id uuid primary key,
  claim_id uuid not null unique references claims (id),
  claim_number text not null,
  voucher_number text not null,
  -- SHA-256 of the package, hexadecimal.
  digest text not null,
  size_bytes bigint not null,
  archived_by uuid not null references users (id),
  archived_at timestamptz not null,
  retain_until date not null
);

-- What the package is made of, in its order: original files by reference, documents of ours sealed.
create table archive_entries (
  archive_id uuid not null references archives (id),
  position integer not null,
  path text not null,
  sha256 text not null,
  file_id uuid references files (id),
  content_key_id integer,
  content_sealed bytea,
  primary key (archive_id, position),
  check ((file_id is null) <> (content_sealed is null))
);

create trigger archives_append_only before update or delete on archives for each row execute function refuse_change();
create trigger archives_no_truncate before truncate on archives for each statement execute function refuse_change();
create trigger archive_entries_append_only before update or delete on archive_entries for each row execute function refuse_change();
create trigger archive_entries_no_truncate before truncate on archive_entries for each statement execute function refuse_change();
