-- What is made from content for people to look at: thumbnails, Office files as PDF. Content itself, encrypted in the same
-- way, and a cache: it can be made again and never takes the place of the original.
create table file_derivatives (
  source_sha256 bytea not null references blobs (sha256),
  kind text not null,
  sha256 bytea not null references blobs (sha256),
  made_at timestamptz not null,
  primary key (source_sha256, kind)
);
