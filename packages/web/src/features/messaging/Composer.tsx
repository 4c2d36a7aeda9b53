import { FolderOpenOutlined, PaperClipOutlined, SendOutlined } from '@ant-design/icons';
import { filesPerMessageMax, messageTextLengthMax, type UserId } from '@countinghouse/protocol';
import type { OutgoingMessage } from '@countinghouse/sdk';
import { Button } from 'antd';
import {
  type ClipboardEvent,
  type KeyboardEvent,
  type ReactNode,
  type Ref,
  useEffect,
  useEffectEvent,
  useId,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { useTexts } from '../../shared/locale.tsx';
import styles from './Composer.module.css';
import { nameOfPasted } from './collect-files.ts';
import { MentionPicker } from './MentionPicker.tsx';
import { insertMention, type Mentionable, matchMentionables, mentionQueryAt, mentionsIn } from './mentions.ts';
import { StagedFiles } from './StagedFiles.tsx';
import { messagingTexts } from './texts.ts';
import { type StagedFile, useStagedFiles } from './use-staged-files.ts';

export interface ComposerHandle {
  addFiles(files: readonly File[]): void;
}

/** A message that was begun and not sent. */
export interface Draft {
  text: string;
  files: readonly StagedFile[];
}

interface ComposerProps {
  title: string;
  draft?: Draft | undefined;
  onDraft(draft: Draft): void;
  mentionables: readonly Mentionable[];
  onSend(message: OutgoingMessage): void;
  ref?: Ref<ComposerHandle>;
}

/** Writes one message: text, mentions, files. More files than a message may hold go out as several. */
export function Composer({ title, mentionables, draft, onDraft, onSend, ref }: ComposerProps) {
  const texts = useTexts(messagingTexts);
  const field = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState(draft?.text ?? '');
  const staged = useStagedFiles(draft?.files ?? []);
  const mention = useMention({ field, text, setText, mentionables });
  const canSend = text.trim() !== '' || staged.sendable.length > 0;
  useFitHeight(field, text);
  const keepDraft = useEffectEvent(onDraft);
  useEffect(() => keepDraft({ text, files: staged.files }), [text, staged.files]);
  useImperativeHandle(ref, () => ({
    addFiles(files) {
      staged.add(files);
      field.current?.focus();
    },
  }));

  const send = () => {
    if (!canSend) return;
    const body = text.trim();
    for (const message of splitMessage(body, mentionsIn(body, mentionables), staged.sendable)) onSend(message);
    setText('');
    staged.clear();
    mention.close();
    field.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // Enter while an input method is open chooses a word there.
    if (event.nativeEvent.isComposing || mention.onKeyDown(event)) return;
    if (event.key !== 'Enter' || event.shiftKey) return;
    event.preventDefault();
    send();
  };
  const onPaste = (event: ClipboardEvent) => {
    const pasted = [...event.clipboardData.files];
    if (pasted.length === 0) return;
    event.preventDefault();
    staged.add(pasted.map((file) => new File([file], nameOfPasted(file, new Date()), { type: file.type })));
  };

  return (
    <div className={styles.composer}>
      <MentionPicker {...mention.picker} />
      <div className={styles.box}>
        <StagedFiles files={staged.files} wasCut={staged.wasCut} onRemove={staged.remove} />
        <textarea
          ref={field}
          className={styles.field}
          rows={1}
          value={text}
          maxLength={messageTextLengthMax}
          placeholder={texts.composeTo(title)}
          aria-label={texts.composeTo(title)}
          {...mention.fieldProps}
          onChange={(event) => {
            setText(event.target.value);
            mention.update(event.target.value, event.target.selectionStart);
          }}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
        />
        <div className={styles.tools}>
          <FileButton label={texts.attach} icon={<PaperClipOutlined aria-hidden="true" />} onFiles={staged.add} />
          <FileButton
            label={texts.attachFolder}
            icon={<FolderOpenOutlined aria-hidden="true" />}
            onFiles={staged.add}
            isFolder
          />
          <Button type="text" size="small" onClick={mention.start}>
            @ <span className={styles.toolName}>{texts.mention}</span>
          </Button>
          <span className={styles.hint}>{texts.sendHint}</span>
          <Button
            type="primary"
            size="small"
            icon={<SendOutlined aria-hidden="true" />}
            disabled={!canSend}
            onClick={send}
          >
            {texts.send}
          </Button>
        </div>
      </div>
    </div>
  );
}

function splitMessage(text: string, mentions: UserId[], files: readonly File[]): OutgoingMessage[] {
  const outgoing = files.map((file) => ({ name: file.name, content: file }));
  const messages: OutgoingMessage[] = [{ text, mentions, files: outgoing.slice(0, filesPerMessageMax) }];
  for (let at = filesPerMessageMax; at < outgoing.length; at += filesPerMessageMax) {
    messages.push({ text: '', files: outgoing.slice(at, at + filesPerMessageMax) });
  }
  return messages;
}

interface MentionInput {
  field: { current: HTMLTextAreaElement | null };
  text: string;
  setText(text: string): void;
  mentionables: readonly Mentionable[];
}

function useMention({ field, text, setText, mentionables }: MentionInput) {
  const listId = useId();
  const [typed, setTyped] = useState<{ start: number; query: string } | null>(null);
  const [active, setActive] = useState(0);
  const matches = typed ? matchMentionables(mentionables, typed.query) : [];
  const isOpen = matches.length > 0;
  const update = (value: string, caret: number) => {
    setTyped(mentionQueryAt(value, caret));
    setActive(0);
  };
  const choose = (person: Mentionable) => {
    if (!typed || !field.current) return;
    const caret = typed.start + typed.query.length + 1;
    const next = insertMention(text, { start: typed.start, caret, name: person.name });
    setText(next.text);
    setTyped(null);
    const element = field.current;
    requestAnimationFrame(() => {
      element.focus();
      element.setSelectionRange(next.caret, next.caret);
    });
  };
  const onKeyDown = (event: KeyboardEvent): boolean => {
    const current = matches[active];
    if (!isOpen || !current) return false;
    if (event.key === 'ArrowDown') setActive((active + 1) % matches.length);
    else if (event.key === 'ArrowUp') setActive((active + matches.length - 1) % matches.length);
    else if (event.key === 'Enter' || event.key === 'Tab') choose(current);
    else if (event.key === 'Escape') setTyped(null);
    else return false;
    event.preventDefault();
    return true;
  };
  const start = () => {
    const element = field.current;
    if (!element) return;
    const caret = element.selectionStart;
    const lead = /[A-Za-z0-9._-]$/.test(text.slice(0, caret)) ? ' @' : '@';
    const next = text.slice(0, caret) + lead + text.slice(caret);
    setText(next);
    update(next, caret + lead.length);
    requestAnimationFrame(() => {
      element.focus();
      element.setSelectionRange(caret + lead.length, caret + lead.length);
    });
  };
  return {
    update,
    start,
    onKeyDown,
    close: () => setTyped(null),
    picker: { listId, matches, active, onChoose: choose },
    fieldProps: {
      'aria-controls': isOpen ? listId : undefined,
      'aria-autocomplete': 'list' as const,
      'aria-activedescendant': isOpen ? `${listId}-${active}` : undefined,
    },
  };
}

function useFitHeight(field: { current: HTMLTextAreaElement | null }, text: string) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text decides the height.
  useLayoutEffect(() => {
    const element = field.current;
    if (!element) return;
    element.style.height = 'auto';
    element.style.height = `${Math.min(element.scrollHeight, 220)}px`;
  }, [text, field]);
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
      <Button type="text" size="small" icon={icon} aria-label={label} onClick={() => input.current?.click()}>
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
