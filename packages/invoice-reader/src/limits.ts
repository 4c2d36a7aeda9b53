const KIB = 1024;
const MIB = 1024 * KIB;

/** Every limit has a reason; a caller of the pool may lower the last two. */
export const limits = {
  /** Largest genuine sample is 0.8 MB; scans of many pages reach tens of megabytes. */
  fileBytesMax: 50 * MIB,
  /** A genuine OFD invoice has some 30 entries; a list of thousands of lines some hundreds. */
  archiveEntriesMax: 2_000,
  archiveEntryBytesMax: 64 * MIB,
  archiveBytesMax: 128 * MIB,
  /** XML of a long list compresses to about a fortieth; a bomb to a thousandth. Small entries are exempt. */
  archiveRatioMax: 200,
  archiveRatioExemptBytes: 1 * MIB,
  xmlBytesMax: 32 * MIB,
  xmlDepthMax: 64,
  xmlElementsMax: 500_000,
  pdfPagesMax: 200,
  /** A page of an invoice has some 150 pieces of text, a dense list some 800. */
  pageRunsMax: 5_000,
  imagePixelsMax: 60_000_000,
  /** The decoder of JBIG2 paints some four million pixels a second; a page of A4 at 300 dpi has 9 million. */
  jbig2PixelsMax: 20_000_000,
  svgBytesMax: 24 * MIB,
  /** Objects, characters and eighths of path steps that one page draws; the densest sales list has some 10 000. */
  pageMarksMax: 200_000,
  /** Processor time of one reading; a busy machine alone refuses nobody. */
  timeMsMax: 20_000,
  memoryBytesMax: 1_536 * MIB,
} as const;
