/** A PDF turned out to be a scan, and the caller wants scans to be read elsewhere. */
export class ScanDeferred extends Error {
  constructor() {
    super('The PDF is a scan.');
    this.name = 'ScanDeferred';
  }
}
