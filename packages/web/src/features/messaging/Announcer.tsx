import type { ConversationState } from '@countinghouse/sdk';
import { useEffect, useRef, useState } from 'react';
import { useTexts } from '../../shared/locale.tsx';
import { visibleText } from '../../shared/visible-text.ts';
import { summarise } from './message/summarise.ts';
import { messageTexts } from './message-texts.ts';
import { useScope } from './scope.ts';

/** Says what others write to whoever listens instead of looking; the list itself moves too much to be read out. */
export function Announcer({ entries }: Pick<ConversationState, 'entries'>) {
  const texts = useTexts(messageTexts);
  const { lookOf, meId } = useScope();
  const last = entries.at(-1);
  const newest = last?.kind === 'message' ? last.message : undefined;
  const heard = useRef(newest?.seq ?? 0);
  const [words, setWords] = useState('');
  useEffect(() => {
    if (!newest || newest.seq <= heard.current) return;
    heard.current = newest.seq;
    if (newest.actorId === meId) return;
    setWords(visibleText(texts.newMessageFrom(lookOf(newest.actorId).name, summarise(newest, texts))));
  }, [newest, meId, lookOf, texts]);
  return (
    <output className="visually-hidden" aria-live="polite">
      {words}
    </output>
  );
}
