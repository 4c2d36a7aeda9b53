-- Numbers without a code are compared with their seller instead of being keyed by it: the key is the number alone.
update invoices i
set duplicate_key = '# ' || f.number
from (
  select id,
    (select upper(regexp_replace(normalize(e->>'value', nfkc), '\s', '', 'g'))
     from jsonb_array_elements(fields) e where e->>'name' = 'invoiceNumber' limit 1) as number,
    coalesce((select regexp_replace(e->>'value', '\s', '', 'g')
     from jsonb_array_elements(fields) e where e->>'name' = 'invoiceCode' limit 1), '') as code
  from invoices
) f
where f.id = i.id and i.duplicate_key is not null and f.code = '' and f.number <> '' and f.number !~ '^\d{20}$';
