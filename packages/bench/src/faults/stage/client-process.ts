import { type ChildProcess, fork } from 'node:child_process';
import { openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ClientOrders, DeviceOrder, FromClient, ToClient } from '../client/orders.ts';

const clientMain = join(import.meta.dirname, '../client/client-main.ts');
const clockShift = join(import.meta.dirname, 'clock-shift.ts');

/** A process with several devices, which is started again with what its stores kept. */
export class ClientProcess {
  readonly name: string;
  readonly folder: string;
  readonly clockFile: string;
  /** What went wrong in it that nobody had caused. */
  readonly failures: string[] = [];
  private readonly orders: Omit<ClientOrders, 'folder' | 'generation'>;
  private child: ChildProcess | undefined;
  private generation = 0;
  private readonly waiting = new Set<(message: FromClient | undefined) => void>();

  constructor(name: string, runFolder: string, orders: Omit<ClientOrders, 'folder' | 'generation'>) {
    this.name = name;
    this.folder = join(runFolder, name);
    this.clockFile = join(runFolder, `${name}.clock`);
    this.orders = orders;
    writeFileSync(this.clockFile, '0');
  }

  get devices(): readonly DeviceOrder[] {
    return this.orders.devices;
  }

  get isRunning(): boolean {
    return this.child !== undefined && this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Resolves when its devices are at work, whether they reach a server or not. */
  async start(): Promise<void> {
    const log = openSync(`${this.folder}.log`, 'a');
    const child = fork(clientMain, {
      execArgv: ['--import', clockShift],
      env: { ...process.env, FAULTS_CLOCK_FILE: this.clockFile },
      stdio: ['ignore', log, log, 'ipc'],
    });
    this.child = child;
    child.on('message', (message: FromClient) => this.handle(message));
    child.once('close', (code, signal) => {
      if (signal !== 'SIGKILL') this.failures.push(`${this.name} ended by itself (${code ?? signal})`);
      for (const settle of [...this.waiting]) settle(undefined);
    });
    await this.hears('ready');
    const orders = { ...this.orders, folder: this.folder, generation: this.generation };
    this.generation += 1;
    await this.ask({ kind: 'orders', orders }, 'working');
  }

  private handle(message: FromClient): void {
    if (message.kind === 'failed') this.failures.push(`${this.name}: ${message.message}`);
    for (const settle of [...this.waiting]) settle(message);
  }

  tell(message: ToClient): void {
    if (this.isRunning) this.child?.send(message, () => undefined);
  }

  /** The next word of this kind; undefined where the process ended before. */
  async ask<Kind extends FromClient['kind']>(
    message: ToClient,
    kind: Kind,
  ): Promise<Extract<FromClient, { kind: Kind }> | undefined> {
    const answer = this.hears(kind);
    this.tell(message);
    return answer;
  }

  private hears<Kind extends FromClient['kind']>(kind: Kind): Promise<Extract<FromClient, { kind: Kind }> | undefined> {
    const isIt = (message: FromClient): message is Extract<FromClient, { kind: Kind }> => message.kind === kind;
    return new Promise((resolve) => {
      const settle = (message: FromClient | undefined) => {
        if (message !== undefined && !isIt(message)) return;
        this.waiting.delete(settle);
        resolve(message);
      };
      this.waiting.add(settle);
    });
  }

  setClock(offsetMs: number): void {
    writeFileSync(this.clockFile, String(offsetMs));
  }

  suspend(): void {
    if (this.isRunning) this.child?.kill('SIGSTOP');
  }

  resume(): void {
    if (this.isRunning) this.child?.kill('SIGCONT');
  }

  async kill(): Promise<void> {
    const { child } = this;
    if (!child || !this.isRunning) return;
    const ended = new Promise((resolve) => child.once('close', resolve));
    child.kill('SIGKILL');
    await ended;
  }
}
