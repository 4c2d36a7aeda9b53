export { checkDocument } from './checks/run-checks.ts';
export { type DetectedFormat, detectFormat } from './detect-format.ts';
export { decodeRaster, type Raster } from './image/raster.ts';
export { limits } from './limits.ts';
export { type RenderedPage, renderOfdPage } from './ofd/render-svg.ts';
export { ignoreStrayRejections } from './pdf/stray-rejections.ts';
export { type ReadOptions, readInvoice } from './read-invoice.ts';
export { ReaderPool, type ReaderPoolOptions } from './reader-pool.ts';
export type {
  Check,
  FieldOrigin,
  FieldSource,
  FileFormat,
  InvoiceDocument,
  InvoiceFields,
  InvoiceItem,
  Place,
  Reading,
  RefusalCode,
  Signature,
  TextRun,
} from './reading.ts';
export { refusalCodes } from './reading.ts';
export {
  type AccountingDocument,
  type AccountingEntry,
  type ReceiverEntryPoint,
  type ReceiverInstance,
  receiverEntryPointOf,
  receiverFileName,
} from './receiver/receiver-instance.ts';
export { writeReceiverInstance } from './receiver/write-receiver-instance.ts';
export { ReadingRefusal } from './refusal.ts';
export { type Conversion, type ConvertOptions, convertFile, type DrawingFormat } from './render/convert-file.ts';
export { certificatesOf } from './signatures/certificate-file.ts';
