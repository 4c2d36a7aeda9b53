-- Every second each process asks which sessions ended lately, however their end was told.
create index sessions_ended on sessions (revoked_at) where revoked_at is not null;
