import type { Duplicate } from '@countinghouse/protocol';
import { formatDate } from '../../shared/format.ts';
import { useTexts } from '../../shared/locale.tsx';
import styles from './InvoiceCard.module.css';
import { cardTexts } from './texts.ts';

interface DuplicateNoticeProps {
  duplicate: Duplicate;
  nameOfPerson(id: string): string;
}

/** Who handed the same invoice in before, or another one with its number. */
export function DuplicateNotice({ duplicate, nameOfPerson }: DuplicateNoticeProps) {
  const texts = useTexts(cardTexts);
  const isSame = duplicate.kind === 'same_document';
  const say = isSame ? texts.duplicateSame : texts.duplicateCollision;
  return (
    <p className={isSame ? styles.noticeSeal : styles.noticeGold}>
      {say(nameOfPerson(duplicate.handedInById), formatDate(duplicate.handedInAt))}
      {duplicate.claimNumber !== null && texts.duplicateClaim(duplicate.claimNumber)}
    </p>
  );
}
