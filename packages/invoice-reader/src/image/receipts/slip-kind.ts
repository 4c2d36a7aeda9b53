import type { Slip } from './find-slips.ts';
import { taxiLabel } from './labels.ts';

export type SlipKind = 'taxi';

/** Forms with a buyer and an item table, and everything electronic, are read by the rules for invoices. */
const OTHER_FORMS = /价税合计|电子发票|电子客票|电子普通|货物或应税|项目名称|购买方|开票人/;

/** What kind of paper receipt the lines are of, if of any. */
export function slipKind(slip: Slip): SlipKind | undefined {
  const text = slip.lines.map((line) => line.text).join('\n');
  if (OTHER_FORMS.test(text)) return undefined;
  const labels = new Set(slip.lines.flatMap((line) => taxiLabel(line.text)?.label ?? []));
  const rides = (['plate', 'board', 'alight', 'times', 'price', 'distance', 'wait'] as const).filter((name) =>
    labels.has(name),
  );
  const isTitled = /出租(?:小?[汽气]?[车军华])?|[汽气]车专用发票|的士|TAXI/i.test(text);
  if (rides.length >= 4 || (isTitled && rides.length >= 2)) return 'taxi';
  return undefined;
}
