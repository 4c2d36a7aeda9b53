import { type ConversationId, type ConversationSummary, personal } from '@countinghouse/protocol';
import type { Call, OpenConversation, TimelineMessage } from '@countinghouse/sdk';
import { App } from 'antd';
import { useMemo, useRef } from 'react';
import { describeRefusal } from '../../shared/describe-refusal.ts';
import { useLocale, useTexts } from '../../shared/locale.tsx';
import { useMessenger } from '../../shared/messenger.tsx';
import { paths } from '../../shared/paths.ts';
import { useToasts } from '../../shared/toasts.tsx';
import { visibleText } from '../../shared/visible-text.ts';
import type { ComposerHandle } from './composer/Composer.tsx';
import type { ComposerMode } from './composer/composer-mode.ts';
import { messageTexts } from './message-texts.ts';
import type { LookOf } from './person-look.ts';
import { recalledTexts } from './recalled-texts.ts';
import type { MessageActions } from './scope.ts';
import type { Selection } from './selection.ts';
import type { Overlays } from './use-overlays.ts';

interface ActionsInput {
  open: OpenConversation;
  summary: ConversationSummary;
  meId: string;
  lookOf: LookOf;
  selection: Selection;
  overlays: Overlays;
  composer: { current: ComposerHandle | null };
  setMode(mode: ComposerMode): void;
  openThread(rootSeq: number): void;
  showReaders(message: TimelineMessage): void;
  jumpTo(seq: number): void;
}

/** What can be done with messages; the object stays the same, so that no row is drawn anew because of it. */
export function useMessageActions(input: ActionsInput) {
  const toast = useToasts();
  const { modal } = App.useApp();
  const { call, markUnread } = useMessenger();
  const texts = useTexts(messageTexts);
  const { locale } = useLocale();
  const latest = useRef({ ...input, toast, modal, call, markUnread, texts, locale });
  latest.current = { ...input, toast, modal, call, markUnread, texts, locale };
  return useMemo(() => {
    const now = () => latest.current;
    /** Tells why it was refused. */
    const tell = (work: Promise<unknown>, done?: string) => {
      work.then(
        () => done !== undefined && now().toast.success(done),
        (error: unknown) => now().toast.error(describeRefusal(error, now().locale)),
      );
    };
    const recallAll = (messages: readonly TimelineMessage[]) => {
      const { modal: dialogs, texts: words, open, meId, summary, selection } = now();
      dialogs.confirm({
        title: messages.length === 1 ? words.recallAsk : words.recallManyAsk(messages.length),
        content: messages.some((each) => each.actorId !== meId) ? words.recallAskOther : undefined,
        okText: words.recall,
        cancelText: words.cancel,
        okButtonProps: { danger: true },
        onOk: () => {
          for (const each of messages) {
            if (each.actorId === meId && each.text) recalledTexts.keep(summary.id, each.seq, each.text);
          }
          selection.end();
          tell(Promise.all(messages.map((each) => open.recall(each.seq))));
        },
      });
    };
    const copy = (text: string, done: string) => tell(navigator.clipboard.writeText(text), done);
    const actions: MessageActions = {
      reply: (message) => {
        now().setMode({ kind: 'reply', message });
        now().composer.current?.focus();
      },
      edit: (message) => now().setMode({ kind: 'edit', message }),
      openThread: (rootSeq) => now().openThread(rootSeq),
      recall: (message) => recallAll([message]),
      react: (message, emoji, isOn) => tell(now().open.react(message.seq, emoji, isOn)),
      pickEmoji: (message, anchor) => now().overlays.show({ kind: 'emoji', message, anchor }),
      forward: (messages) => now().overlays.show({ kind: 'forward', messages }),
      pin: (message, isPinned) => tell(now().open.pin(message.seq, isPinned)),
      bookmark: (message, change) => {
        const { call, summary, texts: words, toast: say } = now();
        const place = { conversationId: summary.id, seq: message.seq };
        tell(
          setBookmark(call, place, change).then((isOn) => say.success(isOn ? words.bookmarked : words.unbookmarked)),
        );
      },
      copyText: (messages) => copy(wordsOf(messages, now().lookOf), now().texts.copied),
      copyLink: (message) =>
        copy(`${window.location.origin}${paths.message(now().summary.id, message.seq)}`, now().texts.linkCopied),
      select: (message) => now().selection.start(message),
      markUnread: ({ seq }) => {
        now().markUnread(now().summary.id, seq);
        now().toast.success(now().texts.markedUnread);
      },
      openMenu: (message, anchor) => now().overlays.show({ kind: 'menu', message, anchor }),
      showReaders: (message) => now().showReaders(message),
      showVersions: (message, anchor) => now().overlays.show({ kind: 'versions', message, anchor }),
      jumpTo: (seq) => now().jumpTo(seq),
      writeAgain: (text) => now().composer.current?.append(text),
      retry: (message) => now().open.retry(message.clientId),
      discard: (message) => now().open.discard(message.clientId),
    };
    return { actions, recallAll, tell };
  }, []);
}

/** Resolves to whether it is a bookmark now; a note that it has stays. */
async function setBookmark(
  call: Call,
  place: { conversationId: ConversationId; seq: number },
  change: boolean | 'toggle',
): Promise<boolean> {
  const isOn =
    change === 'toggle' ? (await call(personal.listBookmarks, { query: place })).bookmarks.length === 0 : change;
  await (isOn
    ? call(personal.putBookmark, { params: place, body: {} })
    : call(personal.removeBookmark, { params: place }));
  return isOn;
}

/** One message as it is; several with who said what. */
function wordsOf(messages: readonly TimelineMessage[], lookOf: LookOf): string {
  const [only] = messages;
  if (messages.length === 1 && only) return only.text;
  return messages
    .filter((each) => each.text !== '')
    .map((each) => `${visibleText(lookOf(each.actorId).name)}：${each.text}`)
    .join('\n');
}
