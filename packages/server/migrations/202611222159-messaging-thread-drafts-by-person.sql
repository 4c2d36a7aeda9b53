-- Whether somebody has begun anything in threads at all is asked before it is looked for in each conversation.
create index thread_drafts_by_user on thread_drafts (user_id);
