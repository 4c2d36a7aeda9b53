import { type Bookmark, bookmarkNoteLengthMax, personal } from '@countinghouse/protocol';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { useConversationTitles } from '../../shared/conversation-title.ts';
import { DateText } from '../../shared/DateText.tsx';
import { useTexts } from '../../shared/locale.tsx';
import { MorePages } from '../../shared/MorePages.tsx';
import { useDirectory, useMessenger } from '../../shared/messenger.tsx';
import { Page } from '../../shared/Page.tsx';
import { paths } from '../../shared/paths.ts';
import { EmptyState, ErrorState, LoadingState } from '../../shared/States.tsx';
import { useAction } from '../../shared/use-action.ts';
import { usePages } from '../../shared/use-pages.ts';
import styles from './Bookmarks.module.css';
import { bookmarkedText } from './describe-content.ts';
import { bookmarkTexts } from './texts.ts';

/** What somebody has kept, the newest first, with their own notes. */
export function BookmarksPage() {
  const texts = useTexts(bookmarkTexts);
  const { call } = useMessenger();
  const pages = usePages<Bookmark>({
    listKey: 'bookmarks',
    load: async (after) => {
      const query = after ? { beforePlace: after.place } : {};
      const { bookmarks, hasMore } = await call(personal.listBookmarks, { query });
      return { items: bookmarks, hasMore };
    },
    reloadOn: (change) => change.kind === 'list' && change.list === 'bookmarks',
  });
  const { state, items } = pages;
  return (
    <Page title={texts.bookmarks}>
      {state === 'loading' && <LoadingState rows={6} />}
      {state === 'failed' && <ErrorState error={pages.error} onRetry={pages.reload} />}
      {state === 'ready' && items.length === 0 && (
        <EmptyState mark="藏" title={texts.noBookmarks} hint={texts.noBookmarksHint} />
      )}
      {items.length > 0 && (
        <div className={styles.list}>
          <ul aria-label={texts.bookmarks}>
            {items.map((bookmark) => (
              <li key={`${bookmark.conversationId} ${bookmark.seq}`}>
                <BookmarkItem bookmark={bookmark} onChanged={pages.reload} />
              </li>
            ))}
          </ul>
          <MorePages {...pages} />
        </div>
      )}
    </Page>
  );
}

function BookmarkItem({ bookmark, onChanged }: { bookmark: Bookmark; onChanged(): void }) {
  const texts = useTexts(bookmarkTexts);
  const directory = useDirectory();
  const titleOf = useConversationTitles();
  const navigate = useNavigate();
  const { call } = useMessenger();
  const [isWriting, setIsWriting] = useState(false);
  const { conversationId, seq, message, note } = bookmark;
  const params = { conversationId, seq };
  const title = titleOf(conversationId) ?? texts.otherConversation;
  const remove = useAction(async () => {
    await call(personal.removeBookmark, { params });
    onChanged();
  });
  const save = useAction(async (next: string) => {
    await call(personal.putBookmark, { params, body: { note: next } });
    setIsWriting(false);
    onChanged();
  });
  const text = bookmarkedText(bookmark, texts);
  const isSeen = text !== null && text !== 'recalled';
  return (
    <article className={styles.item} aria-label={title}>
      <header className={styles.head}>
        {message && <b>{directory.nameOfPerson(message.actorId)}</b>}
        <span>{title}</span>
        <DateText at={message?.at ?? bookmark.at} show="date-time" />
      </header>
      <p className={isSeen ? styles.text : styles.gone}>
        {isSeen ? text : text === null ? texts.gone : texts.recalled}
      </p>
      {note && !isWriting && <p className={styles.note}>{note}</p>}
      {isWriting && (
        <NoteField
          note={note}
          title={title}
          isBusy={save.isRunning}
          onSave={(next) => void save.run(next)}
          onCancel={() => setIsWriting(false)}
        />
      )}
      <div className={styles.buttons}>
        {message && (
          <Button type="text" size="small" onClick={() => void navigate(paths.message(conversationId, seq))}>
            {texts.open}
          </Button>
        )}
        {!isWriting && (
          <Button type="text" size="small" onClick={() => setIsWriting(true)}>
            {note ? texts.note : texts.addNote}
          </Button>
        )}
        <Button type="text" size="small" loading={remove.isRunning} onClick={() => void remove.run()}>
          {texts.remove}
        </Button>
      </div>
    </article>
  );
}

interface NoteFieldProps {
  note: string;
  title: string;
  isBusy: boolean;
  onSave(note: string): void;
  onCancel(): void;
}

function NoteField({ note, title, isBusy, onSave, onCancel }: NoteFieldProps) {
  const texts = useTexts(bookmarkTexts);
  const [text, setText] = useState(note);
  return (
    <div>
      <Input.TextArea
        autoFocus
        aria-label={texts.noteOf(title)}
        maxLength={bookmarkNoteLengthMax}
        autoSize={{ minRows: 1, maxRows: 5 }}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <div className={styles.buttons}>
        <Button type="text" size="small" loading={isBusy} onClick={() => onSave(text.trim())}>
          {texts.saveNote}
        </Button>
        <Button type="text" size="small" onClick={onCancel}>
          {texts.cancel}
        </Button>
      </div>
    </div>
  );
}
