import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { readJournal } from '../client/journal.ts';
import type { DeviceReport } from '../client/orders.ts';
import type { Stage } from '../stage/stage.ts';
import { checkAudit } from './check-audit.ts';
import { checkDevices } from './check-devices.ts';
import { checkMessages } from './check-messages.ts';
import type { DeviceEvidence, Finding } from './evidence.ts';
import { readTruth } from './read-truth.ts';

/** The longest pause between two attempts of a client is half a minute; a silent line is given up after 50 s. */
const settleWithinMs = 150_000;
/** Digests are compared ten to fifteen seconds after the last change, and repairs follow. */
const convergeWithinMs = 60_000;
const pollMs = 500;

export interface Verdict {
  findings: readonly Finding[];
  problems: readonly string[];
  audit: string;
  devices: readonly DeviceEvidence[];
  /** Until nothing was left to send and every device was live. */
  settledMs: number;
  /** From there until every device agreed with the server. */
  convergedMs: number;
  events: number;
}

interface CheckOptions {
  isReachable: boolean;
  /** Something was broken on purpose, so that waiting for agreement is in vain. */
  isBroken: boolean;
}

/** Waits for quiet, then compares what devices were told and hold with what the server says. */
export async function checkRun(stage: Stage, { isReachable, isBroken }: CheckOptions): Promise<Verdict> {
  if (!isReachable) return giveUp(stage);
  const problems: string[] = [];
  const startedAt = Date.now();
  const restless = await waitUntilQuiet(stage);
  if (restless !== undefined) problems.push(restless);
  const settledMs = Date.now() - startedAt;
  const baseUrl = stage.nodes[0]?.baseUrl ?? '';
  const settledAt = Date.now();
  for (;;) {
    const devices = await collectDevices(stage);
    const truth = await readTruth(baseUrl, stage.firm.people);
    const apart = checkDevices(truth, devices);
    const isLate = isBroken || Date.now() - settledAt > convergeWithinMs;
    if (apart.length > 0 && !isLate) {
      await pause(pollMs);
      continue;
    }
    const convergedMs = Date.now() - settledAt;
    const file = join(stage.folder, 'audit.jsonl');
    const doubt = await checkAudit({ baseUrl, token: stage.firm.auditorToken, file });
    if (doubt !== undefined) problems.push(`audit: ${doubt}`);
    return {
      findings: [...checkMessages(truth, devices), ...apart],
      ...{ problems, devices, settledMs, convergedMs },
      audit: doubt === undefined ? 'verified' : 'not verified',
      events: [...truth.histories.values()].reduce((sum, events) => sum + events.length, 0),
    };
  }
}

/** Where the servers do not come back, nothing that was acknowledged can be read. */
function giveUp(stage: Stage): Verdict {
  const devices = listDevices(stage, []);
  const findings = devices.flatMap(({ name, journal }) =>
    journal.flatMap((line): Finding[] =>
      line.kind === 'acked' ? [{ kind: 'lost', text: `${name}: ${line.clientId} cannot be read` }] : [],
    ),
  );
  const problems = ['the servers did not come back; nothing could be compared'];
  return { findings, problems, devices, audit: 'not read', settledMs: 0, convergedMs: 0, events: 0 };
}

async function waitUntilQuiet({ clients }: Stage): Promise<string | undefined> {
  for (const until = Date.now() + settleWithinMs; ; await pause(pollMs)) {
    const answers = await Promise.all(clients.map((client) => client.ask({ kind: 'rest' }, 'rested')));
    const unsent = answers.reduce((sum, answer) => sum + (answer?.unsent ?? 0), 0);
    const offline = answers.reduce((sum, answer) => sum + (answer?.offline ?? 0), 0);
    if (unsent === 0 && offline === 0 && answers.every(Boolean)) return undefined;
    if (Date.now() > until)
      return `no quiet within ${settleWithinMs / 1000} s: ${unsent} messages unsent, ${offline} devices offline`;
  }
}

async function collectDevices(stage: Stage): Promise<DeviceEvidence[]> {
  const reports: DeviceReport[] = [];
  for (const client of stage.clients) {
    const file = join(stage.folder, `${client.name}.report.json`);
    if (await client.ask({ kind: 'report', file }, 'reported'))
      // Written by `Client.report`.
      reports.push(...(JSON.parse(readFileSync(file, 'utf8')) as DeviceReport[]));
  }
  return listDevices(stage, reports);
}

function listDevices({ clients }: Stage, reports: readonly DeviceReport[]): DeviceEvidence[] {
  return clients.flatMap((client) =>
    client.devices.map(({ name, userId }) => ({
      ...{ name, userId, journal: readJournal(join(client.folder, `${name}.jsonl`)) },
      report: reports.find((report) => report.name === name),
    })),
  );
}
