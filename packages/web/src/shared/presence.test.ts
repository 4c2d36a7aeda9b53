import { type UserId, watchedPeopleMax } from '@countinghouse/protocol';
import { describe, expect, it, vi } from 'vitest';
import { OnScreen } from './presence.tsx';

const user = (name: string) => name as UserId; // A test needs ids only to differ.
const drawn = () => Promise.resolve();

describe('OnScreen', () => {
  it('tells once of all that is drawn together, and a person in two places once', async () => {
    const tell = vi.fn();
    const onScreen = new OnScreen(tell);
    for (const name of ['a', 'b', 'a']) onScreen.show(user(name));
    await drawn();
    expect(tell.mock.calls).toEqual([[['a', 'b']]]);
  });

  it('keeps a person until the last place that shows them is gone', async () => {
    const tell = vi.fn();
    const onScreen = new OnScreen(tell);
    const hides = [onScreen.show(user('a')), onScreen.show(user('a'))];
    hides[0]?.();
    await drawn();
    expect(tell).toHaveBeenLastCalledWith(['a']);
    hides[1]?.();
    await drawn();
    expect(tell).toHaveBeenLastCalledWith([]);
  });

  it('never asks for more people than the server watches', async () => {
    const tell = vi.fn();
    const onScreen = new OnScreen(tell);
    for (let place = 0; place < watchedPeopleMax + 5; place++) onScreen.show(user(String(place)));
    await drawn();
    expect(tell.mock.calls[0]?.[0]).toHaveLength(watchedPeopleMax);
  });
});
