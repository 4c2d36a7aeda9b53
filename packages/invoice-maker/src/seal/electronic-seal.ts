import {
  bitString,
  generalizedTime,
  ia5String,
  integer,
  objectIdentifier,
  octetString,
  sequence,
  utf8String,
} from './der.ts';
import { sm3 } from './sm2-key.ts';
import { type Signer, SM2_WITH_SM3, type TestCa } from './test-ca.ts';

export interface SealPicture {
  type: 'png';
  bytes: Uint8Array;
  widthMillimetres: number;
  heightMillimetres: number;
}

interface SealOptions {
  ca: TestCa;
  signer: Signer;
  name: string;
  /** Path of the signed file inside the container. */
  property: string;
  /** The bytes of `Signature.xml`. */
  signed: Uint8Array;
  /** `YYYYMMDDhhmmssZ`. */
  at: string;
  picture: SealPicture;
}

/** SES_Signature of GB/T 38540-2020 (version 4): what stands in `SignedValue.dat`. */
export function sealSignature(options: SealOptions): Uint8Array {
  const { ca, signer, name, property, signed, at, picture } = options;
  const maker = ca.issue({ commonName: '账房演示印章制作', organisation: '账房演示' });
  const sealInfo = sequence(
    sequence(ia5String('ES'), integer(4), ia5String('COUNTINGHOUSE')),
    ia5String('00000000000001'),
    sequence(
      integer(3),
      utf8String(name),
      integer(1),
      sequence(octetString(signer.certificate)),
      generalizedTime('20200101000000Z'),
      generalizedTime('20200101000000Z'),
      generalizedTime('20491231235959Z'),
    ),
    sequence(
      ia5String(picture.type),
      octetString(picture.bytes),
      integer(picture.widthMillimetres),
      integer(picture.heightMillimetres),
    ),
  );
  const seal = sequence(
    sealInfo,
    octetString(maker.certificate),
    objectIdentifier(SM2_WITH_SM3),
    bitString(maker.sign(sealInfo)),
  );
  const toSign = sequence(integer(4), seal, generalizedTime(at), bitString(sm3(signed)), ia5String(property));
  return sequence(
    toSign,
    octetString(signer.certificate),
    objectIdentifier(SM2_WITH_SM3),
    bitString(signer.sign(toSign)),
  );
}
