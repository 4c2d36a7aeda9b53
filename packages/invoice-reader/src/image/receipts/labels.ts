/** What a printed label of a taxi receipt announces. `other` labels bound the values of their neighbours. */
export type TaxiLabel =
  | 'plate'
  | 'driver'
  | 'date'
  | 'board'
  | 'alight'
  | 'times'
  | 'price'
  | 'distance'
  | 'wait'
  | 'fare'
  | 'total'
  | 'surcharge'
  | 'other';

/** Labels as cities print them, with the misreadings that a small network makes of their characters. */
const LABELS: readonly (readonly [RegExp, TaxiLabel])[] = [
  [/^(车牌号码?|车辆?号码?|[车牟军][号牌]|车牌)/, 'plate'],
  [/^(证[号件]|工号|资格证号?|从业资格证?号?|服务证号?|监督卡号?|司机(编?号|证号)?|服务卡号?)/, 'driver'],
  [/^(乘车日期|[日曰]期)/, 'date'],
  [/^[上土]车(时[间同回5]?)?/, 'board'],
  [/^下车(时[间同回5]?)?/, 'alight'],
  [/^(乘车时间|时间|时段)/, 'times'],
  [/^(单价)/, 'price'],
  [/^(载客里程|计程里程|行驶里程|[里重][程释]|计程|公里数?)/, 'distance'],
  [/^(等候时间|等[候侯]|候时|计时|低速)/, 'wait'],
  [/^(实收金额|实收|合计金额|合计|总金额|总[额计]|共计|应收金额|应付金额)/, 'total'],
  [
    /^(燃油附加费?|燃油费?|另收附加费?|附加费?|另收电召费?|电召费?|预约叫车服务费?|叫车服务费?|服务费|路桥费|过桥费|其他费用?|返空费)/,
    'surcharge',
  ],
  [/^([金全][额颜]|车费|基本车费|运价|票价|计价金额)/, 'fare'],
  [/^(卡号|卡余额|原额|余额|交易|状态|电话|投诉|单位|发票|手机|密码|防伪)/, 'other'],
];

/** The label that a line begins with, and how many characters it and its colon take. */
export function taxiLabel(text: string): { label: TaxiLabel; length: number } | undefined {
  for (const [pattern, label] of LABELS) {
    const match = pattern.exec(text);
    if (match === null) continue;
    const rest = /^[(（]?(元|公里|KM|km)?[)）]?[:;.·]?/.exec(text.slice(match[0].length))?.[0].length ?? 0;
    return { label, length: match[0].length + rest };
  }
  return undefined;
}

/** What the text of a value looks like, whatever single characters were misread. Higher is more alike. */
export function likeness(label: TaxiLabel, text: string): number {
  const digits = text.replace(/\D/g, '').length;
  const share = digits / Math.max(1, text.length);
  const isDistance = /k|K|公里|里$/.test(text) && /\d/.test(text);
  const isAmount = /[元¥羊]/.test(text) && /\d/.test(text);
  const isDate = digits >= 6 && (/[年月]/.test(text) || /^20\d/.test(text)) && text.length >= 8;
  switch (label) {
    case 'date':
      return isDate ? 3 : digits >= 6 && text.length >= 8 ? 1 : -1;
    case 'board':
    case 'alight':
      return /^\d\d\D?\d\d$/.test(text) ? 2 : text.length >= 4 && text.length <= 6 && share > 0.6 && !isAmount ? 1 : -1;
    case 'times':
      return digits >= 7 && digits <= 9 && /:|-/.test(text) ? 2 : -1;
    case 'distance':
      return isDistance ? 3 : /^\d{1,3}\.\d{1,2}$/.test(text) ? 1 : isAmount || isDate ? -1 : 0;
    case 'wait':
      return text.length >= 7 && text.length <= 9 && share > 0.6 && !isAmount && !isDistance ? 2 : -1;
    case 'price':
    case 'fare':
    case 'total':
    case 'surcharge':
      return isAmount ? 2 : /^\d{1,3}\.\d\d?$/.test(text) ? 1 : isDate || isDistance ? -1 : 0;
    case 'plate':
      return /^[^\d]/.test(text) && digits >= 3 && text.length >= 5 && text.length <= 9 && !isAmount ? 2 : 0;
    case 'driver':
      return digits >= 5 && share > 0.8 ? 1 : 0;
    case 'other':
      return 0;
  }
}
