-- The search index. It is plaintext on the database's volume, as the documentation says; nothing else that people wrote is.
-- `tokens` are digests of what stands in the text and of where the document stands (conversation, author, windows of time);
-- `text` is the folded text, by which phrases are checked.

-- Up to where each conversation's log is in the index.
create table search_cursors (
  conversation_id uuid primary key references conversations (id),
  seq bigint not null
);

create table search_messages (
  conversation_id uuid not null,
  seq bigint not null,
  at timestamptz not null,
  text text not null,
  tokens integer[] not null,
  primary key (conversation_id, seq)
);
-- Written in batches by one writer: a list of pending entries would only make every search read it.
create index search_messages_by_token on search_messages using gin (tokens) with (fastupdate = off);

create table search_files (
  file_id uuid primary key references files (id),
  -- When it was last posted.
  at timestamptz not null,
  -- Whether the content was looked at: `waiting`, `read`, `none` (nothing to read in it), `refused` (hostile or broken).
  state text not null check (state in ('waiting', 'read', 'none', 'refused')),
  attempts integer not null default 0,
  claimed_at timestamptz,
  -- Name and content, folded.
  text text not null,
  -- The content as it is shown.
  content text not null default '',
  tokens integer[] not null
);
create index search_files_by_token on search_files using gin (tokens) with (fastupdate = off);
create index search_files_waiting on search_files (at desc) where state = 'waiting';

create table search_invoices (
  invoice_id uuid primary key references invoices (id),
  at timestamptz not null,
  uploader_id uuid not null,
  text text not null,
  tokens integer[] not null
);
create index search_invoices_by_token on search_invoices using gin (tokens) with (fastupdate = off);
