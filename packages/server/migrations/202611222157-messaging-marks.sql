-- Where a person has marked a conversation as unread: the position before the first message that is to count so. Null: nowhere.
alter table conversation_members add column mark_seq bigint;
alter table conversation_members add column mark_message_count bigint;
