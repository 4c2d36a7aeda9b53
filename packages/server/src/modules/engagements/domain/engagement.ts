import { type Engagement, type EngagementRole, Refusal, type UserKind } from '@countinghouse/protocol';

type Profile = Omit<Engagement, 'id'>;

export function cleanProfile({ code, name, clientName, leadId, dueDate }: Profile): Profile {
  const clean = name.en === undefined ? { zh: name.zh.trim() } : { zh: name.zh.trim(), en: name.en.trim() };
  return { code: code.trim(), name: clean, clientName: clientName.trim(), leadId, dueDate };
}

/** The contract knows the form of a date, not which days a month has. */
export function checkDueDate(dueDate: string | null): void {
  if (dueDate === null) return;
  const day = new Date(`${dueDate}T00:00:00Z`);
  if (Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== dueDate) {
    throw new Refusal('request_malformed', 'dueDate: no such day', { place: 'body/dueDate' });
  }
}

export function changedFields(before: Engagement, after: Engagement): string[] {
  const fields = ['code', 'name', 'clientName', 'leadId', 'dueDate'] as const;
  return fields.filter((field) =>
    field === 'name'
      ? before.name.zh !== after.name.zh || before.name.en !== after.name.en
      : before[field] !== after[field],
  );
}

/** Guests see the client's side of an engagement only, and programs are members of conversations, not of engagements. */
export function checkMemberRole(kind: UserKind, role: EngagementRole): void {
  if (kind === 'app') throw new Refusal('person_not_of_firm', 'a program works on no engagement');
  if (kind === 'guest' && role !== 'expert' && role !== 'client') throw new Refusal('person_unfit_for_role');
}
