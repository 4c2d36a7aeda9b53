import { conversations as conversationEndpoints, type UserId } from '@countinghouse/protocol';
import { useMemo, useState } from 'react';
import { useNavigate } from 'react-router';
import { useTexts } from '../shared/locale.tsx';
import { useDirectory, useMe, useMessenger, useWatched } from '../shared/messenger.tsx';
import { paths } from '../shared/paths.ts';
import { useAction } from '../shared/use-action.ts';
import { navigationFor } from './navigation-items.tsx';
import { PaletteView } from './PaletteView.tsx';
import { findInPalette, type PaletteItem } from './palette-items.ts';
import { appTexts } from './texts.ts';

/** ⌘K: finds people, conversations and pages. */
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
    const titleOf = (peerId: string | null, title: string) => {
      const peer = directory.person(peerId);
      return peer ? directory.nameOf(peer.name) : title;
    };
    const groups = conversations.map((c) => ({
      kind: 'conversation' as const,
      id: c.id,
      name: titleOf(c.peerId, c.title),
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
    const settings = { kind: 'page' as const, id: paths.me, name: texts.settings, note: '', words: 'settings me' };
    return [...groups, ...people, ...pages, settings];
  }, [conversations, directory, me, texts]);

  const choose = (item: PaletteItem) => {
    if (item.kind === 'page') go(item.id);
    else if (item.kind === 'conversation') go(paths.conversation(item.id));
    else void openDirect.run(item.id);
  };
  return (
    <PaletteView
      query={query}
      items={findInPalette(all, query)}
      onQuery={setQuery}
      onChoose={choose}
      onClose={onClose}
    />
  );
}
