import { parseXml, type XmlElement } from '../../xml/parse-xml.ts';

const structuralAttributes = ['contextRef', 'unitRef', 'decimals'] as const;

/**
 * The structure of an XBRL instance, one line for each element: indented name with context, unit and decimals. Values
 * are left out; a nil amount counts like one with two decimals.
 */
export function describeInstance(bytes: Uint8Array): string[] {
  return linesOf(parseXml(bytes, 'instance.xml'), 0);
}

function linesOf(element: XmlElement, depth: number): string[] {
  const isNil = element.attributes.get('nil') === 'true';
  const attributes = structuralAttributes.flatMap((name) => {
    const value = element.attributes.get(name) ?? (isNil && name === 'decimals' && hasUnit(element) ? '2' : undefined);
    return value === undefined ? [] : [`${name}=${value}`];
  });
  const line = `${'  '.repeat(depth)}${[element.name, ...attributes].join(' ')}`;
  return [line, ...childLines(element, depth + 1)];
}

const hasUnit = (element: XmlElement): boolean => element.attributes.has('unitRef');

/** Tuples repeat as often as there are entries: of neighbours with one name the longest description stands for all. */
function childLines(element: XmlElement, depth: number): string[] {
  const kept: { name: string; lines: string[] }[] = [];
  for (const child of element.children) {
    const lines = linesOf(child, depth);
    const last = kept.at(-1);
    if (last?.name !== child.name) kept.push({ name: child.name, lines });
    else if (lines.length > last.lines.length) last.lines = lines;
  }
  return kept.flatMap(({ lines }) => lines);
}
