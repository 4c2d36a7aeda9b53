-- Content is addressed by SHA-256 of the plaintext; the stored bytes are encrypted in segments.
create table blobs (
  sha256 bytea primary key,
  size_bytes bigint not null,
  key_id integer not null references data_keys (id),
  stored_at timestamptz not null
);

create table files (
  id uuid primary key,
  owner_id uuid not null references users (id),
  name text not null,
  media_type text not null,
  size_bytes bigint not null,
  sha256 bytea not null references blobs (sha256),
  created_at timestamptz not null
);
create index files_by_owner on files (owner_id);
