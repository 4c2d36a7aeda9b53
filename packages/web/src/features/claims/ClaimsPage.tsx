import { type ClaimCardData, type ClaimId, claims } from '@countinghouse/protocol';
import { Segmented } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTexts } from '../../shared/locale.tsx';
import { Money } from '../../shared/Money.tsx';
import { useDirectory, useMe } from '../../shared/messenger.tsx';
import { Page } from '../../shared/Page.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../shared/States.tsx';
import { useSidePane } from '../../shared/side-pane.tsx';
import { usePaneClosed } from '../../shared/use-pane-closed.ts';
import { type Query, useQuery } from '../../shared/use-query.ts';
import { ClaimStatusChip } from './ClaimCardView.tsx';
import { ClaimDetail } from './ClaimDetail.tsx';
import styles from './Claims.module.css';
import { claimListTexts, claimTexts } from './texts.ts';

type Tab = 'mine' | 'approvals' | 'all';

const onClaims = {
  reloadOn: (change: { kind: string; type?: string }) =>
    change.kind === 'inbox' || change.type === 'Countinghouse.Claim',
};

interface ClaimsPageProps {
  /** Opened beside the list, as from a link. */
  claimId?: ClaimId;
}

/** 我的报销, 待我审批, and for those who see them, all claims. */
export function ClaimsPage({ claimId }: ClaimsPageProps) {
  const texts = useTexts(claimListTexts);
  const me = useMe();
  const pane = useSidePane();
  const [tab, setTab] = useState<Tab>('mine');
  const open = (id: ClaimId) => pane.open(<ClaimDetail claimId={id} onClose={pane.close} />);
  const openLatest = useRef(open);
  openLatest.current = open;
  useEffect(() => {
    if (claimId) openLatest.current(claimId);
  }, [claimId]);
  const tabs: Tab[] = me.roles.includes('finance') ? ['mine', 'approvals', 'all'] : ['mine', 'approvals'];
  return (
    <Page
      title={texts.pageTitle}
      tools={
        <Segmented
          aria-label={texts.scope}
          value={tab}
          onChange={setTab}
          options={tabs.map((value) => ({ value, label: texts[value] }))}
        />
      }
    >
      {tab === 'approvals' ? <ApprovalList onOpen={open} /> : <ClaimList scope={tab} onOpen={open} key={tab} />}
    </Page>
  );
}

interface ListProps {
  onOpen(claimId: ClaimId): void;
}

function ApprovalList({ onOpen }: ListProps) {
  const texts = useTexts(claimListTexts);
  const query = useQuery(claims.inbox, {}, onClaims);
  return <Rows query={query} cards={query.data?.approvals} empty={texts.emptyApprovals} onOpen={onOpen} />;
}

function ClaimList({ scope, onOpen }: ListProps & { scope: 'mine' | 'all' }) {
  const texts = useTexts(claimListTexts);
  const query = useQuery(claims.list, { query: { scope } }, onClaims);
  usePaneClosed(query.reload);
  const isMine = scope === 'mine';
  return (
    <Rows
      query={query}
      cards={query.data?.claims}
      empty={isMine ? texts.emptyMine : texts.emptyAll}
      hint={isMine ? texts.emptyMineHint : undefined}
      onOpen={onOpen}
    />
  );
}

interface RowsProps extends ListProps {
  query: Pick<Query<unknown>, 'status' | 'error' | 'reload'>;
  cards: readonly ClaimCardData[] | undefined;
  empty: string;
  hint?: string;
}

function Rows({ query, cards, empty, hint, onOpen }: RowsProps) {
  if (query.status === 'failed') return <ErrorState error={query.error} onRetry={query.reload} />;
  if (!cards) return <LoadingState rows={8} />;
  if (cards.length === 0) return <EmptyState mark="报" title={empty} hint={hint} />;
  return (
    <ul className={styles.rows}>
      {cards.map((card) => (
        <li key={card.claimId}>
          <ClaimRow card={card} onOpen={() => onOpen(card.claimId)} />
        </li>
      ))}
    </ul>
  );
}

function ClaimRow({ card, onOpen }: { card: ClaimCardData; onOpen(): void }) {
  const texts = useTexts(claimListTexts);
  const words = useTexts(claimTexts);
  const directory = useDirectory();
  const excesses = card.lines.filter((line) => line.excess).length;
  const pending = card.steps.find((step) => step.status === 'pending');
  const notes = [
    directory.nameOfPerson(card.claimantId),
    card.number || texts.noNumber,
    words.invoiceCount(card.lineCount),
    card.costName && directory.nameOf(card.costName),
    excesses > 0 && words.excessCount(excesses),
    pending && `${words.chain}: ${directory.nameOfPerson(pending.approverId)}`,
    card.voucherNumber,
  ];
  return (
    <button type="button" className={styles.row} onClick={onOpen}>
      <span className={styles.between}>
        <span className={styles.name}>{card.title || words.claim}</span>
        <Money amountMinor={card.totalMinor} currency={card.currency} />
      </span>
      <span className={styles.between}>
        <span className={styles.quiet}>{notes.filter(Boolean).join(' · ')}</span>
        <ClaimStatusChip status={card.status} />
      </span>
    </button>
  );
}
