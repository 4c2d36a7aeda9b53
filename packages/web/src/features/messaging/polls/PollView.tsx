import { messages, type Poll, type UserId } from '@countinghouse/protocol';
import type { TimelineMessage } from '@countinghouse/sdk';
import { Button, Popconfirm } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { DateText } from '../../../shared/DateText.tsx';
import { useTexts } from '../../../shared/locale.tsx';
import { useAction } from '../../../shared/use-action.ts';
import { useQuery } from '../../../shared/use-query.ts';
import { VisibleText } from '../../../shared/VisibleText.tsx';
import { governs } from '../menu/message-rights.ts';
import { useScope } from '../scope.ts';
import styles from './PollView.module.css';
import { pollTexts } from './texts.ts';

/** A question with its answers: whoever has not voted chooses, and the result stands beside each answer. */
export function PollView({ message, poll }: { message: TimelineMessage; poll: Poll }) {
  const texts = useTexts(pollTexts);
  const { open, summary, meId } = useScope();
  const answer = usePollAnswer(message);
  const [chosen, setChosen] = useState<readonly number[] | null>(null);
  const mine = answer?.mine ?? [];
  const counts = message.pollState?.counts ?? answer?.counts ?? poll.options.map(() => 0);
  const voterCount = message.pollState?.voterCount ?? answer?.voterCount ?? 0;
  const isClosed = (message.pollState?.isClosed ?? false) || isOver(poll);
  const marked = chosen ?? mine;
  const mayVote = !isClosed && message.seq > 0 && !summary.isArchived;
  const vote = useAction(async (options: readonly number[]) => {
    await open.vote(message.seq, options);
    // What was chosen stays marked while the figures are asked for.
    answer?.noteMine(options);
    setChosen(null);
  });
  const close = useAction(() => open.closePoll(message.seq));
  const choose = (option: number) => {
    if (!poll.isMultiple) {
      setChosen([option]);
      void vote.run([option]).then((isDone) => isDone || setChosen(null));
      return;
    }
    setChosen(marked.includes(option) ? marked.filter((each) => each !== option) : [...marked, option].sort());
  };
  const facts = [
    poll.isMultiple ? texts.multiple : texts.single,
    ...(poll.isAnonymous ? [texts.anonymous] : []),
    texts.voters(voterCount),
    ...(isClosed ? [texts.closed] : []),
  ];
  return (
    <fieldset className={styles.poll}>
      <legend>
        <VisibleText text={poll.question} />
      </legend>
      <p className={styles.facts}>
        {facts.join(' · ')}
        {poll.closesAt && !isClosed && (
          <>
            {' · '}
            {texts.closesAt} <DateText at={poll.closesAt} show="date-time" />
          </>
        )}
      </p>
      {poll.options.map((option, place) => (
        <PollOption
          // biome-ignore lint/suspicious/noArrayIndexKey: the number of an option is its name.
          key={place}
          name={`poll-${message.clientId}`}
          label={option}
          count={counts[place] ?? 0}
          voterCount={voterCount}
          voters={answer?.voters[place] ?? []}
          isMultiple={poll.isMultiple}
          isChosen={marked.includes(place)}
          isMine={mine.includes(place)}
          mayVote={mayVote && !vote.isRunning}
          onChoose={() => choose(place)}
        />
      ))}
      <div className={styles.actions}>
        {mayVote && poll.isMultiple && chosen !== null && (
          <Button size="small" type="primary" loading={vote.isRunning} onClick={() => void vote.run(chosen)}>
            {texts.vote}
          </Button>
        )}
        {mayVote && mine.length > 0 && chosen === null && (
          <Button size="small" type="text" onClick={() => void vote.run([])}>
            {texts.takeBack}
          </Button>
        )}
        {!isClosed && message.seq > 0 && (message.actorId === meId || governs(summary)) && (
          <Popconfirm title={texts.close} description={texts.closeAsk} onConfirm={() => void close.run()}>
            <Button size="small" type="text">
              {texts.close}
            </Button>
          </Popconfirm>
        )}
      </div>
    </fieldset>
  );
}

const isOver = (poll: Poll): boolean => poll.closesAt !== null && Date.parse(poll.closesAt) <= Date.now();

/** What the caller chose, asked again whenever the counts move. */
function usePollAnswer(message: TimelineMessage) {
  const { summary } = useScope();
  const input = message.seq > 0 ? { params: { conversationId: summary.id, seq: message.seq } } : null;
  const query = useQuery(messages.poll, input);
  const seen = useRef(message.pollState);
  const { reload } = query;
  useEffect(() => {
    if (seen.current === message.pollState) return;
    seen.current = message.pollState;
    reload();
  }, [message.pollState, reload]);
  if (query.status !== 'ready') return null;
  const { data, replace } = query;
  const noteMine = (mine: readonly number[]) => {
    replace({ ...data, mine: [...mine] });
    reload();
  };
  return { ...data, noteMine };
}

interface PollOptionProps {
  name: string;
  label: string;
  count: number;
  voterCount: number;
  voters: readonly UserId[];
  isMultiple: boolean;
  isChosen: boolean;
  isMine: boolean;
  mayVote: boolean;
  onChoose(): void;
}

const votersNamedMax = 20;

function PollOption(props: PollOptionProps) {
  const texts = useTexts(pollTexts);
  const { lookOf } = useScope();
  const { label, count, voterCount, voters, isMultiple, isChosen, isMine, mayVote } = props;
  const percent = voterCount === 0 ? 0 : Math.round((count / voterCount) * 100);
  const names = voters.slice(0, votersNamedMax).map((id) => lookOf(id).name);
  return (
    <label className={styles.option} title={names.join('、')}>
      <input
        type={isMultiple ? 'checkbox' : 'radio'}
        name={props.name}
        checked={isChosen}
        disabled={!mayVote}
        onChange={props.onChoose}
      />
      <span>
        <VisibleText text={label} />
        {isMine && <span className="visually-hidden"> ({texts.mine})</span>}
      </span>
      <span className={styles.count}>
        {texts.votes(count)} · {percent}%
      </span>
      <span className={styles.bar} aria-hidden="true">
        <span className={isMine ? styles.barMine : ''} style={{ width: `${percent}%` }} />
      </span>
    </label>
  );
}
