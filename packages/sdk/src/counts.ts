/** How often a client had to repair itself. */
export interface MessengerCounts {
  reconnects: number;
  snapshots: number;
  pulls: number;
  digestMismatches: number;
  /** Rows of the list that had missed a change of their conversation. */
  headMismatches: number;
  /** Records of the device that were not what was written; they were left out and what they held was pulled again. */
  damagedRecords: number;
}

export const noCounts = (): MessengerCounts => ({
  reconnects: 0,
  snapshots: 0,
  pulls: 0,
  digestMismatches: 0,
  headMismatches: 0,
  damagedRecords: 0,
});
