import { runChecks } from '../../checks/run-checks.ts';
import type { FieldOrigin, FieldSource, InvoiceDocument, InvoiceFields, Place } from '../../reading.ts';
import { boundsOf, type Quad } from '../geometry.ts';
import { type Picture, turnedBack } from '../page-text.ts';

export interface ReceiptReading {
  value: string;
  quad?: Quad;
  /** 0 to 1. */
  confidence?: number;
  doubtful: boolean;
  source?: FieldSource;
  alternatives?: string[];
}

/** Without these a receipt cannot be booked; where one is missing a person must look. */
const KEY_FIELDS: readonly string[] = ['invoiceNumber', 'issueDate', 'totalAmount'];

/** Gathers what was read of one receipt. */
export class ReceiptSheet {
  private readonly readings = new Map<string, ReceiptReading>();
  private readonly picture: Picture;

  private readonly toPicture: (quad: Quad) => Quad;

  /** `toPicture` maps places of a slip that was cut out of the picture. */
  constructor(picture: Picture, toPicture: (quad: Quad) => Quad = (quad) => quad) {
    this.picture = picture;
    this.toPicture = toPicture;
  }

  set(name: string, reading: ReceiptReading | undefined): void {
    if (reading !== undefined && reading.value !== '') this.readings.set(name, reading);
  }

  get(name: string): ReceiptReading | undefined {
    return this.readings.get(name);
  }

  doubt(name: string): void {
    const reading = this.readings.get(name);
    if (reading !== undefined) this.readings.set(name, { ...reading, doubtful: true });
  }

  document(keyFields: readonly string[] = KEY_FIELDS): InvoiceDocument {
    const fields: InvoiceFields = { currency: 'CNY' };
    const origins: Record<string, FieldOrigin> = {};
    const doubts: string[] = [];
    for (const [name, reading] of this.readings) {
      fields[name] = reading.value;
      origins[name] = {
        source: reading.source ?? 'ocr',
        place: reading.quad === undefined ? undefined : this.placeOf(reading.quad),
        confidence: reading.confidence,
        ...(reading.alternatives !== undefined && {
          alternatives: reading.alternatives.map((value) => ({ source: 'ocr' as const, value })),
        }),
      };
      if (reading.doubtful) doubts.push(name);
    }
    const document: InvoiceDocument = {
      isInvoice: true,
      fields,
      origins,
      doubts: [],
      checks: [],
      signature: { status: 'none' },
    };
    const sources = new Set([...this.readings.values()].map((reading) => reading.source ?? 'ocr'));
    document.checks = runChecks(document, sources);
    const failing = document.checks.filter((check) => check.status === 'fail' || check.status === 'warn');
    const missing = keyFields.filter((name) => fields[name] === undefined);
    document.doubts = [...new Set([...doubts, ...failing.flatMap((check) => check.fields), ...missing])];
    return document;
  }

  private placeOf(quad: Quad): Place {
    const box = boundsOf(this.toPicture(quad));
    const { width, height, quarters } = this.picture;
    const clamp = (fraction: number): number => Math.min(1, Math.max(0, fraction));
    const [x, y] = [clamp(box.left / width), clamp(box.top / height)];
    const place = { page: 0, x, y, width: clamp(box.right / width) - x, height: clamp(box.bottom / height) - y };
    return turnedBack(place, quarters);
  }
}
