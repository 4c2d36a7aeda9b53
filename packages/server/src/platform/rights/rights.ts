import { Refusal } from '@countinghouse/protocol';
import type { Bind } from './condition.ts';
import { type FactsByType, type ResourceType, type Rule, ruleTable } from './rule-table.ts';
import type { Subject } from './subject.ts';

/** May the subject do this to the resource that these facts describe? */
export function can<Type extends ResourceType>(
  subject: Subject,
  action: string,
  type: Type,
  facts: FactsByType[Type],
): boolean {
  const rules = rulesFor(type, action);
  const applies = (effect: Rule<FactsByType[Type]>['effect']) =>
    rules.some((rule) => rule.effect === effect && rule.when.holds(subject, facts));
  return applies('allow') && !applies('deny');
}

/** The twin of `can`: an SQL predicate on the rows `alias` of the type's table, true exactly for the permitted ones. */
export function where<Type extends ResourceType>(
  subject: Subject,
  action: string,
  type: Type,
  input: { alias: string; bind: Bind },
): string {
  const rules = rulesFor(type, action);
  const disjunction = (effect: Rule<FactsByType[Type]>['effect']) => {
    const parts = rules
      .filter((rule) => rule.effect === effect)
      .map((rule) => rule.when.sql(subject, input.alias, input.bind));
    return parts.length > 0 ? `(${parts.join(' or ')})` : 'false';
  };
  return `(${disjunction('allow')} and not ${disjunction('deny')})`;
}

/** Subjects for whom the rules say the same but for who they are, one group each. */
export const groupAlike = <Item extends { subject: Subject }>(items: readonly Item[]): Item[][] => [
  ...Map.groupBy(items, ({ subject: { kind, roles } }) => [kind, ...[...roles].sort()].join(' ')).values(),
];

/** `where` for one such group in one statement: `user` is the SQL that names the subject of a row, as `w.user_id`. */
export const whereAlike = <Type extends ResourceType>(
  group: readonly { subject: Subject }[],
  action: string,
  type: Type,
  input: { alias: string; user: string; bind: Bind },
): string => {
  const [first] = group;
  if (!first) return 'false';
  const { userId } = first.subject;
  const bind: Bind = (value) => (value === userId ? input.user : input.bind(value));
  return where(first.subject, action, type, { alias: input.alias, bind });
};

function rulesFor<Type extends ResourceType>(type: Type, action: string): readonly Rule<FactsByType[Type]>[] {
  const rules: readonly Rule<FactsByType[Type]>[] = ruleTable[type];
  const matching = rules.filter((rule) => rule.action === action);
  if (matching.length === 0) throw new Error(`no rule speaks of "${action}" on ${type}`);
  return matching;
}

/** For types without rows: throws `right_missing`. */
export function demand(
  subject: Subject,
  action: string,
  type:
    | 'ledger'
    | 'totals'
    | 'account'
    | 'audit'
    | 'notification-policy'
    | 'directory'
    | 'link'
    | 'policy'
    | 'ownerless-group',
): void {
  if (!can(subject, action, type, {})) throw new Refusal('right_missing', `${action} on ${type} is not yours`);
}

/** Collects parameters of a statement under construction: `const sql = …${params.bind(x)}…`, then `query(sql, params.values)`. */
export function parameters(): { values: unknown[]; bind: Bind } {
  const values: unknown[] = [];
  return { values, bind: (value) => `$${values.push(value)}` };
}
