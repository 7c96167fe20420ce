/** Says what goes on, each line with the seconds since the start. */
export class Progress {
  private readonly startedMs = Date.now();

  constructor(private readonly write: (line: string) => void = console.log) {}

  say(text: string): void {
    const seconds = ((Date.now() - this.startedMs) / 1000).toFixed(1);
    this.write(`${`${seconds}s`.padStart(6)}  ${text}`);
  }

  /** Repeats `doing` every five seconds for as long as the work takes. */
  async during<T>(doing: string, work: Promise<T>): Promise<T> {
    this.say(`${doing} …`);
    const ticker = setInterval(() => this.say(`${doing} … still at it`), 5_000);
    try {
      return await work;
    } finally {
      clearInterval(ticker);
    }
  }
}
