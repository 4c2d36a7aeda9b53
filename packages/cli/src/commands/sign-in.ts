import { identity } from '@countinghouse/protocol';
import { createMessenger } from '@countinghouse/sdk';
import { forgetSession, keepSession, readSession } from '../kept-session.ts';
import type { Terminal } from '../terminal.ts';
import { CommandError, UsageError } from '../usage.ts';
import type { Outcome } from './outcome.ts';

/** Splits a one-time link, `https://chat.example.com/sign-in?token=…`, or takes the plain address of a server. */
export function readAddress(address: string): { baseUrl: string; linkToken: string | undefined } {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:') {
    throw new UsageError(`"${address}" is no address; give one such as https://chat.example.com, or a one-time link`);
  }
  const linkToken = url.searchParams.get('token') ?? undefined;
  const path = url.pathname.replace(/\/sign-in\/?$/, '').replace(/\/+$/, '');
  return { baseUrl: `${url.origin}${path}`, linkToken };
}

export async function signIn(
  terminal: Terminal,
  sessionFile: string,
  given: { address: string; login: string | undefined },
): Promise<Outcome> {
  const { baseUrl, linkToken } = readAddress(given.address);
  if (linkToken !== undefined && given.login !== undefined) throw new UsageError('a one-time link needs no --login');
  const visitor = createMessenger({ baseUrl });
  const answer =
    linkToken === undefined
      ? await visitor.call(identity.signIn, {
          body: { ...(await askCredentials(terminal, given.login)), carrier: 'token' },
        })
      : await visitor.call(identity.redeemLink, { body: { token: linkToken, carrier: 'token' } });
  if (answer.token === undefined) throw new CommandError('the server gave no session token');
  await keepSession(sessionFile, { baseUrl, token: answer.token });
  const me = await createMessenger({ baseUrl, token: answer.token }).call(identity.me);
  return {
    text: `signed in to ${baseUrl} as ${me.person.login} (${me.roles.join(', ') || 'no roles'})`,
    data: { baseUrl, login: me.person.login, userId: me.person.id, roles: me.roles },
  };
}

async function askCredentials(terminal: Terminal, login: string | undefined) {
  const asked = login ?? (await terminal.ask('login: ', { isSecret: false }));
  const password = await terminal.ask('password: ', { isSecret: true });
  if (asked === '' || password === '') throw new CommandError('login and password are both needed');
  return { login: asked, password };
}

/** The file goes in any case: a session that the server no longer knows is not worth keeping. */
export async function signOut(sessionFile: string): Promise<Outcome> {
  const session = await readSession(sessionFile);
  try {
    await createMessenger(session).call(identity.signOut);
  } finally {
    await forgetSession(sessionFile);
  }
  return { text: `signed out of ${session.baseUrl}`, data: { baseUrl: session.baseUrl } };
}
