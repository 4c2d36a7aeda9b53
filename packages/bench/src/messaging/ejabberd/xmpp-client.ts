import { type LightSocket, openLightSocket } from '../load/light-socket.ts';
import { type OnStamp, readStamps, stampMark } from '../load/stamp.ts';
import { ejabberdHost, ejabberdRooms } from './config.ts';

const answerWithinMs = 60_000;

export interface XmppClient {
  /** Posts to the room; the room sends it back once it has taken it. */
  post(id: string, text: string): void;
  close(): void;
}

const open = `<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' to='${ejabberdHost}' version='1.0'/>`;
const auth = "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='ANONYMOUS'/>";
const bind = "<iq type='set' id='bind' xmlns='jabber:client'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>";
const session =
  "<iq type='set' id='session' xmlns='jabber:client'><session xmlns='urn:ietf:params:xml:ns:xmpp-session'/></iq>";

/** Signs in anonymously (RFC 7395 framing) and enters the room. Only frames with a stamp are looked at afterwards. */
export async function enterRoom(place: {
  port: number;
  room: string;
  nick: string;
  onStamp: OnStamp;
}): Promise<XmppClient> {
  const { port, room, nick, onStamp } = place;
  let waiting: { pattern: RegExp; resolve: () => void } | undefined;
  let isClosed = false;
  const socket: LightSocket = await openLightSocket({
    host: '127.0.0.1',
    port,
    path: '/ws',
    headers: { 'Sec-WebSocket-Protocol': 'xmpp' },
    onText: (payload) => {
      if (payload.includes(stampMark)) return readStamps(payload, onStamp);
      if (waiting?.pattern.test(payload.toString())) waiting.resolve();
    },
    onClose: () => {
      isClosed = true;
    },
  });
  const ask = (text: string, pattern: RegExp) =>
    new Promise<void>((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`ejabberd gave no ${pattern}${isClosed ? ', it closed the line' : ''}`)),
        answerWithinMs,
      );
      waiting = {
        pattern,
        resolve: () => {
          clearTimeout(timer);
          waiting = undefined;
          resolve();
        },
      };
      socket.send(text);
    });
  await ask(open, /features/);
  await ask(auth, /<success/);
  await ask(open, /features/);
  await ask(bind, /id='bind'/);
  await ask(session, /id='session'/);
  const address = `${room}@${ejabberdRooms}`;
  // Code 110 marks the own presence, which is the last one that a room sends to a newcomer.
  await ask(
    `<presence xmlns='jabber:client' to='${address}/${nick}'><x xmlns='http://jabber.org/protocol/muc'><history maxstanzas='0'/></x></presence>`,
    /code='110'/,
  );
  return {
    post: (id, text) =>
      socket.send(
        `<message xmlns='jabber:client' type='groupchat' to='${address}' id='${id}'><body>${text}</body></message>`,
      ),
    close: () => socket.close(),
  };
}
