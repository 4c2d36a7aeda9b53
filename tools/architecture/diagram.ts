import type { Architecture } from './architecture-file.ts';

const BEGIN = '<!-- begin: drawn from architecture.json -->';
const END = '<!-- end: drawn from architecture.json -->';

/** The packages and the server's tiers as a Mermaid diagram; arrows point at what is imported. */
export function drawDiagram({ packages, serverModules }: Architecture): string {
  const lines = ['flowchart TD'];
  for (const name of Object.keys(packages)) {
    if (name !== 'server') lines.push(`  ${nodeOf(name)}["${name}"]`);
  }
  lines.push('  subgraph server', '    server_app["app"]');
  const tiers = serverModules.map((modules, index) => ({ id: `tier_${index + 1}`, modules })).reverse();
  for (const { id, modules } of tiers) lines.push(`    ${id}["${modules.join(' · ')}"]`);
  lines.push('    server_platform["platform"]');
  lines.push(`    ${['server_app', ...tiers.map(({ id }) => id), 'server_platform'].join(' --> ')}`, '  end');
  for (const [from, targets] of Object.entries(packages)) {
    for (const to of targets) lines.push(`  ${nodeOf(from)} --> ${nodeOf(to)}`);
  }
  return ['```mermaid', ...lines, '```'].join('\n');
}

/** The document with its diagram drawn anew. Throws when the document has no place for it. */
export function withDiagram(document: string, architecture: Architecture): string {
  const [begin, end] = [document.indexOf(BEGIN), document.indexOf(END)];
  if (begin === -1 || end < begin) throw new Error(`the document lacks "${BEGIN}" or "${END}"`);
  return `${document.slice(0, begin + BEGIN.length)}\n${drawDiagram(architecture)}\n${document.slice(end)}`;
}

function nodeOf(name: string): string {
  return name.replaceAll('-', '_');
}
