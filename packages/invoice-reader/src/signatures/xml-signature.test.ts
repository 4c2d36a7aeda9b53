import { describe, expect, it } from 'vitest';
import { parseXml } from '../xml/parse-xml.ts';
import { xmlSignatureOf } from './xml-signature.ts';

const signatureOf = (xml: string) => xmlSignatureOf(parseXml(Buffer.from(xml), 'test.xml'));
const eInvoice = (signature: string) =>
  `<EInvoice><TaxSupervisionInfo><TaxBureauName>国家税务总局江苏省税务局</TaxBureauName></TaxSupervisionInfo><TaxBureauSignature><SignatureAlgorithm>1.2.156.10197.1.501</SignatureAlgorithm>${signature}<KeyInfo/></TaxBureauSignature></EInvoice>`;

describe('the signature of an XML invoice', () => {
  it('of the tax bureau is unknown, for it comes without a certificate', () => {
    expect(signatureOf(eInvoice('<SignatureValue>MEUCIQDk</SignatureValue>'))).toEqual({
      status: 'unknown',
      reason: 'certificate_missing',
      signer: '国家税务总局江苏省税务局',
    });
  });

  it('is none where the value was left empty', () => {
    expect(signatureOf(eInvoice('<SignatureValue></SignatureValue>'))).toEqual({ status: 'none' });
    expect(signatureOf('<Invoice><Signature><ID>1</ID></Signature></Invoice>')).toEqual({ status: 'none' });
  });

  it('inside UBL is noticed but not called valid', () => {
    const block = '<Signature><SignedInfo/><SignatureValue>AAAA</SignatureValue></Signature>';
    const xml = `<Invoice><UBLExtensions><UBLExtension><ExtensionContent>${block}</ExtensionContent></UBLExtension></UBLExtensions></Invoice>`;
    expect(signatureOf(xml)).toMatchObject({ status: 'unknown' });
  });
});
