import { type Account, type ClaimId, claims, ledger, type VoucherProposal } from '@countinghouse/protocol';
import { Button } from 'antd';
import { useId, useState } from 'react';
import { DateField } from '../../shared/DateField.tsx';
import { formatMoney } from '../../shared/format.ts';
import { useTexts } from '../../shared/locale.tsx';
import { useMessenger } from '../../shared/messenger.tsx';
import { newClientId } from '../../shared/new-client-id.ts';
import { ResponsivePane } from '../../shared/ResponsivePane.tsx';
import { ErrorState, LoadingState } from '../../shared/States.tsx';
import { useToasts } from '../../shared/toasts.tsx';
import { useAction } from '../../shared/use-action.ts';
import { useInvoiceNames } from '../../shared/use-invoice-names.ts';
import { useQuery } from '../../shared/use-query.ts';
import { ExchangeRateForm } from './ExchangeRateForm.tsx';
import { balanceOf } from './ledger-state.ts';
import { TreatmentList } from './TreatmentList.tsx';
import { voucherTexts } from './texts.ts';
import styles from './VoucherEditor.module.css';
import { VoucherLineRow } from './VoucherLineRow.tsx';
import { type DraftLine, draftFaults, draftLineOf, lineAfter, readLine } from './voucher-draft.ts';

/** The server keeps the books in it (rule L10). */
const bookCurrency = 'CNY';

interface VoucherEditorProps {
  claimId: ClaimId;
  onClose?: () => void;
}

/** The proposed voucher of an approved claim, to check, to change and to post. */
export function VoucherEditor({ claimId, onClose }: VoucherEditorProps) {
  const texts = useTexts(voucherTexts);
  const names = useInvoiceNames();
  const params = { claimId };
  const [exchangeRate, setExchangeRate] = useState<string | null>(null);
  const claim = useQuery(claims.get, { params });
  const card = claim.data?.card;
  const needsRate = card !== undefined && card.currency !== bookCurrency;
  const query = exchangeRate === null ? {} : { exchangeRate };
  const canPropose = card !== undefined && (!needsRate || exchangeRate !== null);
  const proposal = useQuery(ledger.proposal, canPropose ? { params, query } : null);
  const accounts = useQuery(ledger.accounts, {});
  const failed = [claim, proposal, accounts].find((asked) => asked.status === 'failed');
  const subtitle = card && [card.title, card.number].filter(Boolean).join(' · ');
  if (needsRate && (exchangeRate === null || proposal.status === 'failed')) {
    return (
      <ResponsivePane title={texts.newVoucher} subtitle={subtitle} onClose={onClose}>
        {proposal.status === 'failed' && <ErrorState error={proposal.error} onRetry={proposal.reload} />}
        <ExchangeRateForm amountMinor={card.totalMinor} currency={card.currency} onGiven={setExchangeRate} />
      </ResponsivePane>
    );
  }
  if (!proposal.data || !accounts.data) {
    return (
      <ResponsivePane title={texts.newVoucher} subtitle={subtitle} onClose={onClose}>
        {failed ? <ErrorState error={failed.error} onRetry={failed.reload} /> : <LoadingState rows={8} />}
      </ResponsivePane>
    );
  }
  const changeRate = needsRate ? () => setExchangeRate(null) : undefined;
  const sellers = new Map(claim.data?.lines.map((line) => [line.invoiceId, names.headline(line.invoice)]));
  return (
    <Draft
      claimId={claimId}
      proposal={proposal.data}
      accounts={accounts.data.accounts}
      sellerOf={(invoiceId) => sellers.get(invoiceId) ?? ''}
      subtitle={subtitle}
      changeRate={changeRate}
      onClose={onClose}
    />
  );
}

interface DraftProps extends VoucherEditorProps {
  proposal: VoucherProposal;
  accounts: readonly Account[];
  sellerOf(invoiceId: VoucherProposal['treatments'][number]['invoiceId']): string;
  subtitle: string | undefined;
  /** Where the claim is in a foreign currency. */
  changeRate: (() => void) | undefined;
}

function Draft({ claimId, proposal, accounts, sellerOf, subtitle, changeRate, onClose }: DraftProps) {
  const texts = useTexts(voucherTexts);
  const dateId = useId();
  const [date, setDate] = useState(proposal.date);
  const [lines, setLines] = useState<readonly DraftLine[]>(() => proposal.lines.map(draftLineOf));
  const [showsFaults, setShowsFaults] = useState(false);
  const faults = draftFaults(lines, accounts);
  const post = usePosting({ claimId, exchange: proposal.exchange, date, lines, onClose });
  const start = () => (faults.length > 0 || date === '' ? setShowsFaults(true) : void post.run());
  const leaves = accounts.filter((account) => account.isLeaf);
  return (
    <ResponsivePane
      title={texts.newVoucher}
      subtitle={subtitle}
      onClose={onClose}
      footer={
        <>
          {showsFaults && faults.length > 0 && (
            <p className={styles.faults} role="alert">
              {faults.map((fault) => texts[`fault_${fault}`]).join(' ')}
            </p>
          )}
          <Button type="primary" size="large" loading={post.isRunning} onClick={start}>
            {texts.post}
          </Button>
          <span className={styles.finalHint}>{texts.finalHint}</span>
        </>
      }
    >
      <div className={styles.editor}>
        <div className={styles.date}>
          <label htmlFor={dateId}>{texts.date}</label>
          <DateField id={dateId} value={date} onChange={setDate} isWrong={showsFaults && date === ''} />
        </div>
        {proposal.exchange && (
          <p className={styles.exchange}>
            {texts.exchange(proposal.exchange.currency, proposal.exchange.rate)}
            <Button type="link" size="small" onClick={changeRate}>
              {texts.changeRate}
            </Button>
          </p>
        )}
        <ol className={styles.lines} aria-label={texts.lines}>
          {lines.map((line, position) => (
            <VoucherLineRow
              key={line.key}
              number={position + 1}
              draft={line}
              accounts={leaves}
              showsFaults={showsFaults}
              onChange={(changed) => setLines(lines.map((each) => (each.key === changed.key ? changed : each)))}
              onRemove={lines.length > 2 ? () => setLines(lines.filter((each) => each.key !== line.key)) : undefined}
            />
          ))}
        </ol>
        <Button type="dashed" block onClick={() => setLines([...lines, lineAfter(lines.at(-1))])}>
          {texts.add}
        </Button>
        <BalanceRow lines={lines} currency={proposal.currency} />
        <TreatmentList treatments={proposal.treatments} currency={proposal.currency} sellerOf={sellerOf} />
      </div>
    </ResponsivePane>
  );
}

interface PostingInput extends VoucherEditorProps {
  exchange: VoucherProposal['exchange'];
  date: string;
  lines: readonly DraftLine[];
}

function usePosting({ claimId, exchange, date, lines, onClose }: PostingInput) {
  const texts = useTexts(voucherTexts);
  const { call } = useMessenger();
  const message = useToasts();
  const [asked, setAsked] = useState({ content: '', clientId: newClientId() });
  return useAction(async () => {
    const rate = exchange ? { exchangeRate: exchange.rate } : {};
    const body = { date, ...rate, lines: lines.map(readLine) };
    const content = JSON.stringify(body);
    // The same voucher sent again is the same request; a changed one is another.
    const request = asked.content === content ? asked : { content, clientId: newClientId() };
    setAsked(request);
    const voucher = await call(ledger.book, { params: { claimId }, body: { clientId: request.clientId, ...body } });
    message.success(texts.posted(voucher.number));
    onClose?.();
  });
}

function BalanceRow({ lines, currency }: { lines: readonly DraftLine[]; currency: string }) {
  const texts = useTexts(voucherTexts);
  const balance = balanceOf(lines.map(readLine));
  const isBalanced = balance.differenceMinor === 0;
  const money = (amountMinor: number) => formatMoney(amountMinor, currency);
  return (
    <div className={styles.balance} aria-live="polite">
      <span>{texts.total}</span>
      <span className={isBalanced ? styles.balanced : styles.unbalanced}>
        {isBalanced ? `✓ ${texts.balanced}` : `✕ ${texts.difference(money(Math.abs(balance.differenceMinor)))}`}
      </span>
      <span className={styles.sum}>
        {texts.debit} {money(balance.debitMinor)}
      </span>
      <span className={styles.sum}>
        {texts.credit} {money(balance.creditMinor)}
      </span>
    </div>
  );
}
