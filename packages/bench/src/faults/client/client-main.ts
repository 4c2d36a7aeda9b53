// One process with several devices that talk all the time; what it is to do comes from the run, over the channel.
import { mkdirSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { createDice, type Dice } from '../dice.ts';
import { Device } from './device.ts';
import type { ClientOrders, FromClient, ToClient } from './orders.ts';

/** Between two actions of one device; two cores carry clients, servers and database at once. */
const pauseMs = { least: 400, most: 2000 };
const burstMost = 12;
const smallFileBytes = { least: 200, most: 60_000 };

const tell = (message: FromClient) => process.send?.(message);

class Client {
  private readonly devices: Device[];
  private readonly dice: Dice;
  private isResting = false;

  constructor(orders: ClientOrders) {
    mkdirSync(orders.folder, { recursive: true });
    this.dice = createDice(orders.seed * 1000 + orders.generation);
    this.devices = orders.devices.map((order) => new Device({ ...orders, order, dice: this.dice }));
  }

  start(): void {
    for (const device of this.devices) {
      device.start().catch(fail);
      this.work(device).catch(fail);
    }
  }

  private async work(device: Device): Promise<void> {
    while (!this.isResting) {
      const open = device.listOpen();
      if (open.length > 0) await this.act(device, this.dice.pick(open));
      await pause(this.dice.integer(pauseMs.least, pauseMs.most));
    }
  }

  private async act(device: Device, conversationId: Parameters<Device['post']>[0]): Promise<void> {
    const number = this.dice.next();
    if (number < 0.62) device.post(conversationId);
    else if (number < 0.66) {
      for (let count = this.dice.integer(2, burstMost); count > 0; count--) device.post(conversationId);
    } else if (number < 0.69) device.post(conversationId, this.dice.integer(smallFileBytes.least, smallFileBytes.most));
    else if (number < 0.9) device.read(conversationId);
    else if (number < 0.97) device.draft(conversationId);
    else if (device.isKeeper) await (this.dice.chance(0.1) ? device.makeGroup() : device.changeMembers());
  }

  upload(sizeBytes: number): void {
    const device = this.dice.pick(this.devices);
    const open = device.listOpen();
    if (open.length > 0 && !this.isResting) device.post(this.dice.pick(open), sizeBytes);
  }

  rest(): void {
    this.isResting = true;
    const unsent = this.devices.reduce((sum, device) => sum + device.listUnsent().length, 0);
    const offline = this.devices.filter((one) => one.messenger.list.getSnapshot().connection !== 'live').length;
    tell({ kind: 'rested', unsent, offline });
  }

  async report(file: string): Promise<void> {
    const reports = [];
    for (const device of this.devices) reports.push(await device.report());
    writeFileSync(file, JSON.stringify(reports));
    tell({ kind: 'reported' });
  }
}

function fail(error: unknown): void {
  tell({ kind: 'failed', message: error instanceof Error ? (error.stack ?? error.message) : String(error) });
}

let client: Client | undefined;

async function handle(message: ToClient): Promise<void> {
  if (message.kind === 'orders') {
    client = new Client(message.orders);
    client.start();
    tell({ kind: 'working' });
  } else if (message.kind === 'upload') client?.upload(message.sizeBytes);
  else if (message.kind === 'rest') client?.rest();
  else await client?.report(message.file);
}

process.on('message', (message: ToClient) => void handle(message).catch(fail));
process.on('disconnect', () => process.exit());
process.on('unhandledRejection', fail);
process.on('uncaughtException', fail);
tell({ kind: 'ready' });
