export { anInvoice, type InvoiceOptions, type LineOptions } from './an-invoice.ts';
export { CII_PROFILES, type CiiOptions, type CiiProfile, makeCiiInvoice } from './en16931/cii.ts';
export {
  anEnInvoice,
  type EnAllowance,
  type EnInvoiceFacts,
  type EnInvoiceOptions,
  type EnLine,
  type EnVat,
} from './en16931/facts.ts';
export { type FacturXOptions, type FacturXProfile, makeFacturX } from './en16931/facturx.ts';
export { makeUblInvoice, type UblOptions } from './en16931/ubl.ts';
export { makeZugferd1 } from './en16931/zugferd1.ts';
export {
  CannotMakeInvoice,
  type InvoiceFacts,
  type InvoiceKind,
  type ItemFacts,
  type Party,
  type RailJourney,
} from './facts.ts';
export { hugePng } from './hostile/huge-png.ts';
export { type ExpectedCode, type HostileFile, hostileFiles } from './hostile.ts';
export { type LetterText, makeLetter } from './international/letter.ts';
export { makeReceipt, type ReceiptFacts } from './international/receipt.ts';
export { makeOfd, type OfdOptions } from './ofd.ts';
export { allPapers } from './papers/all-papers.ts';
export { makePaperOfd, makePaperPdf, type Paper, type PaperItem } from './papers/paper.ts';
export { makePdf } from './pdf.ts';
export { anUnseenPicture, type UnseenPicture } from './photo/unseen-pictures.ts';
export { makePhoto } from './photo.ts';
export { makeImage, type PictureOptions } from './picture.ts';
export { PRESETS, type PresetName } from './presets.ts';
export { qrText } from './qr-code.ts';
export { drawReceipt } from './receipts/draw-receipt.ts';
export { type Laid, type PhotoOptions, photographReceipts } from './receipts/photograph.ts';
export { aPlainReceipt, type PlainReceiptKind } from './receipts/plain-receipts.ts';
export type { Receipt } from './receipts/receipt.ts';
export { aTaxiReceipt, TAXI_CITIES, type TaxiCity } from './receipts/taxi-receipt.ts';
export { type SampleFile, sampleFiles } from './samples.ts';
export { makeTestCa, type Signer, type TestCa } from './seal/test-ca.ts';
export { makeXml } from './xml.ts';
