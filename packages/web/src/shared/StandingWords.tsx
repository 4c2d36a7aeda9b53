import { useTexts } from './locale.tsx';
import type { Standing } from './presence.tsx';
import { stateTexts } from './state-texts.ts';

/** For those who do not see the dot of the picture. */
export function StandingWords({ standing }: { standing: Standing }) {
  const texts = useTexts(stateTexts);
  return standing && <span className="visually-hidden"> ({texts[standing]})</span>;
}
