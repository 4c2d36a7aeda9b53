import type { SearchHit } from '@countinghouse/protocol';
import { Avatar } from '../../shared/Avatar.tsx';
import { Chip } from '../../shared/Chip.tsx';
import { useConversationTitles } from '../../shared/conversation-title.ts';
import { DateText } from '../../shared/DateText.tsx';
import { formatMoney, formatSize } from '../../shared/format.ts';
import { useTexts } from '../../shared/locale.tsx';
import { useDirectory } from '../../shared/messenger.tsx';
import styles from './Search.module.css';
import { Snippet } from './Snippet.tsx';
import { searchTexts } from './texts.ts';

/** What a hit shows: whose and where it is, and the words that match. `isShort`: in the palette, one line. */
export function HitContent({ hit, isInConversation = false }: { hit: SearchHit; isInConversation?: boolean }) {
  const texts = useTexts(searchTexts);
  const directory = useDirectory();
  const titleOf = useConversationTitles();
  const placeOf = (id: string | undefined) =>
    isInConversation || id === undefined ? null : (titleOf(id) ?? texts.unknownConversation);
  switch (hit.kind) {
    case 'message': {
      const name = directory.nameOfPerson(hit.actorId);
      const notes = [placeOf(hit.place.conversationId), hit.fileCount > 0 ? texts.files(hit.fileCount) : null];
      return (
        <Lines picture={<Avatar name={name} size={30} />} title={name} notes={notes} at={hit.at}>
          <Snippet snippet={hit.snippet} />
        </Lines>
      );
    }
    case 'file': {
      const notes = [
        directory.nameOfPerson(hit.actorId),
        placeOf(hit.place?.conversationId),
        formatSize(hit.file.sizeBytes),
      ];
      return (
        <Lines
          picture={<Mark text={extensionOf(hit.file.name)} />}
          title={<Snippet snippet={hit.name} />}
          notes={notes}
          at={hit.at}
        >
          {hit.snippet && <Snippet snippet={hit.snippet} />}
        </Lines>
      );
    }
    case 'person': {
      const person = directory.person(hit.userId);
      const department = directory.department(hit.departmentId);
      const name = directory.nameOf(hit.name);
      return (
        <Lines
          picture={<Avatar name={name} kind={person?.kind === 'app' ? 'app' : 'person'} size={30} />}
          title={<Snippet snippet={hit.snippet} />}
          notes={[directory.nameOf(hit.title), department ? directory.nameOf(department.name) : null]}
          chip={person?.kind === 'guest' ? <Chip tone="gold">{texts.guest}</Chip> : null}
        />
      );
    }
    case 'conversation': {
      const kind = hit.conversationKind === 'group' ? 'group' : hit.conversationKind === 'app' ? 'app' : 'person';
      return (
        <Lines
          picture={<Avatar name={hit.snippet.text} kind={kind} size={30} />}
          title={<Snippet snippet={hit.snippet} />}
          notes={[]}
        />
      );
    }
    case 'invoice': {
      const amount = hit.totalMinor === null ? null : formatMoney(hit.totalMinor, hit.currency);
      const notes = [texts.invoiceNumber(hit.number), hit.issueDate, placeOf(hit.place?.conversationId)];
      return (
        <Lines picture={<Mark text="¥" />} title={hit.sellerName || hit.number} notes={notes} amount={amount}>
          <Snippet snippet={hit.snippet} />
        </Lines>
      );
    }
  }
}

interface LinesProps {
  picture: React.ReactNode;
  title: React.ReactNode;
  notes: readonly (string | null)[];
  at?: string;
  amount?: string | null;
  chip?: React.ReactNode;
  children?: React.ReactNode;
}

function Lines({ picture, title, notes, at, amount, chip, children }: LinesProps) {
  const note = notes.filter(Boolean).join(' · ');
  return (
    <>
      {picture}
      <span className={styles.lines}>
        <span className={styles.top}>
          <span className={styles.title}>{title}</span>
          {chip}
          {note && <span className={styles.note}>{note}</span>}
          {at && (
            <span className={styles.at}>
              <DateText at={at} show="short" />
            </span>
          )}
          {amount && <span className={styles.amount}>{amount}</span>}
        </span>
        {children && <span className={styles.snippet}>{children}</span>}
      </span>
    </>
  );
}

function Mark({ text }: { text: string }) {
  return (
    <span className={styles.sign} aria-hidden="true">
      {text}
    </span>
  );
}

const extensionOf = (name: string): string => {
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(dot + 1, dot + 5).toUpperCase() : '·';
};
