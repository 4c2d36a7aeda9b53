import type { Locale } from '@countinghouse/protocol';

interface Words {
  zh: string;
  en: string;
}

/** Why a signature is not valid, by the reader's reason. */
export const signatureReasons: Readonly<Record<string, Words>> = {
  content_changed: { zh: '内容与签署时不同。', en: 'The content is not what was signed.' },
  value_wrong: {
    zh: '签名值与签署的内容或证书不符。',
    en: 'The signature does not fit the content or its certificate.',
  },
  changed_after_signing: { zh: '签署之后有人追加了改动。', en: 'Somebody added changes after it was signed.' },
  issuer_untrusted: { zh: '签发机构不在受信任之列。', en: 'Whoever issued the certificate is not trusted.' },
  certificate_missing: {
    zh: '签名里没有证书，无法知道签署者是谁。',
    en: 'It carries no certificate, so that nobody can say whose it is.',
  },
  later_revision_unclear: {
    zh: '签名本身完好，但签署之后文件又有追加，追加的部分可能改变显示内容。',
    en: 'It is intact, but something was added after it that may change what is shown.',
  },
  range_incomplete: { zh: '签名没有覆盖文件的全部可见内容。', en: 'It leaves out parts that people read.' },
  method_unsupported: { zh: '签名方法不在可验证之列。', en: 'It uses a method that is not verified here.' },
  timestamp_only: { zh: '只有时间戳，没有签署者。', en: 'There is a time stamp, but nobody signed.' },
  unreadable: { zh: '签名已损坏，读不出来。', en: 'It is damaged and cannot be read.' },
};

export function describeSignatureReason(reason: string, locale: Locale): string | null {
  const words = Object.hasOwn(signatureReasons, reason) ? signatureReasons[reason] : undefined;
  return words ? (locale === 'en' ? words.en : words.zh) : null;
}

/** Parts of a PDF that changed after signing, in the reader's words; files inside an OFD keep their names. */
const parts: readonly (readonly [RegExp, (page: string) => Words])[] = [
  [/^content$/, () => ({ zh: '签署的内容', en: 'signed content' })],
  [/^ByteRange$/, () => ({ zh: '签署范围', en: 'signed range' })],
  [/^signature$/, () => ({ zh: '签名值', en: 'signature value' })],
  [/^annotations of page (\d+)$/, (page) => ({ zh: `第 ${page} 页的批注`, en: `annotations of page ${page}` })],
  [/^page (\d+)$/, (page) => ({ zh: `第 ${page} 页`, en: `page ${page}` })],
  [/^form$/, () => ({ zh: '表单', en: 'form' })],
  [/^document information$/, () => ({ zh: '文件属性', en: 'document information' })],
  [/^document structure$/, () => ({ zh: '文件结构', en: 'document structure' })],
];

export function describePart(part: string, locale: Locale): string {
  for (const [pattern, wordsOf] of parts) {
    const match = pattern.exec(part);
    if (match) return locale === 'en' ? wordsOf(match[1] ?? '').en : wordsOf(match[1] ?? '').zh;
  }
  return part;
}
