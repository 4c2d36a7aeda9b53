import type { ConversationId } from '@countinghouse/protocol';

/** Rooms in which the first member sends, with so many messages under way, and everybody receives. */
export interface RoomsJob {
  inFlight: number;
  /** Number of the first sender; senders are told apart by it. */
  firstSender: number;
}

export type Job =
  | (RoomsJob & { kind: 'sdk-rooms'; baseUrl: string; rooms: { id: ConversationId; tokens: string[] }[] })
  | (RoomsJob & { kind: 'xmpp-rooms'; port: number; prefix: string; roomCount: number; roomSize: number })
  | (RoomsJob & {
      kind: 'sdk-crowd';
      baseUrl: string;
      room: { id: ConversationId; tokens: string[] };
      senders: number;
    })
  | (RoomsJob & { kind: 'xmpp-crowd'; port: number; room: string; roomSize: number; senders: number })
  /** People on the line who send nothing. Those who come back prove after a loss of the line that they are current. */
  | { kind: 'listeners'; baseUrl: string; tokens: readonly string[]; doComeBack: boolean }
  /** People who send so many messages per second in all, each in their room, and do not wait for answers. */
  | {
      kind: 'sdk-paced';
      baseUrl: string;
      members: { conversationId: ConversationId; token: string }[];
      perSecond: number;
      firstSender: number;
    };

export type Command = { do: 'connect'; job: Job } | { do: 'begin' | 'pause' | 'measure' | 'report' | 'close' };
