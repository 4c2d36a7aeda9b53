import { type InvoiceId, type InvoiceRow, type InvoiceStatus, invoices } from '@countinghouse/protocol';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useMessenger } from '../../shared/messenger.tsx';

export interface InvoiceFilter {
  mine: boolean;
  status: InvoiceStatus | null;
}

export interface InvoicePages {
  rows: readonly InvoiceRow[];
  state: 'loading' | 'ready' | 'failed';
  error: unknown;
  hasMore: boolean;
  loadMore(): void;
  reload(): void;
}

const pageSize = 50;
const nothing = { rows: [] as readonly InvoiceRow[], state: 'loading' as const, error: undefined, hasMore: false };

/** The list page by page; a changed card fetches again as many as were shown. */
export function useInvoicePages(filter: InvoiceFilter): InvoicePages {
  const { call, onChange } = useMessenger();
  const { mine, status } = filter;
  const [kept, setKept] = useState<Omit<InvoicePages, 'loadMore' | 'reload'>>(nothing);
  const attempt = useRef(0);
  const rows = useRef<readonly InvoiceRow[]>([]);

  const load = useCallback(
    async (input: { beforeId?: InvoiceId; limit: number }) => {
      const asked = ++attempt.current;
      try {
        const query = { ...input, mine, ...(status ? { status } : {}) };
        const page = (await call(invoices.list, { query })).invoices;
        if (asked !== attempt.current) return;
        rows.current = input.beforeId ? [...rows.current, ...page] : page;
        setKept({ rows: rows.current, state: 'ready', error: undefined, hasMore: page.length === input.limit });
      } catch (error) {
        if (asked === attempt.current) setKept({ rows: rows.current, state: 'failed', error, hasMore: false });
      }
    },
    [call, mine, status],
  );
  const reload = useCallback(() => {
    void load({ limit: Math.min(200, Math.max(pageSize, rows.current.length)) });
  }, [load]);
  useEffect(() => {
    rows.current = [];
    setKept(nothing);
    reload();
  }, [reload]);
  useEffect(
    () =>
      onChange((change) => {
        if (change.kind === 'card' && change.type === 'Countinghouse.Invoice') reload();
      }),
    [onChange, reload],
  );
  const loadMore = () => {
    const last = rows.current.at(-1);
    if (last) void load({ beforeId: last.card.invoiceId, limit: pageSize });
  };
  return { ...kept, loadMore, reload };
}
