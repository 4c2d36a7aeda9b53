import type { ConversationId, InvoiceId } from '@countinghouse/protocol';
import { describe, expect, it } from 'vitest';
import { Selection } from './selection.ts';
import { anId } from './testing/builders.ts';

const room = anId<ConversationId>(1);
const otherRoom = anId<ConversationId>(2);
const hotel = anId<InvoiceId>(11);
const train = anId<InvoiceId>(12);

describe('Selection', () => {
  it('keeps what was picked in each conversation apart', () => {
    const selection = new Selection();
    selection.toggle(room, hotel);
    selection.toggle(otherRoom, train);
    expect([...selection.of(room)]).toEqual([hotel]);
    selection.toggle(room, hotel);
    expect([...selection.of(room)]).toEqual([]);
    expect([...selection.of(otherRoom)]).toEqual([train]);
  });

  it('takes several in or out at once', () => {
    const selection = new Selection();
    selection.toggle(room, hotel);
    selection.pick(room, [hotel, train], true);
    expect([...selection.of(room)]).toEqual([hotel, train]);
    selection.pick(room, [hotel], false);
    expect([...selection.of(room)]).toEqual([train]);
  });

  it('gives the same set until something changed, so that views do not draw in circles', () => {
    const selection = new Selection();
    expect(selection.of(room)).toBe(selection.of(otherRoom));
    selection.toggle(room, hotel);
    expect(selection.of(room)).toBe(selection.of(room));
  });

  it('forgets what went into a claim and tells who listens', () => {
    const selection = new Selection();
    let told = 0;
    const stop = selection.subscribe(() => told++);
    selection.toggle(room, hotel);
    selection.toggle(room, train);
    selection.drop([hotel]);
    expect([...selection.of(room)]).toEqual([train]);
    expect(told).toBe(3);
    stop();
    selection.drop([train]);
    expect(told).toBe(3);
  });
});
