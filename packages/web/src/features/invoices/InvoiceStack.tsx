import type { ConversationId } from '@countinghouse/protocol';
import { Button, Checkbox } from 'antd';
import type { CardStackProps } from '../../shared/card-registry.ts';
import { formatMoney } from '../../shared/format.ts';
import { useTexts } from '../../shared/locale.tsx';
import { useMe } from '../../shared/messenger.tsx';
import { type StackFacts, stackFacts } from './claimable-stack.ts';
import styles from './InvoiceStack.module.css';
import { parseInvoiceCard } from './parse-card.ts';
import { selection, useSelected } from './selection.ts';
import { stackTexts } from './stack-texts.ts';
import { useDraftClaim } from './use-draft-claim.ts';

/** The invoices of one message with what they come to, and one press that claims them all. */
export function InvoiceStack({ cards, conversationId, children }: CardStackProps) {
  const me = useMe();
  const picked = useSelected(conversationId);
  const facts = stackFacts(
    cards.flatMap((data) => parseInvoiceCard(data) ?? []),
    me.person,
    picked,
  );
  return (
    <>
      {facts.count > 1 && <StackBar facts={facts} conversationId={conversationId} />}
      {children}
    </>
  );
}

function StackBar({ facts, conversationId }: { facts: StackFacts; conversationId: ConversationId }) {
  const texts = useTexts(stackTexts);
  const picked = useSelected(conversationId);
  const draft = useDraftClaim();
  const { claimable, groups } = facts;
  const pickedCount = claimable.filter((id) => picked.has(id)).length;
  const sums = facts.sums.map(({ currency, totalMinor }) => formatMoney(totalMinor, currency)).join(' + ');
  const isAll = pickedCount === claimable.length;
  return (
    <section className={styles.bar} aria-label={texts.together}>
      <span className={styles.facts}>
        <b>{texts.count(facts.count)}</b> <span className={styles.sum}>{sums}</span>
        {facts.doubtful > 0 && <span className={styles.doubtful}>{texts.doubtful(facts.doubtful)}</span>}
      </span>
      {claimable.length > 1 && (
        <span className={styles.actions}>
          <Checkbox
            checked={isAll}
            indeterminate={pickedCount > 0 && !isAll}
            onChange={() => selection.pick(conversationId, claimable, !isAll)}
          >
            {texts.all}
          </Checkbox>
          {groups.map((group) => (
            <Button
              key={group.currency}
              type="primary"
              loading={draft.isRunning}
              onClick={() => draft.run(group.invoiceIds)}
            >
              {group.invoiceIds.length < claimable.length
                ? texts.claimOf(group.invoiceIds.length, formatMoney(group.totalMinor, group.currency))
                : texts.claim(group.invoiceIds.length)}
            </Button>
          ))}
        </span>
      )}
    </section>
  );
}
