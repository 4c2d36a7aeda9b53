import { type Claim, claims } from '@countinghouse/protocol';
import { Button, Popconfirm } from 'antd';
import { useTexts } from '../../shared/locale.tsx';
import { useMessenger } from '../../shared/messenger.tsx';
import { useAction } from '../../shared/use-action.ts';
import { claimTexts, editorTexts } from './texts.ts';

interface WithdrawButtonProps {
  claim: Claim;
  onWithdrawn(claim: Claim): void;
}

export function WithdrawButton({ claim, onWithdrawn }: WithdrawButtonProps) {
  const texts = useTexts(editorTexts);
  const words = useTexts(claimTexts);
  const { call } = useMessenger();
  const withdraw = useAction(async () => {
    onWithdrawn(await call(claims.withdraw, { params: { claimId: claim.card.claimId } }));
  });
  const label = claim.card.status === 'draft' ? texts.withdrawDraft : texts.withdraw;
  return (
    <Popconfirm
      title={label}
      description={<p style={{ maxWidth: 260 }}>{texts.withdrawConfirm}</p>}
      okText={label}
      cancelText={words.cancel}
      okButtonProps={{ danger: true }}
      onConfirm={() => withdraw.run()}
    >
      <Button type="text" loading={withdraw.isRunning}>
        {label}
      </Button>
    </Popconfirm>
  );
}
