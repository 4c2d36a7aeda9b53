import { type ConversationId, conversations, identity, sync } from '@countinghouse/protocol';
import { describe, expect, test } from 'vitest';
import { newClientId } from '../stage/claims.ts';
import { composer, polling, timeline } from '../stage/desk.ts';
import { Dice } from '../stage/dice.ts';
import type { DemoFirm } from '../stage/firm.ts';
import { nowhereYet, type Person } from '../stage/person.ts';
import { badgeOf, draftOf, readMarks, recordedMarks, rowOf, say } from '../stage/room.ts';

/** `COUNTINGHOUSE_SEEDS=1,2,3` walks it with other timings. */
const seeds = (process.env.COUNTINGHOUSE_SEEDS ?? '7').split(',').map(Number);
/** From the network coming back until everything has to be the same everywhere. */
const convergence = { timeout: 30_000, interval: 100 };

/** Two devices of one person, and somebody else who writes meanwhile. */
export function describeTwoDevices(open: () => DemoFirm): void {
  describe('two devices of one person', () => {
    test.each(seeds)(
      'without network and with the server killed in between nothing is missing, nothing stands twice, both agree (seed %i)',
      async (seed) => {
        const firm = open();
        const scene = await setScene(firm, seed);
        const { desk, laptop, wang, talk, pad, dice } = scene;

        await desk.context.setOffline(true);
        await Promise.all([writeOffline(scene), writeOnline(scene)]);
        await Promise.all([
          crash(firm, dice),
          sayAll(laptop, dice, ['【本3】', '【本4】']),
          sayAll(wang, dice, ['【王4】', '【王5】']),
        ]);
        await openAgain(scene);
        await openRoom(laptop, pad);
        await composer(laptop).fill('手提上写了一半');
        await dice.moment();
        await desk.context.setOffline(false);

        await expectAgreement(scene);
        const marks = await recordedMarks(laptop, talk.id);
        expect(marks.toSorted()).toEqual(
          ['台1', '台2', '台3', '本1', '本2', '本3', '本4', '王1', '王2', '王3', '王4', '王5'].toSorted(),
        );
        // What one device wrote first stands first.
        for (const who of ['台', '本', '王']) {
          const own = marks.filter((mark) => mark.startsWith(who));
          expect(own).toEqual(own.toSorted());
        }
      },
    );
  });
}

interface Group {
  id: ConversationId;
  title: string;
}

interface Scene {
  dice: Dice;
  /** Li's two devices. */
  desk: Person;
  laptop: Person;
  wang: Person;
  /** Everybody writes here. */
  talk: Group;
  /** Only Wang writes here, and Li does not look. */
  aside: Group;
  /** Li begins something here. */
  pad: Group;
}

async function setScene(firm: DemoFirm, seed: number): Promise<Scene> {
  const [desk, laptop, wang] = await Promise.all([
    firm.signIn('li', { ...nowhereYet, isKept: true }),
    firm.signIn('li', nowhereYet),
    firm.signIn('wang', nowhereYet),
  ]);
  const { person } = await wang.ask(identity.me);
  const make = async (title: string): Promise<Group> => {
    const body = { clientId: newClientId(), title, memberIds: [person.id] };
    return { id: (await desk.ask(conversations.create, { body })).id, title };
  };
  const talk = await make(`双机 ${seed}`);
  const scene = {
    ...{ dice: new Dice(seed), desk, laptop, wang, talk },
    ...{ aside: await make(`旁听 ${seed}`), pad: await make(`草稿 ${seed}`) },
  };
  for (const each of [desk, laptop, wang]) {
    await each.page.goto(`/c/${talk.id}`);
    await rowOf(each, scene.pad.title).waitFor();
  }
  await desk.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await say(desk, '【台1】都到了吗');
  await timeline(wang).getByText('【台1】').waitFor();
  await say(wang, '【王1】到了');
  for (const each of [desk, laptop]) await timeline(each).getByText('【王1】').waitFor();
  return scene;
}

async function sayAll(person: Person, dice: Dice, words: readonly string[]): Promise<void> {
  for (const each of words) {
    await dice.moment();
    await say(person, each);
  }
}

async function openRoom(person: Person, { title }: Group): Promise<void> {
  await rowOf(person, title).click();
  await person.page.getByRole('main', { name: title }).waitFor();
  await composer(person).waitFor();
}

const expectWaiting = (person: Person) =>
  expect.poll(() => timeline(person).getByText('等待网络恢复后发送').count(), polling).toBe(2);

/** The device without network writes, and leaves something begun. */
async function writeOffline({ desk, dice, pad }: Scene): Promise<void> {
  await sayAll(desk, dice, ['【台2】', '【台3】']);
  await expectWaiting(desk);
  await openRoom(desk, pad);
  await composer(desk).fill('台式机上写了一半');
}

/** Without network the page opens anew with all that the device has. */
async function openAgain({ desk, talk, pad }: Scene): Promise<void> {
  await desk.page.reload();
  await expect.poll(() => composer(desk).inputValue(), polling).toBe('台式机上写了一半');
  await openRoom(desk, talk);
  await expect.poll(() => readMarks(desk), polling).toEqual(['台1', '王1', '台2', '台3']);
  await expectWaiting(desk);
  expect(await draftOf(desk, pad.title)).toBe('台式机上写了一半');
}

/** Meanwhile the others go on, Wang also where Li does not look. */
async function writeOnline({ laptop, wang, dice, aside }: Scene): Promise<void> {
  await Promise.all([
    sayAll(laptop, dice, ['【本1】', '【本2】']),
    sayAll(wang, dice, ['【王2】', '【王3】']),
    post(wang, aside, ['一', '二', '三']),
  ]);
}

async function post(person: Person, { id }: Group, texts: readonly string[]): Promise<void> {
  for (const text of texts) {
    const body = { clientId: newClientId(), text };
    await person.ask(conversations.postMessage, { params: { conversationId: id }, body });
  }
}

async function crash(firm: DemoFirm, dice: Dice): Promise<void> {
  await dice.moment(600);
  await firm.killServer();
  await dice.moment(600);
  await firm.startServerAgain();
}

/** What a device shows of itself: badges, what was begun, and the number on its tab. */
async function describeList(person: Person, groups: readonly Group[]) {
  const rows: Record<string, { unread: number; draft: string }> = {};
  for (const { title } of groups)
    rows[title] = { unread: await badgeOf(person, title), draft: await draftOf(person, title) };
  return rows;
}

/** The same as the server would say it. */
async function recordedList(person: Person, groups: readonly Group[]) {
  const { conversations: all } = await person.ask(sync.snapshot);
  const rows: Record<string, { unread: number; draft: string }> = {};
  for (const { id, title } of groups) {
    const row = all.find((each) => each.id === id);
    if (!row) throw new Error(`the server has no ${title}`);
    rows[title] = { unread: row.messageCount - row.cursor.messageCount, draft: row.draft?.text ?? '' };
  }
  return rows;
}

async function expectAgreement({ desk, laptop, wang, talk, aside, pad }: Scene): Promise<void> {
  for (const person of [desk, laptop]) await openRoom(person, talk);
  for (const person of [desk, laptop, wang]) {
    await expect
      .poll(async () => [await readMarks(person), await recordedMarks(laptop, talk.id)], convergence)
      .toSatisfy(([shown, recorded]) => JSON.stringify(shown) === JSON.stringify(recorded));
  }
  const groups = [talk, aside, pad];
  for (const person of [desk, laptop]) {
    await expect
      .poll(async () => [await describeList(person, groups), await recordedList(laptop, groups)], convergence)
      .toSatisfy(([shown, recorded]) => JSON.stringify(shown) === JSON.stringify(recorded));
  }
  const recorded = await recordedList(laptop, groups);
  expect(recorded[aside.title]?.unread).toBe(3);
  expect(recorded[talk.title]?.unread).toBe(0);
  expect(['台式机上写了一半', '手提上写了一半']).toContain(recorded[pad.title]?.draft);
  await expect.poll(async () => (await desk.page.title()) === (await laptop.page.title()), convergence).toBe(true);
  for (const person of [desk, laptop]) {
    await openRoom(person, pad);
    await expect.poll(() => composer(person).inputValue(), polling).toBe(recorded[pad.title]?.draft);
  }
}
