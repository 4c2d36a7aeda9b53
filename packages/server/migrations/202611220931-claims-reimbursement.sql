-- The last number given in each month.
create table claim_numbers (
  month text primary key,
  last_number integer not null
);

create table claims (
  id uuid primary key,
  number text not null unique,
  claimant_id uuid not null references users (id),
  title text not null,
  status text not null check (status in ('draft', 'submitted', 'returned', 'withdrawn', 'approved', 'booked', 'archived')),
  version integer not null,
  currency text not null,
  total_minor bigint not null,
  cost_kind text check (cost_kind in ('engagement', 'department')),
  engagement_id uuid references engagements (id),
  department_id uuid references departments (id),
  -- Department of the claimant when the claim was made, for totals.
  claimant_department_id uuid references departments (id),
  approval_id uuid references approvals (id),
  voucher_id uuid references vouchers (id),
  voucher_number text,
  archive_id uuid,
  client_id text not null,
  client_digest text not null,
  created_at timestamptz not null,
  submitted_at timestamptz,
  unique (claimant_id, client_id),
  check ((cost_kind = 'engagement') = (engagement_id is not null)),
  check ((cost_kind = 'department') = (department_id is not null))
);
create index claims_by_claimant on claims (claimant_id, id);
create index claims_by_status on claims (status, id);
create index claims_by_submission on claims (submitted_at) where submitted_at is not null;

create table claim_lines (
  claim_id uuid not null references claims (id),
  invoice_id uuid not null references invoices (id),
  position integer not null,
  expense_type text not null,
  amount_minor bigint not null check (amount_minor > 0),
  -- `PolicyExcess` of the protocol.
  excess jsonb,
  reason text not null,
  primary key (claim_id, invoice_id)
);
create index claim_lines_by_invoice on claim_lines (invoice_id);

create table claim_history (
  id bigint primary key generated always as identity,
  claim_id uuid not null references claims (id),
  at timestamptz not null,
  actor_id uuid not null references users (id),
  what text not null,
  note text not null
);
create index claim_history_by_claim on claim_history (claim_id, id);

-- Where the claim is shown.
create table claim_cards (
  claim_id uuid not null references claims (id),
  conversation_id uuid not null,
  message_seq bigint not null,
  user_id uuid not null references users (id),
  digest text not null,
  primary key (claim_id, conversation_id, message_seq)
);

-- The same table as `domain/life.ts` of the claims module.
create function guard_claim_life() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'claims are never deleted' using errcode = 'insufficient_privilege';
  end if;
  if tg_op = 'INSERT' then
    if new.status <> 'draft' then
      raise exception 'a claim starts as draft, not as %', new.status using errcode = 'check_violation';
    end if;
    return new;
  end if;
  if new.status <> old.status and (old.status, new.status) not in (
    ('draft', 'submitted'), ('draft', 'withdrawn'),
    ('submitted', 'approved'), ('submitted', 'returned'), ('submitted', 'withdrawn'),
    ('returned', 'submitted'), ('returned', 'withdrawn'),
    ('approved', 'booked'), ('booked', 'approved'), ('booked', 'archived')
  ) then
    raise exception 'a claim cannot go from % to %', old.status, new.status using errcode = 'check_violation';
  end if;
  if new.status = 'approved' and old.status = 'submitted'
     and not exists (select 1 from approvals where id = new.approval_id and subject_id = new.id and status = 'approved') then
    raise exception 'claim % has no completed approval', new.id using errcode = 'check_violation';
  end if;
  if new.status = 'booked' and old.status = 'approved'
     and not exists (select 1 from vouchers where id = new.voucher_id and claim_id = new.id) then
    raise exception 'claim % has no voucher', new.id using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger claims_life before insert or update or delete on claims for each row execute function guard_claim_life();
