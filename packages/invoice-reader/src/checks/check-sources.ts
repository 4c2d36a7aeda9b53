import { describeItems } from '../document/compare-items.ts';
import type { Check, FieldSource, InvoiceDocument } from '../reading.ts';

/** Embedded data that contradict the visible text are a sign of fraud, so both values are shown. */
export function checkSources(document: InvoiceDocument, sources: ReadonlySet<FieldSource>): Check {
  const disagreeing = Object.entries(document.origins).filter(([, origin]) => (origin.alternatives?.length ?? 0) > 0);
  const base = { id: 'sources_agree', fields: disagreeing.map(([name]) => name) };
  const first = disagreeing[0];
  if (!first && isHearsay(sources)) {
    const message = 'Only data that anyone can write into a file was found; nothing of it can be read on the page.';
    return { ...base, fields: Object.keys(document.origins), status: 'warn', message };
  }
  if (!first) {
    const hasSeveral = sources.size > 1;
    const message = hasSeveral ? 'Embedded data and visible text agree.' : 'There is only one source.';
    return { ...base, status: hasSeveral ? 'pass' : 'unknown', message };
  }
  const [field, origin] = first;
  const given = document.fields[field];
  const value = Array.isArray(given) ? describeItems(given) : given;
  const other = origin.alternatives?.[0];
  return {
    ...base,
    status: 'fail',
    message: `${field}: ${origin.source} says ${String(value)}, ${other?.source ?? ''} says ${other?.value ?? ''}.`,
    params: {
      field,
      source: origin.source,
      value: String(value),
      otherSource: other?.source ?? '',
      otherValue: other?.value ?? '',
    },
  };
}

/** Keys of the PDF's Info dictionary and custom data of an OFD, without a page that says the same. */
function isHearsay(sources: ReadonlySet<FieldSource>): boolean {
  return sources.size === 1 && sources.has('info');
}
