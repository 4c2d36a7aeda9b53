import { type ConversationSummary, type NotificationSettings, notifications } from '@countinghouse/protocol';
import { useEffect, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { attentionTotal } from '../../shared/attention.ts';
import { useTexts } from '../../shared/locale.tsx';
import { useDirectory, useMe, useMessenger, useSelectedUnhurried } from '../../shared/messenger.tsx';
import { paths } from '../../shared/paths.ts';
import { useQuery } from '../../shared/use-query.ts';
import type { FromWorker } from '../../shared/worker-messages.ts';
import { AskBar } from './AskBar.tsx';
import { mayAsk, rememberLater } from './ask-later.ts';
import { askPermission, forgetNotes, isPushPossible, permissionOf, renewPush, showNote, startPush } from './device.ts';
import {
  type Arrival,
  ChangedRows,
  decideArrival,
  findArrivals,
  findRead,
  seenBefore,
  seenOf,
} from './find-arrivals.ts';
import { playSound } from './play-sound.ts';
import { leadTabs } from './tab-lead.ts';
import { notificationTexts } from './texts.ts';

/**
 * Tells of what comes in while nobody looks, and asks for permission once somebody needed the reader. `openedAt`: when
 * the person opened the client, which is before this part of it is there.
 */
export function NotificationCenter({ openedAt }: { openedAt: Date }) {
  const { call } = useMessenger();
  const userId = useMe().person.id;
  const state = useQuery(
    notifications.get,
    {},
    {
      reloadOn: (change) => change.kind === 'list' && change.list === 'notification-settings',
    },
  );
  const [isAsking, setIsAsking] = useState(false);
  const settings = state.data?.settings;
  const pushKey = state.data?.pushKey;
  useAppBadge();
  useClicks();
  useArrivals(settings, openedAt, () => {
    if (permissionOf() === 'default' && settings?.isDesktopOn && mayAsk(localStorage, Date.now())) setIsAsking(true);
  });
  useEffect(() => {
    // A new sign-in of this browser goes on with the subscription that it has.
    if (pushKey && permissionOf() === 'granted') void renewPush({ call, userId, pushKey }).catch(() => undefined);
  }, [call, userId, pushKey]);
  if (!isAsking) return null;
  const allow = async () => {
    const permission = await askPermission();
    setIsAsking(false);
    if (permission !== 'granted' || !pushKey || !isPushPossible()) return;
    // Where the browser's push service is out of reach, open pages still notify.
    await startPush({ call, userId, pushKey }).catch(() => undefined);
  };
  return (
    <AskBar
      onAllow={() => void allow()}
      onLater={() => {
        rememberLater(localStorage, Date.now());
        setIsAsking(false);
      }}
    />
  );
}

/** The system draws the icon anew each time. */
const badgeSettlesMs = 500;

/** On the icon of the installed app, where the system shows one. */
function useAppBadge() {
  const { list } = useMessenger();
  const count = useSelectedUnhurried(list, (state) => attentionTotal(state.conversations));
  useEffect(() => {
    if (!navigator.setAppBadge) return;
    const timer = setTimeout(() => {
      const set = count > 0 ? navigator.setAppBadge(count) : navigator.clearAppBadge();
      set.catch(() => undefined);
    }, badgeSettlesMs);
    return () => clearTimeout(timer);
  }, [count]);
}

/** A click on a notification leads here. */
function useClicks() {
  const navigate = useNavigate();
  useEffect(() => {
    const worker = navigator.serviceWorker;
    if (!worker) return;
    const onMessage = ({ data }: MessageEvent) => {
      const said = data as Partial<FromWorker> | null; // our own worker speaks here, and so may its older version
      if (said?.kind === 'open' && said.path?.startsWith('/c/')) void navigate(said.path);
    };
    worker.addEventListener('message', onMessage);
    return () => worker.removeEventListener('message', onMessage);
  }, [navigate]);
}

const isLookedAt = (): boolean => document.visibilityState === 'visible' && document.hasFocus();
const isOpenHere = (conversationId: string): boolean =>
  isLookedAt() && window.location.pathname === paths.conversation(conversationId);

/** Watches the list: `onNeeded` when somebody wrote to the reader or named them. */
function useArrivals(settings: NotificationSettings | undefined, openedAt: Date, onNeeded: () => void) {
  const { list } = useMessenger();
  const me = useMe();
  const { nameOfPerson } = useDirectory();
  const navigate = useNavigate();
  const texts = useTexts(notificationTexts);
  const latest = useRef({ settings, onNeeded, nameOfPerson, navigate, texts, tellHeld: () => {} });
  Object.assign(latest.current, { settings, onNeeded, nameOfPerson, navigate, texts });
  useEffect(() => {
    const changes = new ChangedRows<ConversationSummary>();
    let seen: readonly ConversationSummary[] | undefined;
    // What comes before the choices are known, and which page speaks, waits for them.
    const held: Arrival[] = [];
    const tellHeld = () => {
      const { settings: known, ...rest } = latest.current;
      const isLead = lead.isLead();
      if (!known || isLead === undefined) return;
      for (const arrival of held.splice(0)) {
        tell(arrival, { ...rest, settings: known, userId: me.person.id, isLead });
      }
    };
    const lead = leadTabs(me.person.id, tellHeld);
    latest.current.tellHeld = tellHeld;
    const look = () => {
      const { isLoaded, conversations } = list.getSnapshot();
      if (!isLoaded || conversations === seen) return;
      const { before, changed } = changes.take(conversations);
      const known = seen ? seenOf(before) : seenBefore(changed, openedAt);
      seen = conversations;
      const cursors = new Map(before.map((row) => [row.id, row.cursor.seq]));
      if (lead.isLead()) for (const read of findRead(cursors, changed)) void forgetNotes(read);
      held.push(...findArrivals(known, changed, new Date()));
      tellHeld();
    };
    look();
    const stop = list.subscribe(look);
    return () => {
      stop();
      lead.stop();
    };
  }, [list, me.person.id, openedAt]);
  const isKnown = settings !== undefined;
  useEffect(() => {
    if (isKnown) latest.current.tellHeld();
  }, [isKnown]);
}

interface Telling {
  settings: NotificationSettings;
  userId: Parameters<typeof decideArrival>[1]['userId'];
  isLead: boolean;
  nameOfPerson(id: string): string;
  navigate(path: string): void | Promise<void>;
  texts: { sent(name: string): string; line(name: string, preview: string): string };
  onNeeded(): void;
}

function tell(arrival: Arrival, { settings, userId, isLead, nameOfPerson, navigate, texts, onNeeded }: Telling): void {
  const { summary, last } = arrival;
  const isOnScreen = isOpenHere(summary.id);
  const decision = decideArrival(arrival, { userId, settings, now: new Date(), isOnScreen });
  if (decision.kind !== 'notify') return;
  if (decision.reason !== 'message') onNeeded();
  if (!isLead) return;
  if (decision.hasSound) void playSound();
  if (!settings.isDesktopOn || permissionOf() !== 'granted') return;
  const sender = nameOfPerson(last.actorId);
  const isGroup = summary.kind === 'group';
  const preview = summary.dataClass === 'core' ? '' : last.preview;
  const words = isGroup && preview !== '' ? texts.line(sender, preview) : preview;
  const note = {
    conversationId: summary.id,
    seq: last.seq,
    title: isGroup ? summary.title : sender,
    body: words === '' ? texts.sent(sender) : words,
  };
  // The tone was played here; the system's own would be a second one.
  const onOpen = () => void navigate(paths.message(summary.id, last.seq));
  void showNote(note, { isSilent: true, onOpen }).catch(() => undefined);
}
