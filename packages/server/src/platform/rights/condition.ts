import type { OrgRole, UserId, UserKind } from '@countinghouse/protocol';
import { hasRole, type Subject } from './subject.ts';

/** Adds a parameter to the statement under construction and returns its placeholder, `$3`. */
export type Bind = (value: unknown) => string;

/** One condition with two faces that must agree: on loaded facts, and as an SQL predicate on the row `alias`. */
export interface Condition<Facts> {
  holds(subject: Subject, facts: Facts): boolean;
  sql(subject: Subject, alias: string, bind: Bind): string;
}

const constant = <Facts>(decide: (subject: Subject) => boolean): Condition<Facts> => ({
  holds: decide,
  sql: (subject) => (decide(subject) ? 'true' : 'false'),
});

export const anybody = <Facts>(): Condition<Facts> => constant(() => true);
export const role = <Facts>(...roles: OrgRole[]): Condition<Facts> => constant((subject) => hasRole(subject, ...roles));
export const kind = <Facts>(...kinds: UserKind[]): Condition<Facts> =>
  constant((subject) => kinds.includes(subject.kind));

/** The row's column names the subject. */
export const owner = <Facts>(column: string, read: (facts: Facts) => UserId | null): Condition<Facts> => ({
  holds: (subject, facts) => read(facts) === subject.userId,
  sql: (subject, alias, bind) => `${alias}.${column} = ${bind(subject.userId)}`,
});

/** The subject is among people who stand in a relation to the row; `exists` is the same relation in SQL. */
export const related = <Facts>(
  read: (facts: Facts) => ReadonlySet<UserId>,
  exists: (alias: string, user: string) => string,
): Condition<Facts> => ({
  holds: (subject, facts) => read(facts).has(subject.userId),
  sql: (subject, alias, bind) => `exists (${exists(alias, bind(subject.userId))})`,
});

export const any = <Facts>(...conditions: Condition<Facts>[]): Condition<Facts> => ({
  holds: (subject, facts) => conditions.some((condition) => condition.holds(subject, facts)),
  sql: (subject, alias, bind) => `(${conditions.map((condition) => condition.sql(subject, alias, bind)).join(' or ')})`,
});

export const all = <Facts>(...conditions: Condition<Facts>[]): Condition<Facts> => ({
  holds: (subject, facts) => conditions.every((condition) => condition.holds(subject, facts)),
  sql: (subject, alias, bind) =>
    `(${conditions.map((condition) => condition.sql(subject, alias, bind)).join(' and ')})`,
});
