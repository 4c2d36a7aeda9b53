create table engagements (
  id uuid primary key,
  code text not null unique,
  name_zh text not null,
  name_en text,
  client_name text not null,
  lead_id uuid not null references users (id),
  due_date date,
  created_at timestamptz not null
);
create index engagements_by_lead on engagements (lead_id);

create table engagement_members (
  engagement_id uuid not null references engagements (id),
  user_id uuid not null references users (id),
  role text not null check (role in ('lead', 'senior', 'junior', 'specialist', 'expert', 'client')),
  joined_at timestamptz not null,
  primary key (engagement_id, user_id)
);
create index engagement_members_by_user on engagement_members (user_id);
