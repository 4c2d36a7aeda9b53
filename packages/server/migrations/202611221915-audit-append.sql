-- Appends entries to the audit log in one statement, so that the log's lock is held by the database alone, from here to
-- the end of the transaction, and never while a server process is busy with something else. `befores` and `afters` are
-- the canonical JSON before and after the entry's index. Hashes of leaves and nodes: RFC 6962, section 2.1.
create function append_audit(befores text[], afters text[], object_ids text[]) returns void language plpgsql as $$
declare
  first_index bigint;
  size bigint;
  roots bytea[];
  depth integer;
  rest bigint;
  root bytea;
  leaf bytea;
begin
  select tree_size, subtree_roots into strict first_index, roots from audit_head for update;
  size := first_index;
  depth := coalesce(array_length(roots, 1), 0);
  for leaf in
    with entry as (
      select first_index + n - 1 as index, before || (first_index + n - 1) || after as body, object_id
      from unnest(befores, afters, object_ids) with ordinality as t(before, after, object_id, n)
    ), written as (
      insert into audit_entries (index, body, object_id, leaf_hash)
      select index, body, object_id, sha256('\x00'::bytea || convert_to(body, 'UTF8')) from entry order by index
      returning index, leaf_hash
    )
    select leaf_hash from written order by index
  loop
    root := leaf;
    rest := size;
    -- Every trailing 1 of the size is a subtree as large as what was just built: join them.
    while rest % 2 = 1 loop
      root := sha256('\x01'::bytea || roots[depth] || root);
      depth := depth - 1;
      rest := rest / 2;
    end loop;
    depth := depth + 1;
    roots[depth] := root;
    size := size + 1;
  end loop;
  update audit_head set tree_size = size, subtree_roots = roots[1:depth];
end $$;
