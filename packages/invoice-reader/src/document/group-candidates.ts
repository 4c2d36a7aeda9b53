import type { Candidate } from './candidate.ts';

/**
 * Sorts what the sources say into documents. With one visible invoice everything belongs to it, also embedded data
 * with another number: that contradiction must be shown, not hidden in a document of its own.
 */
export function groupCandidates(faces: readonly Candidate[], embedded: readonly Candidate[]): Candidate[][] {
  if (faces.length <= 1) {
    const all = [...faces, ...embedded];
    return all.length === 0 ? [] : [all];
  }
  const groups = faces.map((face) => [face]);
  for (const candidate of embedded) {
    const number = candidate.fields.invoiceNumber;
    const group = groups.find((members) => members[0]?.fields.invoiceNumber === number);
    if (group) group.push(candidate);
    else if (number !== undefined) groups.push([candidate]);
  }
  return groups;
}
