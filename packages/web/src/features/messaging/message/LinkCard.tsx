import { type LinkPreview, linkPreviews, linkUrlLengthMax } from '@countinghouse/protocol';
import { memo, useEffect, useMemo, useState } from 'react';
import { linkify } from '../../../shared/linkify.ts';
import { useMe, useMessenger } from '../../../shared/messenger.tsx';
import { VisibleText } from '../../../shared/VisibleText.tsx';
import styles from './LinkCard.module.css';

/** One asking for each address and window; what could not be had is not asked for again. */
const asked = new Map<string, Promise<LinkPreview | null>>();
const known = new Map<string, LinkPreview | null>();
/** Rows fly by while somebody scrolls; only what stays is worth asking for. */
const restMs = 300;
const keptMax = 300;

/** The first address of a text, where it is worth a card. */
function firstAddress(text: string): string | null {
  if (!text.includes('://')) return null;
  const found = linkify(text).find((part) => part.kind === 'link');
  return found?.kind === 'link' && found.href.length <= linkUrlLengthMax ? found.href : null;
}

/** What the page behind the first link says of itself, as our server read it; nothing comes from outside directly. */
export const LinkCard = memo(function LinkCard({ text }: { text: string }) {
  const url = useMemo(() => firstAddress(text), [text]);
  const isGuest = useMe().person.kind === 'guest';
  return url !== null && !isGuest ? <Preview url={url} /> : null;
});

function Preview({ url }: { url: string }) {
  const { call } = useMessenger();
  const [preview, setPreview] = useState(() => known.get(url) ?? null);
  useEffect(() => {
    if (known.has(url)) {
      setPreview(known.get(url) ?? null);
      return;
    }
    let isGone = false;
    const timer = setTimeout(() => {
      let answer = asked.get(url);
      if (!answer) {
        answer = call(linkPreviews.preview, { body: { url } }).catch(() => null);
        asked.set(url, answer);
        if (asked.size > keptMax) asked.delete(asked.keys().next().value ?? '');
      }
      void answer.then((found) => {
        known.set(url, found);
        if (!isGone) setPreview(found);
      });
    }, restMs);
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [url, call]);
  if (!preview) return null;
  return (
    <a className={styles.card} href={url} target="_blank" rel="noopener noreferrer nofollow">
      <span className={styles.words}>
        <span className={styles.site}>
          {preview.siteName !== '' && preview.siteName !== preview.host && `${preview.siteName} · `}
          {preview.host}
        </span>
        <strong>
          <VisibleText text={preview.title} />
        </strong>
        {preview.description !== '' && (
          <span className={styles.about}>
            <VisibleText text={preview.description} />
          </span>
        )}
      </span>
      {preview.picture && (
        // Said by the title beside it, and by nothing of the page that could be read out.
        <img className={styles.picture} src={`data:image/webp;base64,${preview.picture.webp}`} alt="" />
      )}
    </a>
  );
}
