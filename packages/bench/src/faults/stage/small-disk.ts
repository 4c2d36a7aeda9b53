import { execFileSync } from 'node:child_process';
import { mkdirSync, statfsSync } from 'node:fs';

const sizeBytes = 4 * 1024 ** 3;
/** What is left when it is full: less than PostgreSQL's next page or the next part of an upload. */
const slackBytes = 4096;
const attempts = 20;

/** A file system of the run's own (tmpfs) that can be full at any moment and have room again. */
export class SmallDisk {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
    mkdirSync(folder, { recursive: true });
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${sizeBytes}`, 'countinghouse-faults', folder]);
  }

  /** Shrinks it to what lies on it, which costs no memory as a ballast file of the same effect would. */
  fill(): void {
    for (let attempt = 0; ; attempt++) {
      const { blocks, bfree, bsize } = statfsSync(this.folder);
      try {
        this.resize((blocks - bfree) * bsize + slackBytes * (1 + attempt));
        return;
      } catch (error) {
        // Something was written in between.
        if (attempt === attempts) throw error;
      }
    }
  }

  free(): void {
    this.resize(sizeBytes);
  }

  private resize(bytes: number): void {
    execFileSync('mount', ['-o', `remount,size=${bytes}`, this.folder], { stdio: 'pipe' });
  }

  unmount(): void {
    execFileSync('umount', ['-l', this.folder]);
  }
}
