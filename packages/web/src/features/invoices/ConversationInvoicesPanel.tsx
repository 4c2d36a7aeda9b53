import { type ConversationId, type InvoiceRow, invoices } from '@countinghouse/protocol';
import { Button, Checkbox } from 'antd';
import { Chip } from '../../shared/Chip.tsx';
import { useTexts } from '../../shared/locale.tsx';
import { Money } from '../../shared/Money.tsx';
import { useMe } from '../../shared/messenger.tsx';
import { Panel, PanelRow } from '../../shared/Panel.tsx';
import { LoadingState } from '../../shared/States.tsx';
import { useInvoiceNames } from '../../shared/use-invoice-names.ts';
import { useQuery } from '../../shared/use-query.ts';
import styles from './ConversationInvoicesPanel.module.css';
import { isClaimable } from './invoice-progress.ts';
import { useInvoiceLinks } from './links.tsx';
import { listTexts } from './list-texts.ts';
import { selection, useSelected } from './selection.ts';
import { type SummaryRow, summarise } from './summary.ts';
import { useDraftClaim } from './use-draft-claim.ts';

/** The panel shows sums over the newest invoices of a conversation; 200 is the largest page of the list. */
const shownMax = 200;
const toClaimMax = 8;

/** Right column: what stands where, and my invoices that wait for a claim. */
export function ConversationInvoicesPanel({ conversationId }: { conversationId: ConversationId }) {
  const texts = useTexts(listTexts);
  const query = useQuery(
    invoices.list,
    { query: { conversationId, limit: shownMax } },
    { reloadOn: (change) => change.kind === 'card' && change.type === 'Countinghouse.Invoice' },
  );
  const rows = query.data?.invoices ?? [];
  return (
    <Panel title={texts.panelTitle} extra={rows.length > 0 ? texts.count(rows.length) : undefined}>
      {query.status === 'loading' && <LoadingState rows={2} />}
      {query.status === 'failed' && (
        <p className={styles.hint}>
          {texts.panelFailed}{' '}
          <Button type="link" size="small" onClick={query.reload}>
            {texts.retry}
          </Button>
        </p>
      )}
      {query.status === 'ready' && rows.length === 0 && <p className={styles.hint}>{texts.panelEmpty}</p>}
      {summarise(rows.map((row) => row.card)).map((row) => (
        <SummaryLine key={`${row.group} ${row.currency}`} row={row} />
      ))}
      <ToClaim rows={rows} conversationId={conversationId} />
    </Panel>
  );
}

function SummaryLine({ row }: { row: SummaryRow }) {
  const texts = useTexts(listTexts);
  const label = (
    <>
      {texts[row.group]} {row.group === 'problem' && <Chip tone="seal">{texts.problems(row.count)}</Chip>}
    </>
  );
  // Files that were not read have no amount.
  const value = row.totalMinor === 0 ? '' : <Money amountMinor={row.totalMinor} currency={row.currency} size="small" />;
  return <PanelRow label={label} value={value} />;
}

function ToClaim({ rows, conversationId }: { rows: readonly InvoiceRow[]; conversationId: ConversationId }) {
  const texts = useTexts(listTexts);
  const me = useMe();
  const links = useInvoiceLinks();
  const picked = useSelected(conversationId);
  const names = useInvoiceNames();
  const draft = useDraftClaim();
  const claimable = rows.map((row) => row.card).filter((card) => isClaimable(card, me.person));
  if (claimable.length === 0) return null;
  const chosen = claimable.filter((card) => picked.has(card.invoiceId)).map((card) => card.invoiceId);
  return (
    <section className={styles.toClaim}>
      <h3>{texts.mineToClaim}</h3>
      <ul>
        {claimable.slice(0, toClaimMax).map((card) => (
          <li key={card.invoiceId}>
            <Checkbox
              checked={picked.has(card.invoiceId)}
              aria-label={texts.pick(names.headline(card))}
              onChange={() => selection.toggle(conversationId, card.invoiceId)}
            />
            <button type="button" className={styles.name} onClick={() => links.openInvoice(card.invoiceId, card)}>
              {names.headline(card)}
            </button>
            <Money amountMinor={card.totalMinor} currency={card.currency} size="small" />
          </li>
        ))}
      </ul>
      {chosen.length > 0 && (
        <Button type="primary" block loading={draft.isRunning} onClick={() => draft.run(chosen)}>
          {texts.draftClaim(chosen.length)}
        </Button>
      )}
    </section>
  );
}
