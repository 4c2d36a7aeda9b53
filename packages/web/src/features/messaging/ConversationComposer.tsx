import {
  type ConversationId,
  type ConversationSummary,
  messageTextLengthMax,
  type UserId,
} from '@countinghouse/protocol';
import type { EditedText, OpenConversation, OutgoingMessage, TimelineMessage } from '@countinghouse/sdk';
import { memo, type Ref, useMemo } from 'react';
import { useTexts } from '../../shared/locale.tsx';
import { useAction } from '../../shared/use-action.ts';
import { useIsPhone } from '../../shared/use-media.ts';
import { Composer, type ComposerHandle } from './composer/Composer.tsx';
import type { ComposerMode } from './composer/composer-mode.ts';
import { composerTexts } from './composer/texts.ts';
import type { StagedFile } from './composer/use-staged-files.ts';
import type { Mentionable } from './mentions.ts';
import { postingClosed, rightsOver } from './menu/message-rights.ts';
import { useScope } from './scope.ts';
import { messagingTexts } from './texts.ts';

/** Files that wait beside a text, while the page is open; texts are kept for all devices. */
const stagedFiles = new Map<string, readonly StagedFile[]>();

export interface ConversationComposerProps {
  open: OpenConversation;
  conversationId: ConversationId;
  title: string;
  draft: ConversationSummary['draft'];
  /** In a thread what is written belongs to it, and so does the draft. */
  threadSeq?: number;
  mentionables: readonly Mentionable[];
  mode: ComposerMode;
  onMode(mode: ComposerMode): void;
  onPoll?(): void;
  onSchedule?(message: OutgoingMessage): void;
  onShowScheduled?(): void;
  ref?: Ref<ComposerHandle>;
}

const modeOver: ComposerMode = { kind: 'new' };

/** The composer with what it needs of the conversation; news of the conversation do not draw it anew. */
export const ConversationComposer = memo(function ConversationComposer(props: ConversationComposerProps) {
  const texts = useTexts(messagingTexts);
  // Nothing is dropped on a phone, and there is no room to say so.
  const isPhone = useIsPhone();
  const own = useTexts(composerTexts);
  const scope = useScope();
  const { open, conversationId, threadSeq, onMode } = props;
  const isThread = threadSeq !== undefined;
  const place = isThread ? `${conversationId} ${threadSeq}` : conversationId;
  const save = useAction((message: TimelineMessage, edited: EditedText) => open.edit(message.seq, edited));
  const belongs = useMemo(() => (isThread ? { threadSeq } : {}), [isThread, threadSeq]);
  const editLast = () => {
    const last = open
      .getSnapshot()
      .entries.findLast((entry) => entry.kind === 'message' && rightsOver(entry.message, scope, Date.now()).edit);
    if (last?.kind === 'message') onMode({ kind: 'edit', message: last.message });
  };
  return (
    <Composer
      key={place}
      ref={props.ref}
      placeholder={isThread ? own.threadTo : (isPhone ? texts.composeOnPhone : texts.composeTo)(props.title)}
      closed={postingClosed(scope.summary)}
      draftText={props.draft?.text ?? ''}
      onDraft={(text, mentions: readonly UserId[]) => {
        // The server takes none that is longer than a message; what stands in the field stays there.
        if (text.length <= messageTextLengthMax) open.setDraft({ ...belongs, text, mentions });
      }}
      onKey={(text, mentions) => {
        if (text.length <= messageTextLengthMax) open.holdDraft({ ...belongs, text, mentions });
      }}
      stagedFiles={stagedFiles.get(place) ?? []}
      onStaged={(files) => void stagedFiles.set(place, files)}
      mentionables={props.mentionables}
      mode={props.mode}
      onModeEnd={() => onMode(modeOver)}
      nameOf={(id) => scope.lookOf(id).name}
      onSend={(message) => void open.post({ ...message, ...belongs })}
      onSaveEdit={(message, edited) => save.run(message, edited)}
      onEditLast={isThread ? () => {} : editLast}
      onTyping={() => open.sendTyping()}
      onPoll={props.onPoll}
      onSchedule={props.onSchedule}
      onShowScheduled={props.onShowScheduled}
    />
  );
});
