import type { InvoiceCheck, Locale } from '@countinghouse/protocol';
import { describeField, describeSource } from './field-names.ts';
import { ruleTopic } from './rule-topics.ts';
import { describePart, describeSignatureReason } from './signature-texts.ts';

type Detail = (params: Record<string, string>, locale: Locale, check: InvoiceCheck) => string | null;

/** What a check compared, in figures, from the parameters that reader and server give. Null where they gave none. */
export function checkDetail(check: InvoiceCheck, locale: Locale): string | null {
  const detail = Object.hasOwn(details, check.id) ? details[check.id] : undefined;
  if (!detail || !check.params) return null;
  return detail(check.params, locale, check);
}

const say = (locale: Locale, zh: string, en: string) => (locale === 'en' ? en : zh);

const taxId: Detail = (params, locale, { status }) => {
  if (!params.taxId) return null;
  return status === 'pass'
    ? say(
        locale,
        '这类税号没有校验位，只核对了格式。',
        'Ids of this kind have no check character; only the form was checked.',
      )
    : say(locale, `票面税号 ${params.taxId}。`, `The invoice says ${params.taxId}.`);
};

const details: Record<string, Detail> = {
  sum_consistent: ({ sum, total, field, rule }, locale) => {
    if (!sum || !total) return null;
    if (!field)
      return say(locale, `相加得 ${sum}，票面合计 ${total}。`, `They add up to ${sum}; the total says ${total}.`);
    const name = describeField(field, locale);
    const of = rule ? say(locale, `（规则 ${rule}）`, ` (rule ${rule})`) : '';
    return say(locale, `${name}应为 ${sum}，票面为 ${total}${of}。`, `${name}: ${sum} expected, ${total} given${of}.`);
  },
  lines_consistent: ({ line, field, expected, printed }, locale) => {
    if (!expected || !printed) return null;
    if (line) {
      return say(
        locale,
        `第 ${line} 行应为 ${expected}，票面为 ${printed}。`,
        `Line ${line}: ${expected} expected, ${printed} printed.`,
      );
    }
    const name = describeField(field ?? '', locale);
    return say(
      locale,
      `${name}：各行合计 ${expected}，票面 ${printed}。`,
      `${name}: the lines add up to ${expected}; ${printed} is printed.`,
    );
  },
  words_consistent: ({ spelled, total }, locale) =>
    spelled && total
      ? say(locale, `大写为 ${spelled}，小写为 ${total}。`, `Words ${spelled}, figures ${total}.`)
      : null,
  seller_tax_id: taxId,
  buyer_tax_id: taxId,
  sources_agree: ({ field, source, value, otherSource, otherValue }, locale) => {
    if (!field || !source || !otherSource) return null;
    const [name, one, other] = [
      describeField(field, locale),
      describeSource(source, locale),
      describeSource(otherSource, locale),
    ];
    if (source === otherSource) {
      return say(locale, `${name}：${value}、${otherValue}。`, `${name}: ${value}, ${otherValue}.`);
    }
    return say(
      locale,
      `${name}：${one} ${value}，${other} ${otherValue}。`,
      `${name}: ${one} ${value}, ${other} ${otherValue}.`,
    );
  },
  en16931: ({ rule, detail, count, scope }, locale, { message }) => {
    if (scope === 'no_lines') {
      return say(
        locale,
        '这份数据的规范没有明细，明细的规则没有校验。',
        'Data of this profile have no lines, so that rules of lines were left out.',
      );
    }
    if (!rule) return null;
    const topic = ruleTopic(rule, locale);
    const times = Number(count ?? 1) > 1 ? say(locale, `，共 ${count} 处`, `, ${count} times`) : '';
    const what = detail ?? message;
    return say(locale, `规则 ${rule}（${topic}${times}）：${what}`, `Rule ${rule} (${topic}${times}): ${what}`);
  },
  embedded_xml: ({ files }, locale) =>
    files ? say(locale, `损坏的附件：${files}。`, `Damaged attachment: ${files}.`) : null,
  payment_consistent: ({ paid, total }, locale) =>
    paid && total
      ? say(locale, `付款减找零为 ${paid}，合计为 ${total}。`, `Cash less change is ${paid}, the total ${total}.`)
      : null,
  signature: ({ issuer, files, reason }, locale, { status }) => {
    const why = reason ? describeSignatureReason(reason, locale) : null;
    if (files) {
      const parts = files.split(', ').map((part) => describePart(part, locale));
      const changed = say(locale, `被改动的部分：${parts.join('、')}。`, `Changed parts: ${parts.join(', ')}.`);
      return why ? say(locale, `${why}${changed}`, `${why} ${changed}`) : changed;
    }
    if (status === 'unknown' || status === 'fail') return why;
    return issuer ? say(locale, `签发机构：${issuer}。`, `Issued by ${issuer}.`) : null;
  },
};
