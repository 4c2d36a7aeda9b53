/** The origins under which the server answers. One is in use; whoever finds that it fails moves everybody to the next. */
export class Addresses {
  private readonly origins: readonly string[];
  private index = 0;

  constructor(baseUrl: string | readonly string[]) {
    const given = typeof baseUrl === 'string' ? [baseUrl] : baseUrl;
    if (given.length === 0) throw new Error('a messenger needs the address of a server');
    this.origins = given.map((each) => each.replace(/\/+$/, ''));
  }

  get count(): number {
    return this.origins.length;
  }

  get current(): string {
    return this.origins[this.index] ?? '';
  }

  /** Does nothing where somebody else has left it already. */
  leave(failed: string): void {
    if (failed === this.current) this.index = (this.index + 1) % this.origins.length;
  }
}
