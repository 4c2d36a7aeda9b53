import type { XmlElement } from '../xml/parse-xml.ts';
import type { SupportingDocument } from './model.ts';
import { given } from './xml-values.ts';

const EMPTY_MAX = 20;

export interface FileFacts {
  amountCurrencies: string[];
  emptyElements: string[];
}

/** What some rules ask of the file as a whole: currencies of amounts and elements without content. */
export function fileFacts(root: XmlElement, isLeftOut: (amount: XmlElement) => boolean): FileFacts {
  const currencies = new Set<string>();
  const emptyElements: string[] = [];
  const path: string[] = [];
  const visit = (element: XmlElement): void => {
    path.push(element.name);
    const currency = element.attributes.get('currencyID');
    if (currency !== undefined && !isLeftOut(element)) currencies.add(currency);
    if (element.children.length > 0) for (const child of element.children) visit(child);
    else if (emptyElements.length < EMPTY_MAX && element.text.trim() === '') emptyElements.push(path.join('/'));
    path.pop();
  };
  visit(root);
  return { amountCurrencies: [...currencies], emptyElements };
}

/** BT-125. Base64: four characters stand for three bytes. */
export function attachmentOf(binary: XmlElement): NonNullable<SupportingDocument['attachment']> {
  const text = binary.text.replace(/\s+/g, '');
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  return {
    sizeBytes: Math.max(0, Math.floor((text.length * 3) / 4) - padding),
    ...given({ mimeCode: binary.attributes.get('mimeCode'), fileName: binary.attributes.get('filename') }),
  };
}
