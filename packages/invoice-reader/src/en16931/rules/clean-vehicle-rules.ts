import type { En16931Invoice, InvoiceLine } from '../model.ts';
import { inCodeList } from './code-lists.ts';
import { lineLabel } from './line-rules.ts';
import { given, type RuleSet, required, ruleSet } from './rule.ts';

// UNTDID 7143 has no code for it; the CIUS adds this one.
const LIST_ID = 'CVD';
const ATTRIBUTE_NAME = 'cva';
const VEHICLE_CATEGORIES = new Set(['M1', 'M2', 'M3', 'N1', 'N2', 'N3']);
const ATTRIBUTE_VALUES = new Set(['clean', 'zero-emission', 'other']);

const classesOf = ({ item }: InvoiceLine): string[] =>
  item.classifications.filter(({ listId }) => listId === LIST_ID).map(({ value }) => value);
const attributesOf = ({ item }: InvoiceLine): string[] =>
  item.attributes.filter(({ name }) => name === ATTRIBUTE_NAME).map(({ value }) => value ?? '');

/** KoSIT XRechnung CVD 0.9: purchases of vehicles under directive 2009/33/EC. */
export const cleanVehicleRuleSets: RuleSet[] = [
  ruleSet<En16931Invoice>({
    subjects: ({ invoice }) => [invoice],
    rules: [
      required('BR-DE-CVD-01', ['BT-12'], 'The contract reference is missing.', (i) => i.contractReference),
      required('BR-DE-CVD-02', ['BT-17'], 'The tender reference is missing.', (i) => i.tenderReference),
      {
        id: 'BR-DE-CVD-03',
        terms: ['BT-158', 'BT-160'],
        fault: ({ lines }) =>
          lines.some((line) => classesOf(line).length > 0 && attributesOf(line).length > 0)
            ? undefined
            : 'No line names a vehicle with its category and its emission class.',
      },
    ],
  }),
  ruleSet<InvoiceLine>({
    needsLines: true,
    subjects: ({ lines }) => lines,
    label: lineLabel,
    rules: [
      {
        id: 'BR-DE-CVD-04',
        terms: ['BT-158'],
        fault: (line) => {
          const wrong = classesOf(line).find((value) => !VEHICLE_CATEGORIES.has(value));
          return wrong === undefined ? undefined : `"${wrong}" is no vehicle category.`;
        },
      },
      {
        id: 'BR-DE-CVD-05',
        terms: ['BT-161'],
        fault: (line) => {
          const wrong = attributesOf(line).find((value) => !ATTRIBUTE_VALUES.has(value));
          return wrong === undefined ? undefined : `"${wrong}" is no emission class.`;
        },
      },
      {
        id: 'BR-DE-CVD-06-a',
        terms: ['BT-158', 'BT-160'],
        fault: (line) =>
          classesOf(line).length > 0 && attributesOf(line).length !== 1
            ? `a vehicle has one emission class, this one has ${attributesOf(line).length}.`
            : undefined,
      },
      {
        id: 'BR-DE-CVD-06-b',
        terms: ['BT-158', 'BT-160'],
        fault: (line) =>
          attributesOf(line).length > 0 && classesOf(line).length !== 1
            ? `an emission class belongs to one vehicle category, here are ${classesOf(line).length}.`
            : undefined,
      },
      {
        id: 'BR-TMP-CVD-01',
        terms: ['BT-158'],
        fault: ({ item }) => {
          const wrong = item.classifications.find(
            ({ listId }) => given(listId) && listId !== LIST_ID && !inCodeList('UNTDID 7143', listId),
          );
          return wrong && `list "${wrong.listId}" of an item classification is not in the code list UNTDID 7143.`;
        },
      },
    ],
  }),
];
