import type { Signature } from '../reading.ts';
import { textAt, walk, type XmlElement } from '../xml/parse-xml.ts';
import { type Certificate, parseCertificate } from './certificate.ts';
import { parseSignedData } from './cms.ts';

/**
 * What can honestly be said of a signature inside XML. The tax bureau's (`TaxBureauSignature`, SM2 with SM3, detached)
 * comes without a certificate, and how the signed parts become bytes is not published; the enveloped ones of UBL are
 * not verified either. So it is `unknown`, never `valid`; names come from a certificate where there is one.
 */
export function xmlSignatureOf(root: XmlElement): Signature {
  const block = signatureBlock(root);
  if (!block) return { status: 'none' };
  const certificate = certificateIn(block);
  const bureauName = textAt(root, 'TaxSupervisionInfo', 'TaxBureauName');
  const signer = certificate?.subjectName ?? bureauName;
  return {
    status: 'unknown',
    reason: certificate ? 'method_unsupported' : 'certificate_missing',
    ...(signer !== undefined && { signer }),
    ...(certificate && { issuer: certificate.issuerName }),
  };
}

/** Any block with a value; UBL also has a `Signature` that only names somebody. */
function signatureBlock(root: XmlElement): XmlElement | undefined {
  const stack = [root];
  for (let element = stack.pop(); element; element = stack.pop()) {
    if (textAt(element, 'SignatureValue') !== undefined) return element;
    stack.push(...element.children);
  }
  return undefined;
}

function certificateIn(block: XmlElement): Certificate | null {
  const value = fromBase64(textAt(block, 'SignatureValue'));
  const carried = value ? parseSignedData(value)?.certificates[0] : undefined;
  if (carried) return carried;
  for (const element of walk(block)) {
    if (element.name !== 'X509Certificate' && element.name !== 'KeyInfo') continue;
    const bytes = fromBase64(element.text);
    const certificate = bytes ? parseCertificate(bytes) : null;
    if (certificate) return certificate;
  }
  return null;
}

function fromBase64(text: string | undefined): Uint8Array | null {
  const plain = text?.replace(/\s/g, '') ?? '';
  return plain !== '' && /^[A-Za-z0-9+/]+=*$/.test(plain) ? Buffer.from(plain, 'base64') : null;
}
