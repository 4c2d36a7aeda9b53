import { randomUUID } from 'node:crypto';
import { type Claim, type ClientId, claims, conversations, identity } from '@countinghouse/protocol';
import { expect } from 'vitest';
import { findInvoice, readingTime } from './desk.ts';
import type { Paper } from './papers.ts';
import type { Person } from './person.ts';
import { upload } from './upload.ts';

export const newClientId = (): ClientId => randomUUID() as ClientId; // has the form that the schema asks for

export interface ClaimOrder {
  room: string;
  papers: readonly Paper[];
  title: string;
  /** Code of the engagement that bears the cost. */
  engagement: string;
}

/** Hands invoices in and claims them past the screen, for journeys that begin with a submitted claim. */
export async function submitClaim(person: Person, { room, papers, title, engagement }: ClaimOrder): Promise<Claim> {
  const { id: conversationId } = await person.findConversation(room);
  const fileIds = await Promise.all(papers.map(({ fileName, bytes }) => upload(person, fileName, bytes)));
  const body = { clientId: newClientId(), text: '', fileIds };
  await person.ask(conversations.postMessage, { params: { conversationId }, body });
  const read = () => Promise.all(papers.map((paper) => findInvoice(person, paper)));
  const areChecked = async () => (await read()).every(({ card }) => card.status === 'checked');
  await expect.poll(areChecked, readingTime).toBe(true);
  const rows = await read();
  const { engagements } = await person.ask(identity.directory);
  const bearer = engagements.find((each) => each.code === engagement);
  if (!bearer) throw new Error(`${person.login} knows no engagement ${engagement}`);
  const invoiceIds = rows.map((row) => row.card.invoiceId);
  const draft = await person.ask(claims.create, { body: { clientId: newClientId(), invoiceIds } });
  const params = { claimId: draft.card.claimId };
  const edited = await person.ask(claims.edit, {
    params,
    body: {
      version: draft.card.version,
      title,
      costTo: { kind: 'engagement', engagementId: bearer.id },
      lines: draft.lines.map(({ invoiceId, expenseType, excess }) => ({
        invoiceId,
        expenseType,
        reason: excess ? '已事先报备' : '',
      })),
    },
  });
  return person.ask(claims.submit, { params, body: { version: edited.card.version } });
}

export const getClaim = (person: Person, claim: Claim): Promise<Claim> =>
  person.ask(claims.get, { params: { claimId: claim.card.claimId } });

/** The person whose turn it is says yes. */
export async function approve(person: Person, claim: Claim): Promise<Claim> {
  const current = await getClaim(person, claim);
  const step = current.card.steps.find(({ status }) => status === 'pending');
  if (!step || current.card.approvalId === null) throw new Error(`${current.card.number} waits for nobody`);
  return person.ask(claims.decide, {
    params: { approvalId: current.card.approvalId },
    body: { stepId: step.id, decision: 'approve' },
  });
}
