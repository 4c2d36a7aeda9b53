-- Who was a member at an event: those with joined_seq <= event < left_seq. Null only where a server of the version before
-- this one writes a row while both run; such a member counts from the first event.
alter table conversation_members add column joined_seq bigint;
alter table conversation_members add column left_seq bigint;

-- Earlier times of people who left and came back; conversation_members has the latest one.
create table past_memberships (
  conversation_id uuid not null references conversations (id),
  user_id uuid not null references users (id),
  joined_seq bigint not null,
  left_seq bigint not null,
  -- Read position at leaving.
  cursor_seq bigint not null,
  primary key (conversation_id, user_id, joined_seq)
);

-- The log's bodies are sealed, so the events are found by their time: the first of its kind at or after the row's.
create temporary table member_moves on commit drop as
  select conversation_id, kind, at, min(seq) as seq from conversation_events
  where kind in ('member.joined', 'member.left') group by conversation_id, kind, at;
create index on member_moves (conversation_id, kind, at);
update conversation_members m set
  joined_seq = coalesce(
    case when m.visible_from_seq > 1 then m.visible_from_seq end,
    (select v.seq from member_moves v
     where v.conversation_id = m.conversation_id and v.kind = 'member.joined' and v.at >= m.joined_at order by v.at limit 1),
    1),
  left_seq = case when m.left_at is not null then coalesce(
    (select v.seq from member_moves v
     where v.conversation_id = m.conversation_id and v.kind = 'member.left' and v.at >= m.left_at order by v.at limit 1),
    (select c.head_seq from conversations c where c.id = m.conversation_id)) end;
