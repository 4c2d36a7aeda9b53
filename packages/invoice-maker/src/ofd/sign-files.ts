import { compactDate, type InvoiceFacts } from '../facts.ts';
import { drawInvoice } from '../page/draw-invoice.ts';
import { sealSignature } from '../seal/electronic-seal.ts';
import { sm3 } from '../seal/sm2-key.ts';
import { SM2_WITH_SM3, type TestCa } from '../seal/test-ca.ts';
import { element, wrapped } from '../xml-text.ts';
import { type Files, sealPicture } from './document-files.ts';
import { DECLARATION, NAMESPACE, PAGE_ID } from './parts.ts';

const SM3 = '1.2.156.10197.1.401';
const SIGNATURE = '/Doc_0/Signs/Sign_0/Signature.xml';
const SIGNED_VALUE = '/Doc_0/Signs/Sign_0/SignedValue.dat';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

function signatureXml({ files, at, stamp }: { files: Files; at: string; stamp: string }): string {
  const references = [...files].map(([path, content]) =>
    wrapped(
      'ofd:Reference',
      [element('ofd:CheckValue', Buffer.from(sm3(content)).toString('base64'))],
      `FileRef="/${path}"`,
    ),
  );
  const signedInfo = wrapped('ofd:SignedInfo', [
    '<ofd:Provider ProviderName="countinghouse_eseal" Version="2.0" Company="countinghouse"/>',
    element('ofd:SignatureMethod', SM2_WITH_SM3),
    element('ofd:SignatureDateTime', at),
    wrapped('ofd:References', references, `CheckMethod="${SM3}"`),
    `<ofd:StampAnnot ID="1" PageRef="${PAGE_ID}" Boundary="${stamp}"/>`,
  ]);
  return DECLARATION + wrapped('ofd:Signature', [signedInfo, element('ofd:SignedValue', SIGNED_VALUE)], NAMESPACE);
}

/** Adds list, description and value of one electronic seal over everything that is in the container so far. */
export async function signFiles({
  files,
  facts,
  ca,
}: {
  files: Files;
  facts: InvoiceFacts;
  ca: TestCa;
}): Promise<void> {
  const drawing = await drawInvoice(facts);
  const box = drawing.seal ?? { x: 90, y: 8, width: 30, height: 20 };
  const at = `${compactDate(facts.issueDate)}100806`;
  const description = utf8(signatureXml({ files, at, stamp: `${box.x} ${box.y} ${box.width} ${box.height}` }));
  const name = `演示用全国统一发票监制章${facts.region.bureau}`;
  const signer = ca.issue({ commonName: name, organisation: facts.region.bureau });
  const value = sealSignature({
    ca,
    signer,
    name,
    property: SIGNATURE,
    signed: description,
    at: `${at}Z`,
    picture: {
      type: 'png',
      bytes: await sealPicture(drawing),
      widthMillimetres: box.width,
      heightMillimetres: box.height,
    },
  });
  const list = wrapped(
    'ofd:Signatures',
    [element('ofd:MaxSignId', '1'), `<ofd:Signature ID="1" Type="Seal" BaseLoc="${SIGNATURE}"/>`],
    NAMESPACE,
  );
  files.set('Doc_0/Signs/Signatures.xml', utf8(DECLARATION + list));
  files.set(SIGNATURE.slice(1), description);
  files.set(SIGNED_VALUE.slice(1), value);
}
