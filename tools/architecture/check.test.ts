import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkArchitecture, RULES } from './check.ts';

const SERVER = 'packages/server/src';
const WEB = 'packages/web/src';

/** A small tree in which everything is allowed. */
const CLEAN: Record<string, string> = {
  'architecture.json': JSON.stringify({
    packages: { protocol: [], sdk: ['protocol'], server: ['protocol'], web: ['protocol', 'sdk'] },
    testsMayUse: [],
    serverModules: [['audit'], ['identity'], ['messaging', 'ledger']],
    domainMayUse: ['@countinghouse/protocol', 'node:crypto'],
    bannedFileNames: ['utils', 'helpers', 'common', 'misc', 'manager'],
    linesMax: { code: 40, test: 80 },
  }),
  'docs/GLOSSARY.md': '| 购买方 | buyer | Who pays. | `purchaser`, customer, `credit note` |\n',
  'package.json': '{"devDependencies":{"vitest":"*"}}',
  'packages/protocol/package.json': '{"dependencies":{"typebox":"*"}}',
  'packages/protocol/src/index.ts': `export * from './ids.ts';\n`,
  'packages/protocol/src/ids.ts': `import { Type } from 'typebox';\nexport const Id = Type.String();\n`,
  'packages/sdk/package.json': '{"dependencies":{"@countinghouse/protocol":"*"}}',
  'packages/sdk/src/index.ts': `import { Id } from '@countinghouse/protocol';\nexport const client = Id;\n`,
  'packages/server/package.json': '{"dependencies":{"@countinghouse/protocol":"*","pg":"*"}}',
  [`${SERVER}/app/main.ts`]: `import { sendMessage } from '../modules/messaging/index.ts';\nsendMessage();\n`,
  [`${SERVER}/app/testing/test-server.ts`]: `import '../main.ts';\nexport const startTestServer = () => 1;\n`,
  [`${SERVER}/modules/ledger/ledger.test.ts`]: `import { startTestServer } from '../../app/testing/test-server.ts';\nstartTestServer();\n`,
  [`${SERVER}/platform/database.ts`]: `import pg from 'pg';\nexport const connect = () => new pg.Client();\n`,
  [`${SERVER}/modules/audit/index.ts`]: `export { record } from './record.ts';\n`,
  [`${SERVER}/modules/audit/record.ts`]: `import { connect } from '../../platform/database.ts';\nexport const record = connect;\n`,
  [`${SERVER}/modules/audit/store/rows.ts`]: `export const rows = 1;\n`,
  [`${SERVER}/modules/identity/index.ts`]: `export const findPerson = () => 1;\n`,
  [`${SERVER}/modules/ledger/index.ts`]: `export const book = () => 1;\n`,
  [`${SERVER}/modules/messaging/index.ts`]: `export { sendMessage } from './actions/send.ts';\n`,
  [`${SERVER}/modules/messaging/actions/send.ts`]: `import { record } from '../../audit/index.ts';\nimport { judge } from '../domain/message.ts';\n// TODO(#12): Look at this again.\nexport const sendMessage = () => judge(record);\n`,
  [`${SERVER}/modules/messaging/domain/message.ts`]: `import { createHash } from 'node:crypto';\nimport { Id } from '@countinghouse/protocol';\nexport const judge = (x: unknown) => [x, Id, createHash];\n`,
  [`${SERVER}/modules/messaging/domain/message.test.ts`]: `import { test } from 'vitest';\nimport { aMessage } from '../testing/a-message.ts';\ntest('x', () => aMessage());\n`,
  [`${SERVER}/modules/messaging/store/messages.ts`]: `export const insert = 1;\n`,
  [`${SERVER}/modules/messaging/routes.ts`]: `import { sendMessage } from './actions/send.ts';\nexport const routes = [sendMessage];\n`,
  [`${SERVER}/modules/messaging/testing/a-message.ts`]: `export const aMessage = () => 1;\n`,
  'packages/web/package.json': '{"dependencies":{"@countinghouse/sdk":"*","@countinghouse/protocol":"*"}}',
  [`${WEB}/app/App.tsx`]: `import { Chat } from '../features/chat/Chat.tsx';\nexport const App = Chat;\n`,
  [`${WEB}/features/chat/Chat.tsx`]: `import { client } from '@countinghouse/sdk';\nimport { Button } from '../../shared/Button.tsx';\nexport const Chat = [client, Button];\n`,
  [`${WEB}/features/claims/Claim.tsx`]: `export const Claim = 1;\n`,
  [`${WEB}/shared/Button.tsx`]: `export const Button = 1;\n`,
};

/** One violation of each rule, some in several disguises. */
const PLANTED: { rule: string; file: string; text: string }[] = [
  {
    rule: 'package-order',
    file: 'packages/protocol/src/bad.ts',
    text: `export const a = import('@countinghouse/sdk');\n`,
  },
  {
    rule: 'package-order',
    file: `${WEB}/app/bad.ts`,
    text: `import type { A } from '@countinghouse/server';\nexport type B = A;\n`,
  },
  { rule: 'package-border', file: `${WEB}/app/bad.ts`, text: `import '../../../server/src/app/main.ts';\n` },
  { rule: 'package-front-door', file: `${WEB}/app/bad.ts`, text: `import '@countinghouse/protocol/src/ids.ts';\n` },
  { rule: 'path-alias', file: `${WEB}/app/bad.ts`, text: `import '@/shared/Button.tsx';\n` },
  { rule: 'path-alias', file: `${WEB}/app/bad.ts`, text: `import '#shared/button';\n` },
  {
    rule: 'platform-below-modules',
    file: `${SERVER}/platform/bad.ts`,
    text: `export { record } from '../modules/audit/index.ts';\nexport const one = 1;\n`,
  },
  { rule: 'platform-below-modules', file: `${SERVER}/platform/bad.ts`, text: `import '../app/main.ts';\n` },
  { rule: 'modules-below-app', file: `${SERVER}/modules/ledger/bad.ts`, text: `import '../../app/main.ts';\n` },
  { rule: 'module-tier', file: `${SERVER}/modules/audit/bad.ts`, text: `import '../identity/index.ts';\n` },
  {
    rule: 'module-tier',
    file: `${SERVER}/modules/ledger/bad.ts`,
    text: `export const load = () => import('../messaging/index.ts');\n`,
  },
  {
    rule: 'module-tier',
    file: `${SERVER}/modules/ledger/bad.ts`,
    text: `export type A = import('../messaging/index.ts').A;\n`,
  },
  { rule: 'module-front-door', file: `${SERVER}/modules/ledger/bad.ts`, text: `import '../audit/store/rows.ts';\n` },
  {
    rule: 'domain-pure',
    file: `${SERVER}/modules/ledger/domain/bad.ts`,
    text: `import '../../../platform/database.ts';\n`,
  },
  { rule: 'domain-pure', file: `${SERVER}/modules/ledger/domain/bad.ts`, text: `import 'node:fs';\n` },
  { rule: 'domain-pure', file: `${SERVER}/modules/messaging/domain/bad.ts`, text: `import '../store/messages.ts';\n` },
  { rule: 'routes-without-store', file: `${SERVER}/modules/audit/routes.ts`, text: `import './store/rows.ts';\n` },
  {
    rule: 'routes-without-store',
    file: `${SERVER}/modules/audit/export-routes.ts`,
    text: `import './store/rows.ts';\n`,
  },
  {
    rule: 'routes-without-store',
    file: `${SERVER}/modules/audit/socket.ts`,
    text: `export * from './store/rows.ts';\nexport const one = 1;\n`,
  },
  { rule: 'web-layers', file: `${WEB}/shared/bad.ts`, text: `import '../features/chat/Chat.tsx';\n` },
  { rule: 'web-layers', file: `${WEB}/features/chat/bad.ts`, text: `import '../../app/App.tsx';\n` },
  { rule: 'web-features-apart', file: `${WEB}/features/chat/bad.ts`, text: `import '../claims/Claim.tsx';\n` },
  {
    rule: 'testing-for-tests',
    file: `${SERVER}/modules/messaging/actions/bad.ts`,
    text: `import '../testing/a-message.ts';\n`,
  },
  { rule: 'testing-for-tests', file: `${SERVER}/platform/bad.ts`, text: `import 'vitest';\n` },
  { rule: 'module-unknown', file: `${SERVER}/modules/gossip/index.ts`, text: `export const one = 1;\n` },
  { rule: 'package-unknown', file: 'packages/gossip/src/index.ts', text: `export const one = 1;\n` },
  { rule: 'barrel', file: `${WEB}/shared/all.ts`, text: `export { Button } from './Button.tsx';\n` },
  { rule: 'file-name', file: `${WEB}/shared/dateFormat.ts`, text: `export const one = 1;\n` },
  { rule: 'file-name', file: `${WEB}/shared/date-utils.ts`, text: `export const one = 1;\n` },
  { rule: 'file-name', file: `${SERVER}/platform/common/dates.ts`, text: `export const one = 1;\n` },
  { rule: 'file-length', file: `${WEB}/shared/long.ts`, text: `${'// a line\n'.repeat(41)}` },
  { rule: 'file-length', file: `${WEB}/shared/long.test.ts`, text: `${'// a line\n'.repeat(81)}` },
  { rule: 'todo-number', file: `${WEB}/shared/later.ts`, text: `/* TODO: some day */\nexport const one = 1;\n` },
  { rule: 'todo-number', file: `${WEB}/shared/later.ts`, text: `// FIXME(#3) now\nexport const one = 1;\n` },
  {
    rule: 'cycle',
    file: `${SERVER}/modules/audit/record.ts`,
    text: `export { record } from './index.ts';\nexport const one = 1;\n`,
  },
  { rule: 'undeclared-dependency', file: `${WEB}/shared/bad.ts`, text: `import 'pg';\n` },
  { rule: 'banned-word', file: `${WEB}/shared/buyer.ts`, text: `export const purchaserName = 1;\n` },
  { rule: 'banned-word', file: `${WEB}/shared/buyer.ts`, text: `export function findCreditNotes() {}\n` },
  { rule: 'banned-word', file: `${WEB}/shared/credit-note.ts`, text: `export const one = 1;\n` },
];

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'countinghouse-architecture-'));
  for (const [path, text] of Object.entries(CLEAN)) plant(path, text);
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

function plant(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

test('a tree that keeps the rules has no findings', () => {
  expect(checkArchitecture(root)).toEqual([]);
});

describe('a planted violation is found', () => {
  test.for(PLANTED)('$rule in $file: $text', ({ rule, file, text }) => {
    plant(file, text);
    const found = checkArchitecture(root).filter((finding) => finding.rule === rule);
    expect(found).toHaveLength(1);
    if (rule !== 'cycle') expect(found[0]?.file).toBe(file);
    else expect(found[0]?.message).toContain(file);
  });

  test('for every rule there is', () => {
    expect(new Set(PLANTED.map(({ rule }) => rule))).toEqual(new Set(RULES));
  });
});

test('what the checker cannot parse stops it', () => {
  plant(`${WEB}/shared/broken.ts`, 'export const = ;');
  expect(() => checkArchitecture(root)).toThrow('broken.ts cannot be parsed');
});
