create table data_keys (
  id integer primary key generated always as identity,
  scope text not null,
  month text not null,
  wrapped bytea not null,
  unique (scope, month)
);
