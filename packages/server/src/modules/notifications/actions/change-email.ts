import { type Locale, Refusal, type UserId } from '@countinghouse/protocol';
import type { Transaction } from '../../../platform/database/database.ts';
import { recordAudit } from '../../audit/index.ts';
import type { NotificationsContext } from '../deps.ts';
import { askForCode, tryCode } from '../domain/email-code.ts';
import { type Mail, wordChangedMail, wordCodeMail } from '../domain/mail-words.ts';
import { getProfile, lockPerson } from '../store/person-store.ts';
import { changeProfile } from './save-settings.ts';

interface Self {
  userId: UserId;
  locale: Locale;
}

/**
 * Mails a code to the address; until it is confirmed the old one stays. Refuses with `mail_unavailable`, `rate_exceeded`,
 * `mail_failed`.
 */
export async function setEmail(context: NotificationsContext, self: Self, address: string): Promise<void> {
  const { database, sendMail, newCode, clock } = context;
  if (!sendMail) throw new Refusal('mail_unavailable', 'the firm has no mail server');
  const code = newCode();
  const { userId } = self;
  await database.transaction((tx) =>
    changeProfile(context, tx, {
      userId,
      change: (profile) => askForCode(profile, { userId, address, code, now: clock.now() }),
    }),
  );
  await mailOrRefuse(context, address, wordCodeMail(self.locale, code));
}

async function mailOrRefuse({ sendMail, metrics, log }: NotificationsContext, to: string, mail: Mail): Promise<void> {
  try {
    await sendMail?.(to, mail);
    metrics.mails.inc({ outcome: 'taken' });
  } catch (error) {
    metrics.mails.inc({ outcome: 'failed' });
    log.warn({ err: error }, 'a mail could not be sent');
    throw new Refusal('mail_failed', 'the mail server did not take the mail');
  }
}

/** Refuses with `email_code_wrong`; each wrong code counts, also where they come together. */
export async function confirmEmail(context: NotificationsContext, self: Self, code: string): Promise<void> {
  const { database, clock } = context;
  const { userId } = self;
  const outcome = await database.transaction(async (tx) => {
    await lockPerson(tx, userId);
    const before = await getProfile(context.sealer, tx, userId);
    const tried = tryCode(before, { userId, code, now: clock.now() });
    await changeProfile(context, tx, { userId, change: () => tried.profile });
    if (tried.isRight) audited(context, tx, { userId, action: 'email.confirmed' });
    return { isRight: tried.isRight, oldAddress: before.email, newAddress: tried.profile.email };
  });
  if (!outcome.isRight) throw new Refusal('email_code_wrong', 'wrong or too old');
  if (outcome.oldAddress !== outcome.newAddress) await tellOldAddress(context, self, outcome.oldAddress);
}

export async function removeEmail(context: NotificationsContext, self: Self): Promise<void> {
  const { userId } = self;
  const oldAddress = await context.database.transaction(async (tx) => {
    await lockPerson(tx, userId);
    const { email } = await getProfile(context.sealer, tx, userId);
    audited(context, tx, { userId, action: 'email.removed' });
    await changeProfile(context, tx, { userId, change: (profile) => ({ ...profile, email: null, pending: null }) });
    return email;
  });
  await tellOldAddress(context, self, oldAddress);
}

/** Whoever took over a session cannot silence its owner without the owner hearing of it. The change itself stands. */
async function tellOldAddress(context: NotificationsContext, self: Self, oldAddress: string | null): Promise<void> {
  if (oldAddress === null || !context.sendMail) return;
  await mailOrRefuse(context, oldAddress, wordChangedMail(self.locale)).catch((error: unknown) =>
    context.log.warn({ err: error }, 'the old address could not be told'),
  );
}

/** The entry says that it changed, never to what. */
const audited = (
  { clock }: Pick<NotificationsContext, 'clock'>,
  tx: Transaction,
  { userId, action }: { userId: UserId; action: string },
): void =>
  recordAudit(tx, { at: clock.now(), actorId: userId, action, objectType: 'user', objectId: userId, detail: {} });
