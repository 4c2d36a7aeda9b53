create table departments (
  id uuid primary key,
  name_zh text not null,
  name_en text,
  head_id uuid
);

create table users (
  id uuid primary key,
  kind text not null check (kind in ('person', 'guest', 'app')),
  login text not null unique,
  name_zh text not null,
  name_en text,
  title_zh text not null,
  title_en text,
  department_id uuid references departments (id),
  roles text[] not null default '{}',
  password_hash text,
  locale text not null default 'zh-CN',
  created_at timestamptz not null,
  deactivated_at timestamptz
);
alter table departments add foreign key (head_id) references users (id);

create table sessions (
  id uuid primary key,
  user_id uuid not null references users (id),
  token_hash bytea not null unique,
  device text not null,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz
);
create index sessions_by_user on sessions (user_id) where revoked_at is null;

create table sign_in_links (
  token_hash bytea primary key,
  user_id uuid not null references users (id),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);

-- One row: the firm itself, as `Firm` of the protocol.
create table firm (
  only_row boolean primary key default true check (only_row),
  profile jsonb not null
);
