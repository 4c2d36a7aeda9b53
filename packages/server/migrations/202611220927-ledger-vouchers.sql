-- The last number given in each period; the row's lock makes numbers gapless. A closed period takes no more vouchers.
create table accounting_periods (
  period text primary key check (period ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  last_number integer not null default 0,
  closed_at timestamptz
);

create table vouchers (
  id uuid primary key,
  period text not null references accounting_periods (period),
  position integer not null check (position > 0),
  number text not null unique,
  date date not null,
  currency text not null,
  claim_id uuid,
  reversal_of uuid unique references vouchers (id),
  reason text,
  posted_by uuid not null references users (id),
  posted_at timestamptz not null,
  client_id text not null,
  client_digest text not null,
  unique (period, position),
  unique (posted_by, client_id)
);
create index vouchers_by_claim on vouchers (claim_id);

create table voucher_lines (
  voucher_id uuid not null references vouchers (id),
  position integer not null,
  summary text not null,
  account_code text not null,
  debit_minor bigint not null,
  credit_minor bigint not null,
  department_id uuid references departments (id),
  engagement_id uuid,
  person_id uuid references users (id),
  invoice_id uuid,
  primary key (voucher_id, position),
  check ((debit_minor = 0) <> (credit_minor = 0))
);
create index voucher_lines_by_account on voucher_lines (account_code);

create trigger vouchers_append_only before update or delete on vouchers for each row execute function refuse_change();
create trigger vouchers_no_truncate before truncate on vouchers for each statement execute function refuse_change();
create trigger voucher_lines_append_only before update or delete on voucher_lines for each row execute function refuse_change();
create trigger voucher_lines_no_truncate before truncate on voucher_lines for each statement execute function refuse_change();

create function guard_voucher_balance() returns trigger language plpgsql as $$
begin
  if (select coalesce(sum(debit_minor - credit_minor), 0) from voucher_lines where voucher_id = new.voucher_id) <> 0 then
    raise exception 'voucher % does not balance', new.voucher_id using errcode = 'check_violation';
  end if;
  return null;
end $$;
create constraint trigger vouchers_balance after insert on voucher_lines
  deferrable initially deferred for each row execute function guard_voucher_balance();
