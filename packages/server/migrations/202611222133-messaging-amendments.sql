-- The newest event of each part of a message that can change. Parts that are no cards have names that begin with '/',
-- which ids of cards must not: /text, /recall, /pin, /poll, /thread and /reaction/<number>.
comment on table card_heads is 'The newest and the first event of each card and of each other part of a message.';

-- Of the last message as lists show it: the newest event that changed its text or took it back. They count only where they
-- are later than last_message_seq, so that a new message need not touch them.
alter table conversations add column last_text_seq bigint;
alter table conversations add column last_recall_seq bigint;
-- The newest message that names anybody: whoever has read it has no mention to look for.
alter table conversations add column last_mention_seq bigint;

create table message_edits (
  conversation_id uuid not null,
  message_seq bigint not null,
  event_seq bigint not null,
  primary key (conversation_id, message_seq, event_seq)
);

-- The emoji itself stands sealed in the events of its number.
create table message_reactions (
  conversation_id uuid not null,
  message_seq bigint not null,
  reaction_no smallint not null,
  user_id uuid not null,
  -- The event that set it.
  event_seq bigint not null,
  primary key (conversation_id, message_seq, reaction_no, user_id)
);

create table message_pins (
  conversation_id uuid not null,
  message_seq bigint not null,
  -- The event that pinned it.
  event_seq bigint not null,
  primary key (conversation_id, message_seq)
);

create table thread_messages (
  conversation_id uuid not null,
  seq bigint not null,
  -- The first message of the thread, which has no row of its own.
  thread_seq bigint not null,
  -- 1 is the first one after it.
  position bigint not null,
  primary key (conversation_id, seq)
);
create unique index thread_messages_by_thread on thread_messages (conversation_id, thread_seq, position);

create table message_mentions (
  conversation_id uuid not null,
  -- The zero id stands for everybody.
  user_id uuid not null,
  seq bigint not null,
  primary key (conversation_id, user_id, seq)
);
create index message_mentions_by_message on message_mentions (conversation_id, seq);

create table polls (
  conversation_id uuid not null,
  seq bigint not null,
  author_id uuid not null,
  option_count smallint not null,
  is_multiple boolean not null,
  is_anonymous boolean not null,
  closes_at timestamptz,
  closed_at timestamptz,
  key_id integer not null references data_keys (id),
  -- Sealed key of the digests that stand for the voters of an anonymous poll.
  ciphertext bytea not null,
  primary key (conversation_id, seq)
);

create table poll_votes (
  conversation_id uuid not null,
  seq bigint not null,
  -- The person's id; of an anonymous poll a keyed digest of it.
  voter bytea not null,
  options smallint[] not null,
  primary key (conversation_id, seq, voter)
);

-- One row; without it the defaults count.
create table messaging_policy (
  is_the_one boolean primary key default true check (is_the_one),
  recall_minutes integer,
  edit_minutes integer,
  may_create_groups text[] not null,
  may_create_with_guests text[] not null
);
