-- What people have begun to write in threads, beside `drafts`, which holds one for each conversation.
create table thread_drafts (
  conversation_id uuid not null references conversations (id),
  user_id uuid not null references users (id),
  -- First message of the thread.
  thread_seq bigint not null,
  -- Position in the writer's own log of the event that set it.
  user_seq bigint not null,
  at timestamptz not null,
  key_id integer not null references data_keys (id),
  -- Text and mentions.
  ciphertext bytea not null,
  primary key (conversation_id, user_id, thread_seq)
);
