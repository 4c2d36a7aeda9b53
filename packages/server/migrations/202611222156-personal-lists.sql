-- What people keep for themselves. Notes, messages that are not sent and what a status says are sealed.
create table bookmarks (
  user_id uuid not null references users (id),
  conversation_id uuid not null references conversations (id),
  seq bigint not null,
  -- The order in which they were made.
  place bigint generated always as identity,
  at timestamptz not null,
  key_id integer not null references data_keys (id),
  ciphertext bytea not null,
  primary key (user_id, conversation_id, seq)
);
create index bookmarks_by_place on bookmarks (user_id, place);

create table scheduled_messages (
  id uuid primary key,
  user_id uuid not null references users (id),
  client_id text not null,
  conversation_id uuid not null references conversations (id),
  send_at timestamptz not null,
  -- `sending` between the decision and the answer; `sent` and `cancelled` are kept for their client ids.
  state text not null check (state in ('waiting', 'sending', 'failed', 'sent', 'cancelled')),
  refusal text,
  key_id integer references data_keys (id),
  -- Null once nothing is to be sent any more.
  ciphertext bytea,
  unique (user_id, client_id)
);
create index scheduled_messages_open on scheduled_messages (user_id, send_at) where state in ('waiting', 'sending', 'failed');

create table person_statuses (
  user_id uuid primary key references users (id),
  until timestamptz,
  key_id integer not null references data_keys (id),
  ciphertext bytea not null
);
