-- When a kind of approver is asked. `cost_kind` null: whoever bears the cost.
create table approval_rules (
  id integer primary key,
  position integer not null,
  ground text not null check (ground in ('department_head', 'engagement_lead', 'partner')),
  cost_kind text check (cost_kind in ('engagement', 'department')),
  -- Asked from this amount on, in fen.
  amount_minor_min bigint not null
);
insert into approval_rules (id, position, ground, cost_kind, amount_minor_min) values
  (1, 1, 'engagement_lead', 'engagement', 0),
  (2, 2, 'department_head', 'department', 0),
  (3, 2, 'department_head', 'engagement', 1000000),
  (4, 3, 'partner', null, 5000000);

-- Who may sign as partner. While the table is empty, everybody with the role of manager may.
create table approval_partners (
  user_id uuid primary key references users (id)
);

create table approvals (
  id uuid primary key,
  subject_type text not null,
  subject_id uuid not null,
  requester_id uuid not null references users (id),
  status text not null check (status in ('open', 'approved', 'returned', 'cancelled')),
  created_at timestamptz not null,
  ended_at timestamptz
);
create index approvals_by_subject on approvals (subject_id);
create unique index approvals_one_open on approvals (subject_id) where status = 'open';

create table approval_steps (
  id uuid primary key,
  approval_id uuid not null references approvals (id),
  position integer not null,
  approver_id uuid not null references users (id),
  ground text not null,
  -- The ground that the rules demanded; a delegated step keeps it.
  required_ground text not null,
  status text not null check (status in ('waiting', 'pending', 'approved', 'returned', 'delegated', 'cancelled')),
  decided_at timestamptz,
  reason text not null default ''
);
create index approval_steps_by_approval on approval_steps (approval_id, position);
create index approval_steps_by_approver on approval_steps (approver_id, status);
create unique index approval_steps_one_pending on approval_steps (approval_id) where status = 'pending';

-- A decided step stays decided, whoever writes.
create function guard_approval_step() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'approval steps are never deleted' using errcode = 'insufficient_privilege';
  end if;
  if new.approver_id <> old.approver_id or new.approval_id <> old.approval_id or new.position <> old.position
     or (new.status <> old.status and (old.status, new.status) not in (
       ('waiting', 'pending'), ('waiting', 'cancelled'),
       ('pending', 'approved'), ('pending', 'returned'), ('pending', 'delegated'), ('pending', 'cancelled'))) then
    raise exception 'an approval step cannot go from % to %', old.status, new.status using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger approval_steps_life before update or delete on approval_steps for each row execute function guard_approval_step();
