import { type ClientId, type ConversationEvent, type ConversationId, messages } from '@countinghouse/protocol';
import { OwnReactions } from './own-reactions.ts';
import type { Call, EditedText } from './types.ts';

export interface MessageActionsOptions {
  conversationId: ConversationId;
  call: Call;
  newClientId(): ClientId;
  /** The server's answer, which may come before the push of the same. */
  onDone(event: ConversationEvent): void;
  /** The message at `seq` looks different to the caller. */
  onChanged(seq: number): void;
}

/** What the caller does to messages that are there. Nothing of it waits for a server that is out of reach. */
export class MessageActions {
  readonly reactions: OwnReactions;
  private readonly options: MessageActionsOptions;

  constructor(options: MessageActionsOptions) {
    this.options = options;
    this.reactions = new OwnReactions({
      send: ({ seq, ...body }) => this.sendReaction(seq, body),
      onChanged: options.onChanged,
    });
  }

  private at(seq: number) {
    return { conversationId: this.options.conversationId, seq };
  }

  private done(event: ConversationEvent | null): void {
    if (event) this.options.onDone(event);
  }

  private async sendReaction(seq: number, body: { emoji: string; isOn: boolean }): Promise<void> {
    const { event } = await this.options.call(messages.react, { params: this.at(seq), body });
    this.done(event);
  }

  async edit(seq: number, { text, mentions = [], mentionGroups = [] }: EditedText): Promise<void> {
    const clientId = this.options.newClientId();
    const body = { clientId, text, mentions: [...mentions], mentionGroups: [...mentionGroups] };
    this.done(await this.options.call(messages.edit, { params: this.at(seq), body }));
  }

  async recall(seq: number): Promise<void> {
    this.done(await this.options.call(messages.recall, { params: this.at(seq) }));
  }

  async pin(seq: number, isPinned: boolean): Promise<void> {
    const { event } = await this.options.call(messages.pin, { params: this.at(seq), body: { isPinned } });
    this.done(event);
  }

  async vote(seq: number, options: readonly number[]): Promise<void> {
    await this.options.call(messages.vote, { params: this.at(seq), body: { options: [...options] } });
  }

  async closePoll(seq: number): Promise<void> {
    await this.options.call(messages.closePoll, { params: this.at(seq) });
  }
}
