import { messageTextLengthMax, type UserId, type Voice } from '@countinghouse/protocol';
import type { EditedText, OutgoingMessage, TimelineMessage } from '@countinghouse/sdk';
import {
  type ClipboardEvent,
  type KeyboardEvent,
  lazy,
  type ReactNode,
  type Ref,
  useEffect,
  useEffectEvent,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { LazyOverlay } from '../../../shared/LazyOverlay.tsx';
import { useTexts } from '../../../shared/locale.tsx';
import { nameOfPasted } from '../collect-files.ts';
import { type Mentionable, mentionsIn } from '../mentions.ts';
import styles from './Composer.module.css';
import { ComposerTools } from './ComposerTools.tsx';
import type { ComposerMode } from './composer-mode.ts';
import { MentionPicker } from './MentionPicker.tsx';
import { CountLeft, ModeBar } from './ModeBar.tsx';
import { Preview } from './Preview.tsx';
import { isPictureOfWords, type Pasted } from './paste-table.ts';
import { StagedFiles } from './StagedFiles.tsx';
import { isSending, keepSendKey, keptSendKey, type SendKey } from './send-key.ts';
import { splitMessage } from './split-message.ts';
import { composerTexts } from './texts.ts';
import { useDraftText } from './use-draft-text.ts';
import { useMentionPicker } from './use-mention-picker.ts';
import { useStableHandlers } from './use-stable-handlers.ts';
import { type StagedFile, useStagedFiles } from './use-staged-files.ts';
import { runShortcut, useTextEdits } from './use-text-edits.ts';

const VoiceRecorder = lazy(() => import('../voice/VoiceRecorder.tsx').then((m) => ({ default: m.VoiceRecorder })));

export interface ComposerHandle {
  addFiles(files: readonly File[]): void;
  focus(): void;
  /** Puts words at the end of what stands there. */
  append(text: string): void;
  /** Away with what stands there: it goes out another way. */
  clear(): void;
}

export interface ComposerProps {
  placeholder: string;
  /** Why nothing can be written here. */
  closed: 'archived' | 'restricted' | null;
  /** What was begun here, on this device or another one. */
  draftText: string;
  onDraft(text: string, mentions: readonly UserId[]): void;
  onKey(text: string, mentions: readonly UserId[]): void;
  stagedFiles: readonly StagedFile[];
  onStaged(files: readonly StagedFile[]): void;
  mentionables: readonly Mentionable[];
  mode: ComposerMode;
  onModeEnd(): void;
  nameOf(userId: UserId): string;
  onSend(message: OutgoingMessage): void;
  /** True where it went through. */
  onSaveEdit(message: TimelineMessage, edited: EditedText): Promise<boolean>;
  /** ↑ in the empty field. */
  onEditLast(): void;
  onTyping(): void;
  onPoll?(): void;
  /** Absent where nothing can be sent later. */
  onSchedule?(message: OutgoingMessage): void;
  onShowScheduled?(): void;
  ref?: Ref<ComposerHandle>;
}

/** Writes one message: text, mentions, files, sound. More files than a message may hold go out as several. */
export function Composer(props: ComposerProps) {
  const texts = useTexts(composerTexts);
  if (props.closed) {
    return (
      <div className={styles.composer}>
        <output className={styles.closed}>{texts[props.closed]}</output>
      </div>
    );
  }
  return props.mode.kind === 'edit' ? (
    <EditComposer key={props.mode.message.seq} {...props} message={props.mode.message} />
  ) : (
    <NewComposer {...props} />
  );
}

function NewComposer(props: ComposerProps) {
  const texts = useTexts(composerTexts);
  const { mode, mentionables, onSend } = props;
  const draft = useDraftText(props);
  const staged = useStagedFiles(props.stagedFiles);
  const [isRecording, setIsRecording] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const keepStaged = useEffectEvent(props.onStaged);
  useEffect(() => keepStaged(staged.files), [staged.files]);
  useEffect(() => {
    if (mode.kind === 'reply') field.current?.focus();
  }, [mode]);
  useImperativeHandle(props.ref, () => ({
    addFiles(files) {
      staged.add(files);
      field.current?.focus();
    },
    focus: () => field.current?.focus(),
    append(text) {
      draft.change(draft.text === '' ? text : `${draft.text}\n${text}`);
      requestAnimationFrame(() => field.current?.focus());
    },
    clear: draft.clear,
  }));
  const replyTo = mode.kind === 'reply' ? { replyTo: mode.message.seq } : {};
  const isTooLong = draft.text.length > messageTextLengthMax;
  const canSend = (draft.text.trim() !== '' || staged.sendable.length > 0) && !isTooLong;
  const outgoing = () => {
    const body = draft.text.trim();
    return splitMessage({ text: body, ...mentionsIn(body, mentionables), ...replyTo }, staged.sendable);
  };
  const clear = () => {
    draft.clear();
    staged.clear();
    if (mode.kind !== 'new') props.onModeEnd();
    field.current?.focus();
  };
  const send = () => {
    if (!canSend) return;
    for (const message of outgoing()) onSend(message);
    clear();
  };
  const sendVoice = (sound: File, voice: Voice) =>
    onSend({ text: '', files: [{ name: sound.name, content: sound }], voice, ...replyTo });
  const sendAsFile = () => {
    const name = `${texts.longText}-${new Date().toISOString().slice(0, 10)}.md`;
    staged.add([new File([draft.text], name, { type: 'text/markdown' })]);
    draft.clear();
    field.current?.focus();
  };
  const schedule = () => {
    const [message] = outgoing();
    if (message) props.onSchedule?.(message);
  };
  const onPaste = (event: ClipboardEvent) => {
    const pasted = [...event.clipboardData.files];
    if (pasted.length === 0 || isPictureOfWords(wordsOf(event.clipboardData))) return;
    event.preventDefault();
    staged.add(pasted.map((file) => new File([file], nameOfPasted(file, new Date()), { type: file.type })));
  };
  const recorder = isRecording && (
    <LazyOverlay onClose={() => setIsRecording(false)}>
      <VoiceRecorder onSend={sendVoice} onEnd={() => setIsRecording(false)} />
    </LazyOverlay>
  );
  return (
    <Frame
      {...props}
      field={field}
      text={draft.text}
      setText={draft.change}
      canSend={canSend}
      onSubmit={send}
      onPaste={onPaste}
      onEscape={mode.kind === 'new' ? undefined : props.onModeEnd}
      above={<StagedFiles files={staged.files} wasCut={staged.wasCut} onRemove={staged.remove} />}
      recorder={recorder}
      onVoice={() => setIsRecording(true)}
      onFiles={staged.add}
      onAsFile={sendAsFile}
      schedule={props.onSchedule && staged.files.length === 0 && draft.text.trim() !== '' ? schedule : undefined}
    />
  );
}

/** Changes an own message in the place of the composer; what was begun as a new one waits meanwhile. */
function EditComposer({ message, ...props }: ComposerProps & { message: TimelineMessage }) {
  const [text, setText] = useState(message.text);
  const [isSaving, setIsSaving] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    field.current?.focus();
    field.current?.setSelectionRange(message.text.length, message.text.length);
  }, [message]);
  useImperativeHandle(props.ref, () => ({
    addFiles: () => {},
    focus: () => field.current?.focus(),
    append: (more) => setText((before) => `${before}\n${more}`),
    clear: props.onModeEnd,
  }));
  const body = text.trim();
  const canSend = body !== '' && text.length <= messageTextLengthMax && !isSaving;
  const save = async () => {
    if (!canSend) return;
    if (body === message.text) return props.onModeEnd();
    setIsSaving(true);
    const isDone = await props.onSaveEdit(message, { text: body, ...mentionsIn(body, props.mentionables) });
    setIsSaving(false);
    if (isDone) props.onModeEnd();
  };
  return (
    <Frame
      {...props}
      field={field}
      text={text}
      setText={setText}
      canSend={canSend}
      onSubmit={() => void save()}
      onEscape={props.onModeEnd}
    />
  );
}

const wordsOf = (data: DataTransfer): Pasted => ({ text: data.getData('text/plain'), html: data.getData('text/html') });

interface FrameProps extends ComposerProps {
  field: { current: HTMLTextAreaElement | null };
  text: string;
  setText(text: string): void;
  canSend: boolean;
  onSubmit(): void;
  onPaste?(event: ClipboardEvent): void;
  onEscape?: () => void;
  above?: ReactNode;
  recorder?: ReactNode;
  onVoice?(): void;
  onFiles?(files: readonly File[]): void;
  /** What is too long for a message becomes a file beside it. */
  onAsFile?(): void;
  schedule?: () => void;
}

function Frame(props: FrameProps) {
  const texts = useTexts(composerTexts);
  const { field, text, setText, mode, onSubmit } = props;
  const [sendKey, setSendKey] = useState<SendKey>(keptSendKey);
  const [isPreviewed, setIsPreviewed] = useState(false);
  const mention = useMentionPicker({ field, text, setText, mentionables: props.mentionables });
  const edits = useTextEdits(field, setText);
  // Ctrl+Shift+V asks for the words as they are, as everywhere.
  const isPlainPaste = useRef(false);
  useFitHeight(field, text, !props.recorder);
  const submit = () => {
    mention.close();
    if (props.canSend) setIsPreviewed(false);
    onSubmit();
  };
  const handlers = useStableHandlers({
    onSendKey: (key: SendKey) => {
      keepSendKey(key);
      setSendKey(key);
    },
    onSubmit: submit,
    onMention: mention.start,
    onPreview: () => setIsPreviewed((is) => !is),
    onFiles: props.onFiles,
    onVoice: props.onVoice,
    onPoll: mode.kind === 'edit' ? undefined : props.onPoll,
    schedule: props.schedule,
    onShowScheduled: props.onShowScheduled,
  });
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    // Enter while an input method is open chooses a word there.
    if (event.nativeEvent.isComposing || mention.onKeyDown(event) || runShortcut(event, edits)) return;
    if (event.key === 'Escape' && props.onEscape) {
      event.preventDefault();
      props.onEscape();
    } else if (event.key === 'ArrowUp' && text === '' && mode.kind === 'new') {
      event.preventDefault();
      props.onEditLast();
    } else if (event.key === 'Enter') {
      if (
        isSending(event, sendKey) &&
        !(sendKey === 'enter' && edits.isInFence() && !event.ctrlKey && !event.metaKey)
      ) {
        event.preventDefault();
        submit();
      } else if (edits.continueList()) event.preventDefault();
    }
  };
  return (
    <div className={styles.composer}>
      <MentionPicker {...mention.picker} />
      <div className={styles.box}>
        <ModeBar mode={mode} nameOf={props.nameOf} onEnd={props.onModeEnd} />
        {props.above}
        {isPreviewed && <Preview text={text} mentionables={props.mentionables} onClose={() => setIsPreviewed(false)} />}
        {props.recorder || (
          <textarea
            ref={field}
            className={styles.field}
            rows={1}
            value={text}
            dir="auto"
            placeholder={mode.kind === 'edit' ? texts.editing : props.placeholder}
            aria-label={mode.kind === 'edit' ? texts.editing : props.placeholder}
            {...mention.fieldProps}
            onChange={(event) => {
              setText(event.target.value);
              mention.update(event.target.value, event.target.selectionStart);
              if (event.target.value.trim() !== '') props.onTyping();
            }}
            onKeyDown={(event) => {
              isPlainPaste.current = event.shiftKey && event.key.toLowerCase() === 'v';
              onKeyDown(event);
            }}
            onPaste={(event) => {
              props.onPaste?.(event);
              if (!event.defaultPrevented && !isPlainPaste.current && edits.pasteTable(wordsOf(event.clipboardData)))
                event.preventDefault();
            }}
          />
        )}
        <CountLeft length={text.length} onAsFile={props.onAsFile} />
        {!props.recorder && (
          <ComposerTools
            isEditing={mode.kind === 'edit'}
            canSend={props.canSend}
            sendKey={sendKey}
            edits={edits}
            {...handlers}
          />
        )}
      </div>
    </div>
  );
}

const fieldHeightMaxPx = 220;

function useFitHeight(field: { current: HTMLTextAreaElement | null }, text: string, isShown: boolean) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text decides the height, of a field that is there.
  useLayoutEffect(() => {
    if (field.current) fitHeight(field.current);
  }, [text, field, isShown]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another field comes when recording ends.
  useEffect(() => {
    const element = field.current;
    if (!element) return;
    let width = element.clientWidth;
    const observer = new ResizeObserver(() => {
      if (element.clientWidth === width) return;
      width = element.clientWidth;
      fitHeight(element);
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [field, isShown]);
}

function fitHeight(element: HTMLTextAreaElement): void {
  // Where the browser fits the field by itself, the page need not be laid out twice for each key.
  if (CSS.supports('field-sizing', 'content')) return;
  element.style.height = 'auto';
  // In a drawer that is about to open nothing has a height yet.
  if (element.scrollHeight > 0) element.style.height = `${Math.min(element.scrollHeight, fieldHeightMaxPx)}px`;
}
