import {
  type ConversationId,
  conversations,
  type DataClass,
  mayForwardInto,
  type UserId,
} from '@countinghouse/protocol';
import type { OutgoingMessage, TimelineMessage } from '@countinghouse/sdk';
import { Checkbox, Input, Modal, Radio } from 'antd';
import { useDeferredValue, useMemo, useState } from 'react';
import { Avatar } from '../../../shared/Avatar.tsx';
import { conversationTitle } from '../../../shared/conversation-title.ts';
import { focusField } from '../../../shared/focus-field.ts';
import { useTexts } from '../../../shared/locale.tsx';
import { useDirectory, useMe, useMessenger } from '../../../shared/messenger.tsx';
import { useToasts } from '../../../shared/toasts.tsx';
import { useAction } from '../../../shared/use-action.ts';
import { postingClosed } from '../menu/message-rights.ts';
import { summarise } from '../message/summarise.ts';
import { messageTexts } from '../message-texts.ts';
import { useScope } from '../scope.ts';
import styles from './ForwardDialog.module.css';
import { forwardedMessages } from './forwarded-messages.ts';

interface ForwardDialogProps {
  messages: readonly TimelineMessage[];
  onClose(): void;
  onDone(): void;
}

/** Where to; more than this at once is an announcement, which has its own place. */
const targetsMax = 10;
const shownMax = 60;

export type ForwardTarget = {
  key: string;
  title: string;
  note: string;
  avatar: 'group' | 'person' | 'app';
  dataClass: DataClass;
} & ({ kind: 'conversation'; id: ConversationId } | { kind: 'person'; id: UserId });

export function ForwardDialog({ messages, onClose, onDone }: ForwardDialogProps) {
  const texts = useTexts(messageTexts);
  const toast = useToasts();
  const { summary } = useScope();
  const { list } = useMessenger();
  const dataClass = list.getSnapshot().conversations.find((each) => each.id === summary.id)?.dataClass ?? 'general';
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState<readonly ForwardTarget[]>([]);
  const [isMerged, setIsMerged] = useState(messages.length > 1);
  const [comment, setComment] = useState('');
  const post = usePost();
  const send = useAction(async () => {
    const outgoing = forwardedMessages({ from: summary.id, messages, isMerged, comment });
    for (const target of chosen) await post(target, outgoing);
    toast.success(texts.forwarded);
    onDone();
  });
  return (
    <Modal
      open
      afterOpenChange={focusField}
      title={texts.forwardTo}
      okText={texts.forwardSend(chosen.length)}
      cancelText={texts.cancel}
      okButtonProps={{ disabled: chosen.length === 0, loading: send.isRunning }}
      onOk={() => void send.run()}
      onCancel={onClose}
      width={480}
      destroyOnHidden
    >
      <div className={styles.dialog}>
        <Input
          data-autofocus
          allowClear
          value={query}
          placeholder={texts.forwardSearch}
          aria-label={texts.forwardSearch}
          onChange={(event) => setQuery(event.target.value)}
        />
        <Targets from={dataClass} query={query} chosen={chosen} onChosen={setChosen} />
        {messages.length > 1 && (
          <Radio.Group
            value={isMerged}
            onChange={(event) => setIsMerged(event.target.value === true)}
            options={[
              { value: true, label: texts.forwardMerged },
              { value: false, label: texts.forwardEach },
            ]}
          />
        )}
        <p className={styles.what}>
          {messages
            .slice(0, 3)
            .map((each) => summarise(each, texts))
            .join(' / ')}
        </p>
        <Input.TextArea
          autoSize={{ minRows: 1, maxRows: 4 }}
          maxLength={2_000}
          value={comment}
          placeholder={texts.forwardComment}
          aria-label={texts.forwardComment}
          onChange={(event) => setComment(event.target.value)}
        />
      </div>
    </Modal>
  );
}

function usePost() {
  const messenger = useMessenger();
  return async (target: ForwardTarget, outgoing: readonly OutgoingMessage[]) => {
    const id =
      target.kind === 'conversation'
        ? target.id
        : (await messenger.call(conversations.openDirect, { body: { userId: target.id } })).id;
    const open = messenger.open(id);
    try {
      for (const each of outgoing) open.post(each);
    } finally {
      open.close();
    }
  };
}

interface TargetsProps {
  /** Class of what is forwarded: it goes into no less strict one. */
  from: DataClass;
  query: string;
  chosen: readonly ForwardTarget[];
  onChosen(chosen: readonly ForwardTarget[]): void;
}

function Targets({ from, query, chosen, onChosen }: TargetsProps) {
  const texts = useTexts(messageTexts);
  const all = useTargets();
  const sought = useDeferredValue(query).trim().toLocaleLowerCase();
  const found = useMemo(() => {
    const matches = (target: ForwardTarget) => `${target.title} ${target.note}`.toLocaleLowerCase().includes(sought);
    const fitting = all.filter((target) => sought === '' || matches(target));
    const isOpen = (target: ForwardTarget) => mayForwardInto({ from, into: target.dataClass });
    return [...fitting.filter(isOpen), ...fitting.filter((target) => !isOpen(target))].slice(0, shownMax);
  }, [all, sought, from]);
  if (found.length === 0) return <p className={styles.nothing}>{texts.forwardNothing}</p>;
  return (
    <ul className={styles.targets} aria-label={texts.forwardTo}>
      {found.map((target) => {
        const isChosen = chosen.some((each) => each.key === target.key);
        const isLower = !mayForwardInto({ from, into: target.dataClass });
        const why = from === 'core' ? texts.forwardKeepsCore : texts.forwardKeepsImportant;
        return (
          <li key={target.key}>
            <Checkbox
              checked={isChosen}
              disabled={isLower || (!isChosen && chosen.length >= targetsMax)}
              onChange={() =>
                onChosen(isChosen ? chosen.filter((each) => each.key !== target.key) : [...chosen, target])
              }
            >
              <span className={styles.target}>
                <Avatar name={target.title} kind={target.avatar} size={26} />
                <span>{target.title}</span>
                <small>{isLower ? why : target.note}</small>
              </span>
            </Checkbox>
          </li>
        );
      })}
    </ul>
  );
}

/** Conversations in which the caller may write, the newest first; then people with whom there is none yet. */
function useTargets(): readonly ForwardTarget[] {
  const { list } = useMessenger();
  const directory = useDirectory();
  const me = useMe();
  return useMemo(() => {
    const all = list.getSnapshot().conversations;
    const open = all.filter((each) => each.kind !== 'app' && postingClosed(each) === null);
    const known = new Set(open.map((each) => each.peerId));
    const people = directory.people.filter(
      (p) => p.kind !== 'app' && p.isActive && p.id !== me.person.id && !known.has(p.id),
    );
    return [
      ...open.map((each) => ({
        kind: 'conversation' as const,
        key: each.id,
        id: each.id,
        title: conversationTitle(each, directory),
        note: directory.person(each.peerId)?.login ?? '',
        dataClass: each.dataClass,
        avatar: each.kind === 'direct' ? ('person' as const) : ('group' as const),
      })),
      ...people.map((person) => ({
        kind: 'person' as const,
        key: person.id,
        id: person.id,
        title: directory.nameOf(person.name),
        note: `${directory.nameOf(person.title)} ${person.login}`,
        dataClass: 'general' as const, // of every direct conversation
        avatar: 'person' as const,
      })),
    ];
  }, [list, directory, me]);
}
