/**
 * Processor time that a reading has taken. What takes longer than `limits.timeMsMax` is refused, so that the readers of
 * many slips leave out optional steps in time; a machine that is busy with other work changes nothing.
 */
export class ProcessorTime {
  private readonly start = process.cpuUsage();

  /** In milliseconds, of all threads of this process. */
  get spentMs(): number {
    const { user, system } = process.cpuUsage(this.start);
    return (user + system) / 1000;
  }
}
