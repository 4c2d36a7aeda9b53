-- How people are told of what they missed. Choices, words and addresses are sealed; only what the server looks for is not.
create table notification_people (
  user_id uuid primary key references users (id),
  key_id integer not null references data_keys (id),
  ciphertext bytea not null,
  -- 'off' also while no address is confirmed.
  mail text not null default 'off' check (mail in ('off', '15', '60', 'daily')),
  -- When to look again whether something was missed.
  mail_due_at timestamptz,
  -- Messages up to then need no mail any more.
  mailed_until timestamptz
);
create index notification_people_due on notification_people (mail_due_at) where mail <> 'off';

-- One device, for as long as its session. The address of a subscription is a secret, therefore sealed.
create table push_subscriptions (
  session_id uuid primary key references sessions (id),
  user_id uuid not null references users (id),
  -- SHA-256, keyed by nothing: the addresses are long and random. A browser that changes hands has one subscription.
  endpoint_digest bytea not null unique,
  created_at timestamptz not null,
  key_id integer not null references data_keys (id),
  ciphertext bytea not null
);
create index push_subscriptions_by_user on push_subscriptions (user_id);

-- Up to where the messages of a conversation were looked at for push. Only of those with somebody to reach.
create table notification_progress (
  conversation_id uuid primary key references conversations (id),
  seq bigint not null
);

-- What push services know this installation by; the private half is sealed.
create table push_key (
  only_row boolean primary key default true check (only_row),
  public_key text not null,
  key_id integer not null references data_keys (id),
  ciphertext bytea not null
);

create table notification_policy (
  only_row boolean primary key default true check (only_row),
  is_preview_allowed boolean not null
);
