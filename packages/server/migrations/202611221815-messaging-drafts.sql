-- What people have begun to write. Gone when it is discarded, or when its writer leaves the conversation.
create table drafts (
  conversation_id uuid not null references conversations (id),
  user_id uuid not null references users (id),
  -- Position in the writer's own log of the event that set it.
  user_seq bigint not null,
  at timestamptz not null,
  key_id integer not null references data_keys (id),
  -- Text and mentions.
  ciphertext bytea not null,
  primary key (conversation_id, user_id)
);
