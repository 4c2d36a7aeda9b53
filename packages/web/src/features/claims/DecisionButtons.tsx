import { type ApprovalStep, type Claim, type ClaimCardData, claims, type UserId } from '@countinghouse/protocol';
import { Button } from 'antd';
import { useState } from 'react';
import { useTexts } from '../../shared/locale.tsx';
import { useMessenger } from '../../shared/messenger.tsx';
import { useToasts } from '../../shared/toasts.tsx';
import { useAction } from '../../shared/use-action.ts';
import { DelegateDialog, ReturnDialog } from './DecisionDialogs.tsx';
import { claimTexts } from './texts.ts';

interface DecisionButtonsProps {
  card: ClaimCardData;
  step: ApprovalStep;
  onDecided?(claim: Claim): void;
}

interface Decision {
  decision: 'approve' | 'return' | 'delegate';
  reason?: string;
  approverId?: UserId;
}

const toasts = { approve: 'approvedToast', return: 'returnedToast', delegate: 'delegatedToast' } as const;

/** Approve, return with a reason, or hand the step to another approver. */
export function DecisionButtons({ card, step, onDecided }: DecisionButtonsProps) {
  const texts = useTexts(claimTexts);
  const { call } = useMessenger();
  const message = useToasts();
  const [open, setOpen] = useState<'return' | 'delegate' | null>(null);
  const decide = useAction(async (decision: Decision) => {
    if (card.approvalId === null) return;
    const params = { approvalId: card.approvalId };
    const claim = await call(claims.decide, { params, body: { stepId: step.id, ...decision } });
    setOpen(null);
    message.success(texts[toasts[decision.decision]]);
    onDecided?.(claim);
  });
  const close = () => setOpen(null);
  return (
    <>
      <Button type="primary" loading={decide.isRunning && !open} onClick={() => decide.run({ decision: 'approve' })}>
        {texts.approve}
      </Button>
      <Button onClick={() => setOpen('return')}>{texts.return}</Button>
      <Button onClick={() => setOpen('delegate')}>{texts.delegate}</Button>
      {open === 'return' && (
        <ReturnDialog
          isRunning={decide.isRunning}
          onCancel={close}
          onReturn={(reason) => decide.run({ decision: 'return', reason })}
        />
      )}
      {open === 'delegate' && (
        <DelegateDialog
          card={card}
          isRunning={decide.isRunning}
          onCancel={close}
          onDelegate={(approverId, reason) =>
            decide.run({ decision: 'delegate', approverId, ...(reason ? { reason } : {}) })
          }
        />
      )}
    </>
  );
}
