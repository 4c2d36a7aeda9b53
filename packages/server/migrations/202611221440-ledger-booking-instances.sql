-- 入账信息: one XBRL instance for each invoice of a voucher, sealed; a later one about the same invoice supersedes it.
create table booking_instances (
  id uuid primary key,
  voucher_id uuid not null references vouchers (id),
  invoice_id uuid not null,
  entry_point text not null,
  is_booked boolean not null,
  supersedes uuid unique references booking_instances (id),
  file_name text not null,
  -- SHA-256 of the XML, hexadecimal.
  sha256 text not null,
  content_key_id integer not null,
  content_sealed bytea not null,
  written_at timestamptz not null,
  unique (voucher_id, invoice_id, is_booked)
);
create index booking_instances_by_invoice on booking_instances (invoice_id);

create trigger booking_instances_append_only before update or delete on booking_instances for each row execute function refuse_change();
create trigger booking_instances_no_truncate before truncate on booking_instances for each statement execute function refuse_change();
