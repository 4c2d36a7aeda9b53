/** What the QR code of a Chinese invoice says. Amounts are decimal strings with two digits after the point. */
export interface InvoiceQr {
  /** `vat`: 8-digit number with code. `digital`: 20-digit number without code. `toll`: old form without a header. */
  generation: 'vat' | 'digital' | 'toll';
  /** Two-digit kind as printed: 01 专票, 04 普票, 10 电子普票, 31 数电专票, 32 数电普票 … */
  kind?: string;
  invoiceCode?: string;
  invoiceNumber: string;
  /** Field 5 of the code: the net amount of the old generation. */
  amountWithoutTax?: string;
  /** Field 5 of the code: the total of the digital generation. */
  totalAmount?: string;
  issueDate?: string;
  checkCode?: string;
  buyerName?: string;
}

/** Reads the payload; the CRC at its end is not checked because genuine codes leave it out or shorten it. */
export function parseInvoiceQr(payload: string): InvoiceQr | undefined {
  const parts = payload
    .trim()
    .split(',')
    .map((part) => part.trim());
  if (parts[0] === '01' && /^\d{2}$/.test(parts[1] ?? '')) return headed(parts);
  return toll(parts);
}

function headed(parts: readonly string[]): InvoiceQr | undefined {
  const [, kind, code = '', number = '', amount = '', date = '', checkCode = ''] = parts;
  const money = moneyOf(amount);
  const issueDate = dateOf(date);
  if (/^\d{20}$/.test(number)) {
    return { generation: 'digital', kind, invoiceNumber: number, totalAmount: money, issueDate };
  }
  if (!/^\d{8}$/.test(number) || !/^(\d{10,12})?$/.test(code)) return undefined;
  return {
    generation: 'vat',
    kind,
    invoiceCode: code === '' ? undefined : code,
    invoiceNumber: number,
    amountWithoutTax: money,
    issueDate,
    checkCode: /^\d{20}$/.test(checkCode) ? checkCode : undefined,
  };
}

/** Toll invoices of 2018 and before: code, number, amount, date with dashes, buyer. */
function toll(parts: readonly string[]): InvoiceQr | undefined {
  const [code = '', number = '', amount = '', date = '', buyerName = ''] = parts;
  if (!/^\d{12}$/.test(code) || !/^\d{8}$/.test(number)) return undefined;
  const money = moneyOf(amount);
  const issueDate = dateOf(date);
  if (money === undefined || issueDate === undefined) return undefined;
  return {
    generation: 'toll',
    invoiceCode: code,
    invoiceNumber: number,
    issueDate,
    buyerName: buyerName === '' ? undefined : buyerName,
  };
}

function moneyOf(text: string): string | undefined {
  const match = /^(-?)(\d{1,12})(?:\.(\d{1,2}))?$/.exec(text);
  if (match === null) return undefined;
  const [, sign = '', whole = '0', fraction = ''] = match;
  return `${sign}${BigInt(whole)}.${fraction.padEnd(2, '0')}`;
}

/** `YYYYMMDD` or `YYYY-MM-DD`, if it is a day of the calendar. */
export function dateOf(text: string): string | undefined {
  const match = /^(\d{4})-?(\d{2})-?(\d{2})$/.exec(text);
  if (match === null) return undefined;
  return calendarDate(match[1] ?? '', match[2] ?? '', match[3] ?? '');
}

/** Years before the first computer-made invoices (1994) and after 2099 are misreadings. */
export function calendarDate(year: string, month: string, day: string): string | undefined {
  const [y, m, d] = [Number(year), Number(month), Number(day)];
  if (y < 1994 || y > 2099) return undefined;
  const date = new Date(Date.UTC(y, m - 1, d));
  if (date.getUTCMonth() !== m - 1 || date.getUTCDate() !== d) return undefined;
  return `${year}-${String(m).padStart(2, '0')}-${String(d).padStart(2, '0')}`;
}
