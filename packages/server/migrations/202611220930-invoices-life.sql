-- One row per invoice found in a file; a file that holds none keeps one row that says why.
create table invoices (
  id uuid primary key,
  conversation_id uuid not null,
  message_seq bigint not null,
  uploader_id uuid not null references users (id),
  file_id uuid not null references files (id),
  file jsonb not null,
  sha256 text not null,
  document_index integer not null,
  status text not null check (status in ('reading', 'refused', 'not_invoice', 'checked', 'claimed', 'approved', 'booked', 'archived')),
  version integer not null,
  refusal text,
  not_invoice_reason text,
  page_count integer not null,
  signature text not null,
  fields jsonb not null,
  items jsonb not null,
  checks jsonb not null,
  -- Copies of what `fields` says, for duplicate search and sums.
  duplicate_key text,
  currency text not null,
  total_minor bigint,
  duplicate_of uuid references invoices (id),
  duplicate_kind text check (duplicate_kind in ('same_document', 'number_collision')),
  -- Told by the claims module.
  claim_id uuid,
  claim_number text,
  claim_status text,
  voucher_number text,
  created_at timestamptz not null,
  unique (file_id, document_index)
);
create index invoices_by_uploader on invoices (uploader_id, id);
create index invoices_by_conversation on invoices (conversation_id, id);
create index invoices_by_duplicate_key on invoices (duplicate_key) where duplicate_key is not null;
create index invoices_by_sha256 on invoices (sha256);
create index invoices_by_claim on invoices (claim_id) where claim_id is not null;

-- The same table as `domain/life.ts`, so that no path around the module can skip a step either.
create function guard_invoice_life() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'invoices are never deleted' using errcode = 'insufficient_privilege';
  end if;
  if tg_op = 'INSERT' then
    if new.status <> 'reading' then
      raise exception 'an invoice starts as reading, not as %', new.status using errcode = 'check_violation';
    end if;
    return new;
  end if;
  if new.status <> old.status and (old.status, new.status) not in (
    ('reading', 'refused'), ('reading', 'not_invoice'), ('reading', 'checked'),
    ('checked', 'claimed'), ('claimed', 'checked'), ('claimed', 'approved'),
    ('approved', 'booked'), ('booked', 'approved'), ('booked', 'archived')
  ) then
    raise exception 'an invoice cannot go from % to %', old.status, new.status using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger invoices_life before insert or update or delete on invoices for each row execute function guard_invoice_life();

-- Where the invoice is shown. `digest` of the card as it was last set spares events that would change nothing.
create table invoice_cards (
  invoice_id uuid not null references invoices (id),
  conversation_id uuid not null,
  message_seq bigint not null,
  card_id text not null,
  digest text not null,
  primary key (invoice_id, conversation_id, message_seq, card_id)
);

create table invoice_corrections (
  id bigint primary key generated always as identity,
  invoice_id uuid not null references invoices (id),
  field text not null,
  from_value text not null,
  to_value text not null,
  by_id uuid not null references users (id),
  at timestamptz not null
);
create index invoice_corrections_by_invoice on invoice_corrections (invoice_id, id);

create table invoice_questions (
  id uuid primary key,
  invoice_id uuid not null references invoices (id),
  conversation_id uuid not null,
  message_seq bigint not null,
  asked_by_id uuid not null references users (id),
  asked_of_id uuid not null references users (id),
  asked_at timestamptz not null,
  client_id text not null,
  -- Words of people are sealed like messages.
  text_key_id integer not null,
  text_sealed bytea not null,
  answered_by_id uuid references users (id),
  answered_at timestamptz,
  answer_client_id text,
  answer_key_id integer,
  answer_sealed bytea,
  unique (asked_by_id, client_id)
);
create index invoice_questions_by_invoice on invoice_questions (invoice_id, id);
create index invoice_questions_open on invoice_questions (asked_of_id) where answered_at is null;
