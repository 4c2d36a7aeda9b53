import { useCallback, useState } from 'react';

/** Messages that name the reader and were not on screen yet; `seen` tells what is on screen. */
export function useMentionJumps(mentionSeqs: readonly number[]) {
  const [waiting, setWaiting] = useState<readonly number[]>(mentionSeqs);
  const [known, setKnown] = useState(mentionSeqs);
  if (known !== mentionSeqs) {
    setKnown(mentionSeqs);
    const added = mentionSeqs.filter((seq) => !known.includes(seq));
    if (added.length > 0) setWaiting([...waiting, ...added.filter((seq) => !waiting.includes(seq))]);
  }
  const seen = useCallback((lastSeq: number, firstSeq: number) => {
    setWaiting((before) => {
      const left = before.filter((seq) => seq < firstSeq || seq > lastSeq);
      return left.length === before.length ? before : left;
    });
  }, []);
  return { waiting, seen };
}
