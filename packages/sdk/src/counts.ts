/** How often a client had to repair itself. */
export interface MessengerCounts {
  reconnects: number;
  snapshots: number;
  pulls: number;
  digestMismatches: number;
}
