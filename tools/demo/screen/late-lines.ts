/**
 * Keeps the first line back until a second one comes, so that something more important can still
 * go before it.
 */
export class LateLines {
  private held: string | undefined;
  private isFirst = true;

  constructor(private readonly print: (line: string) => void = console.log) {}

  readonly write = (line: string): void => {
    if (this.isFirst) {
      this.held = line;
      this.isFirst = false;
      return;
    }
    this.release();
    this.print(line);
  };

  release(): void {
    if (this.held !== undefined) this.print(this.held);
    this.held = undefined;
    this.isFirst = false;
  }
}
