import type { RuleContext } from './rule-context.ts';

export type Severity = 'fatal' | 'warning';

export interface RuleFinding {
  /** Id of the rule as its publisher writes it, for example `BR-CO-15`. */
  rule: string;
  severity: Severity;
  /** English sentence that says what is wrong with the values. */
  message: string;
  /** Ids of the business terms and groups concerned, for example `BT-112`. */
  terms: string[];
}

export interface Rule<Subject> {
  id: string;
  terms: readonly string[];
  /** `fatal` unless it says otherwise. */
  severity?: Severity;
  /** XRechnung took over some rules of Peppol with a flag of its own. */
  severityInXrechnung?: Severity;
  /** Set when only one of the syntaxes has the rule. */
  syntax?: RuleContext['syntax'];
  /** Factur-X EXTENDED: the rule that takes this one's place, or `null` when the profile drops it. */
  extended?: string | null;
  /** What is wrong, or undefined when the rule holds. */
  fault: (subject: Subject, context: RuleContext) => string | undefined;
}

/** Rules about one kind of thing: the invoice, its lines, its VAT breakdown … */
export interface RuleSet {
  rules: readonly Pick<Rule<never>, 'id' | 'terms' | 'extended'>[];
  /** Rules about lines have no meaning in profiles without lines. */
  needsLines: boolean;
  check: (context: RuleContext, findings: FindingList, applies: (id: string) => boolean) => void;
}

export interface RuleSetParts<Subject> {
  subjects: (context: RuleContext) => readonly Subject[];
  /** Says which subject a message is about, for example "Line 3". */
  label?: (subject: Subject, index: number) => string;
  needsLines?: boolean;
  rules: readonly Rule<Subject>[];
}

export function ruleSet<Subject>({ subjects, label, needsLines = false, rules }: RuleSetParts<Subject>): RuleSet {
  return {
    rules,
    needsLines,
    check(context, findings, applies) {
      const active = rules.filter((rule) => isActive(rule, context) && applies(rule.id));
      if (active.length === 0) return;
      for (const [index, subject] of subjects(context).entries()) {
        for (const rule of active) {
          const fault = rule.fault(subject, context);
          if (fault === undefined) continue;
          const id = context.isExtended && rule.extended ? rule.extended : rule.id;
          findings.add(
            { id, terms: rule.terms, severity: severityOf(rule, context) },
            label ? `${label(subject, index)}: ${fault}` : fault,
          );
        }
      }
    },
  };
}

function isActive(rule: Rule<never>, context: RuleContext): boolean {
  if (rule.syntax !== undefined && rule.syntax !== context.syntax) return false;
  return !(context.isExtended && rule.extended === null);
}

function severityOf(rule: Rule<never>, { invoice }: RuleContext): Severity {
  return (invoice.profile === 'XRECHNUNG' ? rule.severityInXrechnung : undefined) ?? rule.severity ?? 'fatal';
}

// An invoice of 10,000 lines that breaks a rule in each would otherwise fill the screen with one sentence.
const FINDINGS_PER_RULE_MAX = 20;

/** Findings in order; of one rule only the first ones, and then how many more there are. */
export class FindingList {
  readonly #findings: RuleFinding[] = [];
  readonly #counts = new Map<string, { rule: Pick<Rule<never>, 'terms' | 'severity'>; count: number }>();

  add(rule: Pick<Rule<never>, 'id' | 'terms' | 'severity'>, message: string): void {
    const count = (this.#counts.get(rule.id)?.count ?? 0) + 1;
    this.#counts.set(rule.id, { rule, count });
    if (count <= FINDINGS_PER_RULE_MAX) this.#findings.push(finding(rule.id, rule, message));
  }

  toArray(): RuleFinding[] {
    const more = [...this.#counts].filter(([, { count }]) => count > FINDINGS_PER_RULE_MAX);
    return [
      ...this.#findings,
      ...more.map(([id, { rule, count }]) =>
        finding(id, rule, `The same in ${count - FINDINGS_PER_RULE_MAX} more places.`),
      ),
    ];
  }
}

function finding(id: string, rule: Pick<Rule<never>, 'terms' | 'severity'>, message: string): RuleFinding {
  return { rule: id, severity: rule.severity ?? 'fatal', message, terms: [...rule.terms] };
}

export function given(value: string | undefined): value is string {
  return value !== undefined && value.trim() !== '';
}

/** A rule that only asks for a value to be there. */
export function required<Subject>(
  id: string,
  terms: readonly string[],
  sentence: string,
  get: (subject: Subject) => string | undefined,
): Rule<Subject> {
  return { id, terms, fault: (subject) => (given(get(subject)) ? undefined : sentence) };
}
