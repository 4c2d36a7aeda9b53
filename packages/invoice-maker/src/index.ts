export { anInvoice, type InvoiceOptions, type LineOptions } from './an-invoice.ts';
export {
  CannotMakeInvoice,
  type InvoiceFacts,
  type InvoiceKind,
  type ItemFacts,
  type Party,
  type RailJourney,
} from './facts.ts';
export { type ExpectedCode, type HostileFile, hostileFiles } from './hostile.ts';
export { makeOfd, type OfdOptions } from './ofd.ts';
export { makePdf } from './pdf.ts';
export { makePhoto } from './photo.ts';
export { makeImage, type PictureOptions } from './picture.ts';
export { PRESETS, type PresetName } from './presets.ts';
export { qrText } from './qr-code.ts';
export { type SampleFile, sampleFiles } from './samples.ts';
export { makeTestCa, type Signer, type TestCa } from './seal/test-ca.ts';
export { makeXml } from './xml.ts';
