import { type BodyOf, type Claim, claims, Refusal } from '@countinghouse/protocol';
import { useCallback, useRef, useState } from 'react';
import { describeRefusal } from '../../shared/describe-refusal.ts';
import { useLocale } from '../../shared/locale.tsx';
import { useMessenger } from '../../shared/messenger.tsx';
import { useToasts } from '../../shared/toasts.tsx';

export type ClaimEdit = Omit<BodyOf<typeof claims.edit>, 'version'>;

export interface ClaimDraft {
  /** Sends a change at once; changes go one after the other, each on the version that the last one made. */
  edit(edit: ClaimEdit): Promise<boolean>;
  /** Resolves when nothing is under way any more, with the claim as it then is; null where a change was not kept. */
  settle(): Promise<Claim | null>;
  isSaving: boolean;
}

/** Every change of a draft is kept as it is made, so that nothing is lost with the window. */
export function useClaimDraft(claim: Claim, onChanged: (claim: Claim) => void, onStale: () => void): ClaimDraft {
  const { call } = useMessenger();
  const message = useToasts();
  const { locale } = useLocale();
  const [underWay, setUnderWay] = useState(0);
  const queue = useRef<Promise<boolean>>(Promise.resolve(true));
  // Ahead of what is drawn: an answer is here before the view has been drawn with it.
  const newest = useRef(claim);
  if (claim.card.version >= newest.current.card.version) newest.current = claim;
  const latest = useRef({ onChanged, onStale, locale });
  latest.current = { onChanged, onStale, locale };

  const send = useCallback(
    async (edit: ClaimEdit): Promise<boolean> => {
      try {
        const params = { claimId: claim.card.claimId };
        const changed = await call(claims.edit, { params, body: { version: newest.current.card.version, ...edit } });
        newest.current = changed;
        latest.current.onChanged(changed);
        return true;
      } catch (error) {
        message.error(describeRefusal(error, latest.current.locale));
        if (error instanceof Refusal) latest.current.onStale();
        return false;
      }
    },
    [call, claim.card.claimId, message],
  );
  const edit = useCallback(
    (change: ClaimEdit) => {
      setUnderWay((count) => count + 1);
      const sent = queue.current.then(() => send(change)).finally(() => setUnderWay((count) => count - 1));
      queue.current = sent;
      return sent;
    },
    [send],
  );
  const settle = useCallback(async () => ((await queue.current) ? newest.current : null), []);
  return { edit, settle, isSaving: underWay > 0 };
}
