import { conversations as conversationEndpoints, type UserId } from '@countinghouse/protocol';
import { useMemo, useState } from 'react';
import { useNavigate } from 'react-router';
import { rememberSearch, useOpenHit } from '../features/search/index.ts';
import { conversationTitle } from '../shared/conversation-title.ts';
import { useTexts } from '../shared/locale.tsx';
import { useDirectory, useMe, useMessenger, useWatched } from '../shared/messenger.tsx';
import { paths } from '../shared/paths.ts';
import { useAction } from '../shared/use-action.ts';
import { navigationFor } from './navigation-items.tsx';
import { PaletteView } from './PaletteView.tsx';
import { groupPalette, type PaletteEntry, type PaletteItem } from './palette-items.ts';
import { appTexts } from './texts.ts';
import { usePaletteHits } from './use-palette-hits.ts';

/** ⌘K: finds anything as one types. */
export function Palette({ onClose }: { onClose(): void }) {
  const texts = useTexts(appTexts);
  const me = useMe();
  const directory = useDirectory();
  const { call, list } = useMessenger();
  const { conversations } = useWatched(list);
  const navigate = useNavigate();
  const [query, setQuery] = useState('');
  const go = (to: string) => {
    onClose();
    void navigate(to);
  };
  const openDirect = useAction(async (userId: UserId) => {
    const direct = await call(conversationEndpoints.openDirect, { body: { userId } });
    go(paths.conversation(direct.id));
  });
  const all = useMemo<PaletteItem[]>(() => {
    const groups = conversations.map((c) => ({
      kind: 'conversation' as const,
      id: c.id,
      name: conversationTitle(c, directory),
      note: directory.engagement(c.engagementId)?.clientName ?? '',
      words: directory.engagement(c.engagementId)?.code ?? '',
    }));
    const known = new Set<string | null>(conversations.map((c) => c.peerId));
    const people = directory.people
      .filter((person) => person.isActive && person.id !== me.person.id && !known.has(person.id))
      .map((person) => ({
        kind: 'person' as const,
        id: person.id,
        name: directory.nameOf(person.name),
        note: directory.nameOf(person.title),
        words: `${person.login} ${person.name.zh} ${person.name.en ?? ''}`,
      }));
    const pages = navigationFor(me, directory.engagements).map((item) => ({
      kind: 'page' as const,
      id: item.to,
      name: texts[item.id],
      note: '',
      words: item.id,
    }));
    const own = ownPages.map((page) => ({ ...page, kind: 'page' as const, name: texts[page.name], note: '' }));
    return [...groups, ...people, ...pages, ...own];
  }, [conversations, directory, me, texts]);

  const found = usePaletteHits(query);
  const openHit = useOpenHit();
  const choose = (entry: PaletteEntry) => {
    if (entry.kind === 'all') return go(paths.searchFor(entry.query));
    if (entry.kind === 'hit') {
      rememberSearch(query);
      onClose();
      return openHit(entry.hit);
    }
    const { item } = entry;
    if (item.kind === 'page') go(item.id);
    else if (item.kind === 'conversation') go(paths.conversation(item.id));
    else void openDirect.run(item.id);
  };
  return (
    <PaletteView
      query={query}
      groups={groupPalette({ query, items: all, found: found.groups })}
      isBusy={found.isBusy}
      isServerAway={found.isServerAway}
      onQuery={setQuery}
      onChoose={choose}
      onClose={onClose}
    />
  );
}

/** Pages that have no place in the rail. */
const ownPages = [
  { id: paths.search, name: 'search', words: 'search find' },
  { id: paths.bookmarks, name: 'bookmarks', words: 'bookmarks saved' },
  { id: paths.scheduled, name: 'scheduled', words: 'scheduled later' },
  { id: paths.me, name: 'settings', words: 'settings me' },
] as const;
