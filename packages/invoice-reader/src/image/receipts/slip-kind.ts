import type { Slip } from './find-slips.ts';
import { taxiLabel } from './labels.ts';

export type SlipKind = 'taxi' | 'roll' | 'rail' | 'quota' | 'toll' | 'parking' | 'coach' | 'general' | 'unnamed';

/** Forms with a buyer and an item table, and everything electronic, are read by the rules for invoices. */
const OTHER_FORMS =
  /价税合计|电子发票|电子客票|电子普通|货物或应税|项目名称|行程单|完税证明|回单|对账单|结算单|报价单|合同/;

/** Printed on every VAT form, also where its sums are covered. */
const VAT_FORM = /增值税|专用发票|购买方|购货单位|税率|税额|开票人/;

/** Kinds by what is printed on them; the first that fits is taken. */
const KINDS: readonly (readonly [RegExp, SlipKind])[] = [
  [/增值税普通发票[(（]?卷|卷[票式][)）]|增值税普通发票[\s\S]*(?:合计金额[(（]|销售方税号|销方税号)/, 'roll'],
  [/定额(?:专用)?发票|定额/, 'quota'],
  [/车辆通行费|通行费|过路费|过桥费|高速公路/, 'toll'],
  [/停车(?:费|场|服务|时)|泊车|入场[\s\S]*出场|进场[\s\S]*[出离]场/, 'parking'],
  [/客运[^出租]{0,6}(?:发票|客票|车票)|汽车(?:客票|车票|票)|公路.{0,6}客票|乘车[日站]|检票口.*班次|班次/, 'coach'],
  [/通用机打|机打发票|机打代码|机打号码|通用.{0,2}发票/, 'general'],
];

/** What kind of paper receipt the lines are of, if of any. */
export function slipKind(slip: Slip): SlipKind | undefined {
  const texts = slip.lines.map((line) => line.text);
  const text = texts.join('\n');
  const hasCode =
    /发[票要].{0,2}代码\D{0,3}(?:\d{12}|\d{10})/.test(text) || texts.some((one) => /^(?:\d{12}|\d{10})$/.test(one));
  if (hasCode && !/价税合计/.test(text) && KINDS[0]?.[0].test(text)) return 'roll';
  if (OTHER_FORMS.test(text)) return undefined;
  if (isTaxi(slip, text)) return 'taxi';
  if (isRail(text)) return 'rail';
  if (!hasCode) return undefined;
  const named = KINDS.find(([pattern]) => pattern.test(text))?.[1];
  if (named !== undefined) return named;
  const isComplete = /号码\D{0,3}\d{8}/.test(text) && /[¥￥]\d|\d元|金额|合计/.test(text);
  return isComplete && !VAT_FORM.test(text) ? 'unnamed' : undefined;
}

function isTaxi(slip: Slip, text: string): boolean {
  const labels = new Set(slip.lines.flatMap((line) => taxiLabel(line.text)?.label ?? []));
  const asked = ['plate', 'board', 'alight', 'times', 'price', 'distance', 'wait'] as const;
  const rides = asked.filter((name) => labels.has(name));
  const isTitled = /出租|[汽气]车专用发票|的士|TAXI/i.test(text);
  return rides.length >= 4 || (isTitled && rides.length >= 2);
}

/** The blue and red paper tickets of the railway carry no code, but always the train and some fixed sentences. */
function isRail(text: string): boolean {
  const marks = [
    /(?:^|\n)[GDCZTKY]?\d{1,4}次/m,
    /限乘当日|当日当次/,
    /仅供报销/,
    /12306/,
    /检票[口:]|候车/,
    /\d{1,2}车\d{1,3}[A-F]?号/,
    /中国铁路|铁路祝您/,
  ];
  return marks.filter((mark) => mark.test(text)).length >= 3;
}
