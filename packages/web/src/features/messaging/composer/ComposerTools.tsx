import {
  AudioOutlined,
  BarChartOutlined,
  BoldOutlined,
  DownOutlined,
  FolderOpenOutlined,
  FontSizeOutlined,
  PaperClipOutlined,
  SendOutlined,
  SmileOutlined,
} from '@ant-design/icons';
import { memo, type ReactNode, useRef, useState } from 'react';
import type { MenuItems } from '../../../shared/AnchoredMenu.tsx';
import { Button } from '../../../shared/Button.tsx';
import type { PanelAnchor } from '../../../shared/FloatingPanel.tsx';
import { useTexts } from '../../../shared/locale.tsx';
import { MenuButton } from '../../../shared/MenuButton.tsx';
import { EmojiPicker } from '../emoji/EmojiPicker.tsx';
import { messagingTexts } from '../texts.ts';
import styles from './Composer.module.css';
import type { SendKey } from './send-key.ts';
import { composerTexts } from './texts.ts';
import type { TextEdits } from './use-text-edits.ts';

interface ComposerToolsProps {
  isEditing: boolean;
  canSend: boolean;
  sendKey: SendKey;
  onSendKey(key: SendKey): void;
  onSubmit(): void;
  onMention(): void;
  onPreview(): void;
  edits: TextEdits;
  /** What cannot be done here is absent and not drawn. */
  onFiles?: (files: readonly File[]) => void;
  onVoice?: () => void;
  onPoll?: () => void;
  schedule?: () => void;
  onShowScheduled?: () => void;
}

/** Drawn anew when what can be done changes, not with every key. */
export const ComposerTools = memo(function ComposerTools(props: ComposerToolsProps) {
  const texts = useTexts(composerTexts);
  const words = useTexts(messagingTexts);
  const { onFiles, onVoice, onPoll } = props;
  const hint = props.isEditing ? texts.editHint : props.sendKey === 'enter' ? texts.hintEnter : texts.hintModEnter;
  return (
    <div className={styles.tools} role="toolbar" aria-label={texts.tools}>
      {onFiles && (
        <>
          <FileButton label={words.attach} icon={<PaperClipOutlined aria-hidden="true" />} onFiles={onFiles} />
          <FileButton
            label={words.attachFolder}
            icon={<FolderOpenOutlined aria-hidden="true" />}
            onFiles={onFiles}
            isFolder
          />
        </>
      )}
      <Tool label={words.mention} icon={<span aria-hidden="true">@</span>} onClick={props.onMention} />
      <EmojiButton onEmoji={props.edits.insert} />
      <FormatButton edits={props.edits} onPreview={props.onPreview} />
      {onVoice && <Tool label={texts.voice} icon={<AudioOutlined aria-hidden="true" />} onClick={onVoice} />}
      {onPoll && <Tool label={texts.poll} icon={<BarChartOutlined aria-hidden="true" />} onClick={onPoll} />}
      <span className={styles.hint}>{hint}</span>
      <SendButtons {...props} />
    </div>
  );
});

function SendButtons(props: ComposerToolsProps) {
  const texts = useTexts(composerTexts);
  const words = useTexts(messagingTexts);
  const { isEditing, canSend, sendKey, onSendKey, onSubmit, schedule, onShowScheduled } = props;
  const send = (
    <Button
      type="primary"
      size="small"
      className={isEditing ? '' : styles.sendMain}
      icon={<SendOutlined aria-hidden="true" />}
      disabled={!canSend}
      onClick={onSubmit}
    >
      {isEditing ? texts.saveEdit : words.send}
    </Button>
  );
  if (isEditing) return send;
  const items: MenuItems = [
    ...(schedule ? [{ key: 'schedule', label: texts.schedule, onClick: schedule }] : []),
    ...(onShowScheduled ? [{ key: 'scheduled', label: texts.scheduledList, onClick: onShowScheduled }] : []),
    { type: 'divider', key: 'line' },
    { key: 'enter', label: texts.enterSends, onClick: () => onSendKey('enter') },
    { key: 'mod-enter', label: texts.modEnterSends, onClick: () => onSendKey('mod-enter') },
  ];
  return (
    <span className={styles.send}>
      {send}
      <MenuButton
        items={items}
        chosenKey={sendKey}
        placement="topRight"
        type="primary"
        size="small"
        className={styles.sendMore}
        icon={<DownOutlined aria-hidden="true" />}
        aria-label={texts.more}
      />
    </span>
  );
}

function FormatButton({ edits, onPreview }: { edits: TextEdits; onPreview(): void }) {
  const texts = useTexts(composerTexts);
  const items: MenuItems = [
    { key: 'bold', label: texts.bold, icon: <BoldOutlined />, extra: '⌘B', onClick: () => edits.mark('**') },
    { key: 'italic', label: texts.italic, extra: '⌘I', onClick: () => edits.mark('*') },
    { key: 'strike', label: texts.strike, extra: '⌘⇧X', onClick: () => edits.mark('~~') },
    { key: 'code', label: texts.code, extra: '⌘E', onClick: () => edits.mark('`') },
    { key: 'block', label: texts.codeBlock, extra: '⌘⇧C', onClick: () => edits.fence() },
    { key: 'numbers', label: texts.numberList, extra: '⌘⇧7', onClick: () => edits.lines('1. ') },
    { key: 'list', label: texts.bulletList, extra: '⌘⇧8', onClick: () => edits.lines('- ') },
    { key: 'quote', label: texts.quoteText, extra: '⌘⇧9', onClick: () => edits.lines('> ') },
    { type: 'divider', key: 'line' },
    { key: 'preview', label: texts.preview, onClick: onPreview },
  ];
  return (
    <MenuButton
      items={items}
      placement="topLeft"
      type="text"
      size="small"
      className={styles.tool}
      icon={<FontSizeOutlined aria-hidden="true" />}
      aria-label={texts.format}
    >
      <span className={styles.toolName}>{texts.format}</span>
    </MenuButton>
  );
}

function EmojiButton({ onEmoji }: { onEmoji(emoji: string): void }) {
  const texts = useTexts(composerTexts);
  const [anchor, setAnchor] = useState<PanelAnchor | null>(null);
  return (
    <>
      <Button
        type="text"
        size="small"
        className={styles.tool}
        icon={<SmileOutlined aria-hidden="true" />}
        aria-label={texts.emoji}
        aria-haspopup="dialog"
        onClick={(event) => setAnchor(event.currentTarget.getBoundingClientRect())}
      >
        <span className={styles.toolName}>{texts.emoji}</span>
      </Button>
      {anchor && (
        <EmojiPicker
          anchor={anchor}
          onClose={() => setAnchor(null)}
          onPick={(emoji) => {
            setAnchor(null);
            requestAnimationFrame(() => onEmoji(emoji));
          }}
        />
      )}
    </>
  );
}

function Tool({ label, icon, onClick }: { label: string; icon: ReactNode; onClick(): void }) {
  return (
    <Button type="text" size="small" className={styles.tool} icon={icon} aria-label={label} onClick={onClick}>
      <span className={styles.toolName}>{label}</span>
    </Button>
  );
}

interface FileButtonProps {
  label: string;
  icon: ReactNode;
  isFolder?: boolean;
  onFiles(files: readonly File[]): void;
}

function FileButton({ label, icon, isFolder = false, onFiles }: FileButtonProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button
        type="text"
        size="small"
        className={styles.tool}
        icon={icon}
        aria-label={label}
        onClick={() => input.current?.click()}
      >
        <span className={styles.toolName}>{label}</span>
      </Button>
      <input
        ref={input}
        className={styles.fileInput}
        type="file"
        multiple
        {...(isFolder ? { webkitdirectory: '' } : {})}
        tabIndex={-1}
        aria-label={label}
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])]);
          event.target.value = '';
        }}
      />
    </>
  );
}
