import { CloseOutlined } from '@ant-design/icons';
import type { TimelineMessage } from '@countinghouse/sdk';
import { Button } from 'antd';
import { useTexts } from '../../../shared/locale.tsx';
import { rightsOver } from '../menu/message-rights.ts';
import { messageTexts } from '../message-texts.ts';
import { useScope } from '../scope.ts';
import { useIsSelecting, useSelectedMessages } from '../selection.ts';
import styles from './SelectionBar.module.css';

/** In the place of the composer while messages are being marked. */
export function SelectionBar({ onRecall }: { onRecall(messages: readonly TimelineMessage[]): void }) {
  const texts = useTexts(messageTexts);
  const scope = useScope();
  const { selection, actions } = scope;
  const isSelecting = useIsSelecting(selection);
  const selected = useSelectedMessages(selection);
  if (!isSelecting) return null;
  const rights = selected.map((message) => rightsOver(message, scope, Date.now()));
  const isEmpty = selected.length === 0;
  return (
    <div className={styles.bar} role="toolbar" aria-label={texts.select}>
      <output>{texts.selected(selected.length)}</output>
      <Button
        disabled={isEmpty || rights.some((each) => !each.forward)}
        type="primary"
        onClick={() => actions.forward(selected)}
      >
        {texts.forward}
      </Button>
      <Button
        disabled={isEmpty}
        onClick={() => {
          actions.copyText(selected);
          selection.end();
        }}
      >
        {texts.copy}
      </Button>
      <Button danger disabled={isEmpty || rights.some((each) => !each.recall)} onClick={() => onRecall(selected)}>
        {texts.recall}
      </Button>
      <Button
        type="text"
        icon={<CloseOutlined aria-hidden="true" />}
        aria-label={texts.cancel}
        title={`${texts.cancel} Esc`}
        onClick={() => selection.end()}
      />
    </div>
  );
}
