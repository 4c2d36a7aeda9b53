import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, release, totalmem } from 'node:os';
import type { PostgresSettings } from './postgres.ts';

/** What a figure is worth nothing without. */
export const conditions = (postgres: PostgresSettings) => ({
  cores: availableParallelism(),
  processor: cpus()[0]?.model ?? 'unknown',
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  linux: release(),
  node: process.version,
  postgres,
  openFilesMax: openFilesMax(),
  /** Before the run: near zero where nothing else was at work. */
  loadBefore: Math.round((loadavg()[0] ?? 0) * 100) / 100,
  generatorOnTheSameMachine: true,
});

/** How many connections one process may hold: Node raises its own limit to this. */
export function openFilesMax(): number {
  const limits = readFileSync('/proc/self/limits', 'utf8');
  const hard = /^Max open files\s+\S+\s+(\S+)/m.exec(limits)?.[1];
  return hard === 'unlimited' ? Number.MAX_SAFE_INTEGER : Number(hard ?? 1024);
}
