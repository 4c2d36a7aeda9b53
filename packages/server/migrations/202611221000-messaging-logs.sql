create table conversations (
  id uuid primary key,
  kind text not null check (kind in ('group', 'direct', 'app')),
  title text not null,
  -- Both people of a direct or app conversation, sorted, joined by ':'; there is one such conversation per pair.
  direct_key text unique,
  parent_id uuid references conversations (id),
  engagement_id uuid,
  data_class text not null default 'general' check (data_class in ('general', 'important', 'core')),
  head_seq bigint not null default 0,
  message_count bigint not null default 0,
  last_message_seq bigint,
  member_count integer not null default 0,
  created_by uuid not null references users (id),
  created_at timestamptz not null,
  -- Making the same group twice gives the first one; the digest tells a repetition from other content.
  create_client_id text,
  create_digest bytea,
  unique (created_by, create_client_id)
);

create table conversation_members (
  conversation_id uuid not null references conversations (id),
  user_id uuid not null references users (id),
  role text not null check (role in ('owner', 'admin', 'member', 'guest')),
  -- First event of the log that this member may see.
  visible_from_seq bigint not null,
  joined_at timestamptz not null,
  left_at timestamptz,
  cursor_seq bigint not null,
  cursor_message_count bigint not null,
  primary key (conversation_id, user_id)
);
create index conversation_members_by_user on conversation_members (user_id) where left_at is null;

create table conversation_events (
  conversation_id uuid not null references conversations (id),
  seq bigint not null,
  kind text not null,
  actor_id uuid not null,
  at timestamptz not null,
  message_count bigint not null,
  -- Set for messages only.
  client_id text,
  -- Set for cards only: the message that carries the card.
  message_seq bigint,
  key_id integer not null references data_keys (id),
  ciphertext bytea not null,
  primary key (conversation_id, seq),
  unique (conversation_id, actor_id, client_id)
);

-- The newest and the first event of each card on a message.
create table card_heads (
  conversation_id uuid not null,
  message_seq bigint not null,
  card_id text not null,
  event_seq bigint not null,
  first_seq bigint not null,
  primary key (conversation_id, message_seq, card_id)
);

create table message_files (
  conversation_id uuid not null,
  seq bigint not null,
  file_id uuid not null references files (id),
  primary key (conversation_id, seq, file_id)
);
create index message_files_by_file on message_files (file_id);

create table user_heads (
  user_id uuid primary key references users (id),
  head_seq bigint not null,
  inbox_approvals integer not null default 0,
  inbox_returned integer not null default 0,
  inbox_questions integer not null default 0,
  inbox_queue integer not null default 0
);

create table user_events (
  user_id uuid not null references users (id),
  seq bigint not null,
  kind text not null,
  at timestamptz not null,
  conversation_id uuid,
  -- Numbers only; what people wrote is never copied here.
  data jsonb,
  primary key (user_id, seq)
);

create trigger conversation_events_append_only before update or delete on conversation_events for each row execute function refuse_change();
create trigger user_events_append_only before update or delete on user_events for each row execute function refuse_change();
