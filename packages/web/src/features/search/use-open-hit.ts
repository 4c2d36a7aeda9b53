import type { SearchHit } from '@countinghouse/protocol';
import { useNavigate } from 'react-router';
import { useDirectory, useMessenger } from '../../shared/messenger.tsx';
import { paths } from '../../shared/paths.ts';
import { useSearchLinks } from './links.tsx';

/** Leads to a hit in its place. */
export function useOpenHit(): (hit: SearchHit) => void {
  const navigate = useNavigate();
  const links = useSearchLinks();
  const directory = useDirectory();
  const { list } = useMessenger();
  return (hit) => {
    switch (hit.kind) {
      case 'message':
        return void navigate(paths.message(hit.place.conversationId, hit.place.seq));
      case 'file':
        if (hit.place) return void navigate(paths.message(hit.place.conversationId, hit.place.seq));
        return links.openPerson(hit.actorId);
      case 'person': {
        const known = list.getSnapshot().conversations.find((each) => each.peerId === hit.userId);
        if (known) return void navigate(paths.conversation(known.id));
        return directory.person(hit.userId) ? links.openPerson(hit.userId) : undefined;
      }
      case 'conversation':
        return void navigate(paths.conversation(hit.conversationId));
      case 'invoice':
        return links.openInvoice(hit.invoiceId);
    }
  };
}
