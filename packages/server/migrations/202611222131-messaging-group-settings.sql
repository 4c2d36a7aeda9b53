-- How a group is governed; null: the defaults. A document, because the fast path reads it with the row that it locks anyway.
alter table conversations add column settings jsonb;
alter table conversations add column archived_at timestamptz;
-- Groups that staff may find: few, so that looking for them touches nothing else.
create index conversations_open on conversations (id) where archived_at is null and settings ->> 'join' in ('ask', 'open');

-- What a member has chosen, and when their read position came to where it is; null where it has not moved since.
alter table conversation_members add column is_pinned boolean not null default false;
alter table conversation_members add column notify text not null default 'all';
alter table conversation_members add column cursor_at timestamptz;

-- Who would like to join a group. Gone when it is decided or withdrawn; the audit log keeps what became of it.
create table join_requests (
  conversation_id uuid not null references conversations (id),
  user_id uuid not null references users (id),
  at timestamptz not null,
  key_id integer not null references data_keys (id),
  -- The note.
  ciphertext bytea not null,
  primary key (conversation_id, user_id)
);
create index join_requests_by_user on join_requests (user_id);
