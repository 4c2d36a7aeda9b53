import { type Claim, type ClaimLine, claims } from '@countinghouse/protocol';
import { Button, Input, Select } from 'antd';
import { useId, useState } from 'react';
import { useTexts } from '../../shared/locale.tsx';
import { Money } from '../../shared/Money.tsx';
import { useDirectory, useMessenger } from '../../shared/messenger.tsx';
import { useToasts } from '../../shared/toasts.tsx';
import { useAction } from '../../shared/use-action.ts';
import { AddInvoices } from './AddInvoices.tsx';
import { ReturnNotice } from './ClaimCardView.tsx';
import styles from './ClaimEditor.module.css';
import { ClaimLineEditor } from './ClaimLineEditor.tsx';
import { costKey, costOptions, type Missing, missingIn } from './claim-state.ts';
import { claimTexts, editorTexts } from './texts.ts';
import { type ClaimDraft, useClaimDraft } from './use-claim-draft.ts';
import { WithdrawButton } from './WithdrawButton.tsx';

interface ClaimEditorProps {
  claim: Claim;
  onChanged(claim: Claim): void;
  /** The claim changed elsewhere: fetch it again. */
  onStale(): void;
}

const titleLengthMax = 200;

/** A draft or returned claim: purpose, who bears the cost, an expense type for each invoice, reasons for excesses. */
export function ClaimEditor({ claim, onChanged, onStale }: ClaimEditorProps) {
  const texts = useTexts(editorTexts);
  const claimWords = useTexts(claimTexts);
  const draft = useClaimDraft(claim, onChanged, onStale);
  const [showsMissing, setShowsMissing] = useState(false);
  const missing = missingIn(claim);
  const marks = showsMissing ? missing : [];
  const editLines = (lines: readonly ClaimLine[]) => draft.edit({ lines: lines.map(lineBody) });
  return (
    <div className={styles.editor}>
      <ReturnNotice card={claim.card} />
      <TitleField claim={claim} draft={draft} isMissing={marks.includes('title')} />
      <CostField claim={claim} draft={draft} isMissing={marks.includes('cost')} />
      <ul className={styles.lines} aria-label={claimWords.lines}>
        {claim.lines.map((line) => (
          <ClaimLineEditor
            key={line.invoiceId}
            line={line}
            currency={claim.card.currency}
            asksReason={marks.includes('reason')}
            onChange={(changed) => editLines(claim.lines.map((each) => (each === line ? changed : each)))}
            onRemove={claim.lines.length > 1 ? () => editLines(claim.lines.filter((each) => each !== line)) : undefined}
          />
        ))}
      </ul>
      <AddInvoices claim={claim} onAdd={(added) => draft.edit({ lines: [...claim.lines.map(lineBody), ...added] })} />
      <p className={styles.total}>
        <span>{claimWords.total}</span>
        <Money amountMinor={claim.card.totalMinor} currency={claim.card.currency} size="large" />
      </p>
      <SubmitBar
        claim={claim}
        draft={draft}
        missing={marks}
        onRefused={() => setShowsMissing(true)}
        onChanged={onChanged}
      />
      <output className={styles.saving}>{draft.isSaving ? texts.saving : texts.saved}</output>
    </div>
  );
}

const lineBody = ({ invoiceId, expenseType, reason }: ClaimLine) => ({ invoiceId, expenseType, reason });

interface FieldProps {
  claim: Claim;
  draft: ClaimDraft;
  isMissing: boolean;
}

function TitleField({ claim, draft, isMissing }: FieldProps) {
  const texts = useTexts(editorTexts);
  const id = useId();
  const [title, setTitle] = useState(claim.card.title);
  const save = () => {
    const next = title.trim();
    if (next !== '' && next !== claim.card.title) void draft.edit({ title: next });
  };
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{texts.title}</label>
      <Input
        id={id}
        value={title}
        placeholder={texts.titleHint}
        maxLength={titleLengthMax}
        status={isMissing ? 'error' : ''}
        onChange={(event) => setTitle(event.target.value)}
        onBlur={save}
        onPressEnter={save}
      />
    </div>
  );
}

function CostField({ claim, draft, isMissing }: FieldProps) {
  const texts = useTexts(editorTexts);
  const id = useId();
  const directory = useDirectory();
  const options = costOptions(directory);
  const all = [...options.engagements, ...options.departments];
  const group = (label: string, from: typeof all) => ({
    label,
    options: from.map(({ key, name }) => ({ value: key, label: directory.nameOf(name) })),
  });
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{texts.cost}</label>
      <Select
        id={id}
        showSearch={{ optionFilterProp: 'label' }}
        placeholder={texts.costHint}
        status={isMissing ? 'error' : ''}
        value={claim.card.costTo ? costKey(claim.card.costTo) : undefined}
        onChange={(key) => {
          const chosen = all.find((option) => option.key === key);
          if (chosen) void draft.edit({ costTo: chosen.costTo });
        }}
        options={[group(texts.engagements, options.engagements), group(texts.departments, options.departments)]}
      />
    </div>
  );
}

interface SubmitBarProps {
  claim: Claim;
  draft: ClaimDraft;
  /** Shown only after a first try: nobody is told off while still writing. */
  missing: readonly Missing[];
  onRefused(): void;
  onChanged(claim: Claim): void;
}

function SubmitBar({ claim, draft, missing, onRefused, onChanged }: SubmitBarProps) {
  const texts = useTexts(editorTexts);
  const { call } = useMessenger();
  const message = useToasts();
  const submit = useAction(async () => {
    const settled = await draft.settle();
    if (!settled) return;
    if (missingIn(settled).length > 0) return onRefused();
    const { claimId, version } = settled.card;
    onChanged(await call(claims.submit, { params: { claimId }, body: { version } }));
    message.success(texts.submitted);
  });
  return (
    <div className={styles.submit}>
      {missing.length > 0 && (
        <p className={styles.missing} role="alert">
          {texts.missing(missing.map((what) => texts[`missing_${what}`]).join('、'))}
        </p>
      )}
      <Button type="primary" size="large" loading={submit.isRunning} onClick={() => submit.run()}>
        {texts.submit}
      </Button>
      {claim.actions.includes('withdraw') && <WithdrawButton claim={claim} onWithdrawn={onChanged} />}
    </div>
  );
}
