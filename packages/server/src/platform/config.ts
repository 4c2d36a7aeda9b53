import { delimiter, resolve } from 'node:path';
import type { NatsAddress } from './bus/nats-link.ts';

export interface Config {
  port: number;
  /** `data/`, for the demonstration `data/demo/`, unless set: made-up people never mix with real ones. */
  dataDir: string;
  /** Absent: the embedded PostgreSQL is used. */
  databaseUrl: string | undefined;
  /** What people type to reach the server; links in messages start with it. */
  publicUrl: string;
  isDemo: boolean;
  /** Files with certificates to which the signatures of invoices must lead to be called valid. */
  trustedRootFiles: string[];
  /** Present where other processes serve the same installation. */
  nats?: NatsAddress;
  /** The program that turns Office files into PDF; looked for where it is usually installed if absent. */
  libreOfficePath?: string | undefined;
  /** The server fetches what pages on the open web say of themselves; on unless set. */
  hasLinkPreviews?: boolean;
  /** Processes that share the port; 1 unless set. */
  processes?: number;
  /** The firm's mail server and what its mails come from; absent: no mail is sent. */
  mail?: { url: string; from: string };
}

// More processes than cores gain nothing, and each holds connections to the database.
const processesMax = 16;

export class ConfigError extends Error {}

/** Throws `ConfigError` with one line that says what is wrong and what to do. */
export function readConfig(env: NodeJS.ProcessEnv, args: readonly string[]): Config {
  const isDemo = args.includes('--demo');
  const port = Number(env.PORT ?? '8090');
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    throw new ConfigError(`PORT is "${env.PORT}"; give a number from 1 to 65535.`);
  }
  const databaseUrl = env.DATABASE_URL || undefined;
  if (databaseUrl !== undefined && !/^postgres(ql)?:\/\//.test(databaseUrl)) {
    throw new ConfigError(
      'DATABASE_URL must start with postgres://, for example postgres://user:password@host:5432/countinghouse.',
    );
  }
  const publicUrl = (env.PUBLIC_URL || `http://localhost:${port}`).replace(/\/+$/, '');
  if (!URL.canParse(publicUrl))
    throw new ConfigError(`PUBLIC_URL is "${publicUrl}"; give a full address such as https://chat.example.com.`);
  const dataDir = resolve(env.DATA_DIR || (isDemo ? 'data/demo' : 'data'));
  const trustedRootFiles = (env.TRUSTED_ROOTS ?? '').split(delimiter).filter((path) => path !== '');
  const nats = readNatsUrl(env.NATS_URL);
  const processes = readProcesses(env.PROCESSES);
  const mail = readMail(env);
  if (processes > 1 && nats === undefined) {
    throw new ConfigError(
      `PROCESSES is ${processes}, and several processes need NATS between them: set NATS_URL, for example nats://127.0.0.1:4222.`,
    );
  }
  const libreOfficePath = env.LIBREOFFICE_PATH || undefined;
  const hasLinkPreviews = readSwitch('LINK_PREVIEWS', env.LINK_PREVIEWS);
  return {
    port,
    dataDir,
    databaseUrl,
    publicUrl,
    isDemo,
    trustedRootFiles,
    nats,
    processes,
    libreOfficePath,
    hasLinkPreviews,
    ...(mail ? { mail } : {}),
  };
}

function readSwitch(name: string, text: string | undefined): boolean {
  if (!text || text === 'on') return true;
  if (text === 'off') return false;
  throw new ConfigError(`${name} is "${text}"; give on or off.`);
}

/** The address may hold a password, so it is not repeated. */
function readMail({ SMTP_URL: url, MAIL_FROM: from }: NodeJS.ProcessEnv): Config['mail'] {
  if (!url) return undefined;
  if (!/^smtps?:\/\//.test(url) || !URL.canParse(url)) {
    throw new ConfigError('SMTP_URL must be an address such as smtps://user:password@mail.example.com:465.');
  }
  if (!from || !/^[^@<>\s]+@[^@<>\s]+$/.test(from)) {
    throw new ConfigError('SMTP_URL needs MAIL_FROM: the address that mails come from, such as notify@example.com.');
  }
  return { url, from };
}

function readProcesses(text: string | undefined): number {
  const processes = Number(text || '1');
  if (Number.isInteger(processes) && processes >= 1 && processes <= processesMax) return processes;
  throw new ConfigError(`PROCESSES is "${text}"; give a number from 1 to ${processesMax}.`);
}

const natsExample = 'nats://user:password@127.0.0.1:4222, or several with commas between them';

/** The first address that holds credentials gives them for all. */
function readNatsUrl(text: string | undefined): NatsAddress | undefined {
  if (!text) return undefined;
  const urls = text.split(',').map((part) => part.trim());
  const parsed = urls.map((url) => {
    if (!/^(nats|tls):\/\//.test(url) || !URL.canParse(url)) {
      // The address may hold a password, so it is not repeated.
      throw new ConfigError(`NATS_URL must be an address such as ${natsExample}.`);
    }
    return new URL(url);
  });
  const servers = parsed.map((url) => `${url.hostname}:${url.port || '4222'}`);
  const isTls = parsed.some((url) => url.protocol === 'tls:');
  const guarded = parsed.find((url) => url.username !== '');
  if (!guarded) return { servers, isTls };
  const name = decodeURIComponent(guarded.username);
  if (guarded.password === '') return { servers, isTls, token: name };
  return { servers, isTls, user: name, password: decodeURIComponent(guarded.password) };
}
