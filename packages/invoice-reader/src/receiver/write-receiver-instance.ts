import { DOCUMENTS, type Fact, type Taxonomy, taxonomies } from './receiver-facts.ts';
import type { AccountingDocument, AccountingEntry, ReceiverInstance } from './receiver-instance.ts';

const CONTEXT = 'c1';
const UNIT = 'u1';

/**
 * The XBRL 2.1 instance that the buyer's system writes back after booking (电子凭证会计数据标准, receiver side): UTF-8,
 * in the element order, contexts and units of the Ministry's sample.
 */
export function writeReceiverInstance(instance: ReceiverInstance): string {
  const taxonomy = taxonomies[instance.entryPoint];
  const facts = taxonomy.facts.flatMap((fact) =>
    fact === DOCUMENTS
      ? instance.documents.map((document) => documentTuple(taxonomy, document))
      : [rootFact(taxonomy, fact, instance)],
  );
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<xbrli:xbrl ${namespacesOf(taxonomy)}>`,
    `  <link:schemaRef xlink:type="simple" xlink:href="${taxonomy.schema}"/>`,
    `  ${contextOf(instance)}`,
    `  <xbrli:unit id="${UNIT}"><xbrli:measure>iso4217:CNY</xbrli:measure></xbrli:unit>`,
    ...facts.map((fact) => `  ${fact}`),
    '</xbrli:xbrl>',
    '',
  ].join('\n');
}

const namespacesOf = ({ prefix, namespace }: Taxonomy): string =>
  [
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"',
    'xsi:schemaLocation="http://www.xbrl.org/2003/linkbase http://www.xbrl.org/2003/xbrl-linkbase-2003-12-31.xsd"',
    'xmlns:link="http://www.xbrl.org/2003/linkbase"',
    `xmlns:${prefix}="${namespace}"`,
    'xmlns:iso4217="http://www.xbrl.org/2003/iso4217"',
    'xmlns:xlink="http://www.w3.org/1999/xlink"',
    'xmlns:xbrli="http://www.xbrl.org/2003/instance"',
  ].join(' ');

const contextOf = ({ entity, asOfDate }: ReceiverInstance): string =>
  `<xbrli:context id="${CONTEXT}"><xbrli:entity><xbrli:identifier scheme="http://xbrl.mof.gov.cn">${escapeText(entity.taxId || entity.name)}</xbrli:identifier></xbrli:entity><xbrli:period><xbrli:instant>${escapeText(asOfDate)}</xbrli:instant></xbrli:period></xbrli:context>`;

function rootFact({ prefix }: Taxonomy, fact: Fact, instance: ReceiverInstance): string {
  const value = fact.find(instance)?.trim();
  const name = `${prefix}:${fact.name}`;
  // XBRL 2.1, 4.6.3: a nil fact keeps context and unit and has no decimals.
  if (!value) return `<${name} contextRef="${CONTEXT}"${fact.isAmount ? ` unitRef="${UNIT}"` : ''} xsi:nil="true"/>`;
  return fact.isAmount ? amountElement(name, value) : textElement(name, value);
}

const textElement = (name: string, value: string): string =>
  `<${name} contextRef="${CONTEXT}">${escapeText(value)}</${name}>`;

const amountElement = (name: string, value: string): string =>
  `<${name} decimals="2" contextRef="${CONTEXT}" unitRef="${UNIT}">${escapeText(value)}</${name}>`;

function documentTuple({ prefix }: Taxonomy, document: AccountingDocument): string {
  const name = `${prefix}:InformationOfAccountingDocumentsTuple`;
  return [
    `<${name}>`,
    `    ${textElement(`${prefix}:NumberOfAccountingDocuments`, document.number)}`,
    `    ${textElement(`${prefix}:PostingDate`, document.postingDate)}`,
    `    ${textElement(`${prefix}:AccountingPeriod`, document.period)}`,
    ...document.entries.map((entry) => `    ${entryTuple(prefix, entry)}`),
    `  </${name}>`,
  ].join('\n');
}

function entryTuple(prefix: string, entry: AccountingEntry): string {
  const name = `${prefix}:InformationOfDebitAndCreditEntryTuple`;
  const subAccount = entry.subAccount.trim();
  return [
    `<${name}>`,
    textElement(`${prefix}:DebitOrCredit`, entry.side === 'debit' ? '借方' : '贷方'),
    textElement(`${prefix}:NameOfGeneralLedgerSubject`, entry.account),
    ...(subAccount ? [textElement(`${prefix}:NameOfSubsidiaryLedgerSubject`, subAccount)] : []),
    amountElement(`${prefix}:RecordedAmount`, entry.amount),
    `</${name}>`,
  ].join('');
}

/** Characters that XML 1.0 (2.2) forbids cannot be written at all and are left out. */
const escapeText = (text: string): string =>
  text
    .toWellFormed()
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that XML forbids
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/\r/g, '&#13;');
