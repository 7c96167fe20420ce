import { setTimeout as sleep } from 'node:timers/promises';
import { errorText } from '../../tools/shared/error-text.js';
import { Progress } from '../../tools/shared/progress.js';
import { formatTable } from '../../tools/stack/format-table.js';
import { strikeFault } from '../faults/run/strike-fault.js';
import { Random } from '@app/testing';
import { Ground } from '../faults/stack/ground.js';
import { Contestant } from './contestant.js';
import { faultsOfKind, type Kind } from './kinds.js';

export interface BreakOptions {
  readonly kind: Kind;
  readonly orders: number;
  readonly seed: number;
  readonly signal: AbortSignal;
}

const perSecond = 4;
const redrawMs = 2_000;

/**
 * The same load and the same faults on this code and on the pattern of the books, side by side.
 * @returns whether this code lost and doubled nothing; undefined where it was interrupted
 */
export async function runBreak(options: BreakOptions): Promise<boolean | undefined> {
  const { kind, orders, seed, signal } = options;
  const ground = await Ground.open(new Progress());
  const contestants: Contestant[] = [];
  try {
    console.log('ten apps start: five of this code, five with SET NX, ack and direct publishing');
    const common = { orders, perSecond };
    for (const one of [
      { title: 'this code', prefix: 'ours_' },
      { title: 'book pattern', prefix: 'book_', variant: 'seed' as const },
    ]) {
      contestants.push(await Contestant.start(ground, { ...common, ...one }));
    }
    const screen = new Screen(contestants);
    await screen.during(async () => {
      const struck = strike(contestants, kind, seed, screen, signal);
      await Promise.all([struck, ...contestants.map((one) => one.placeOrders(struck, signal))]);
      screen.say('waiting until nothing moves any more');
      await Promise.all(contestants.map((one) => one.settle(signal)));
    });
    if (signal.aborted) {
      screen.say('interrupted, so there is no verdict: orders were still on their way');
      return undefined;
    }
    const [ours] = await screen.end();
    // Orders that nobody accepted would be none that went wrong, and show nothing.
    return ours !== undefined && ours.right > 0 && ours.wrong + ours.doubled === 0;
  } finally {
    await Promise.all(contestants.map((one) => one.stop()));
    await ground.close();
  }
}

async function strike(
  contestants: readonly Contestant[],
  kind: Kind,
  seed: number,
  screen: Screen,
  signal: AbortSignal,
): Promise<void> {
  const random = new Random(seed);
  for (const fault of faultsOfKind(kind)) {
    await sleep(3_000);
    if (signal.aborted) return;
    screen.say(fault.about);
    const drawn = random.between(0, 2 ** 31);
    // A link is one for both; what happens to an app happens to each.
    const hit = fault.lane === 'server' ? contestants.slice(0, 1) : contestants;
    const strikes = hit.map(async ({ system, title }) => {
      const { detail, problem } = await strikeFault({ fault, seed: drawn }, system);
      if (problem) screen.say(`${title}: ${detail}`);
    });
    await Promise.all(strikes);
  }
}

/** Redraws a table on a terminal, and writes it now and then elsewhere. */
class Screen {
  private readonly isTerminal = process.stdout.isTTY;
  private drawn = 0;

  constructor(private readonly contestants: readonly Contestant[]) {}

  say(text: string): void {
    this.erase();
    console.log(text);
  }

  /** Keeps drawing until `work` has ended, well or not. */
  async during(work: () => Promise<void>): Promise<void> {
    const over = new AbortController();
    const drawing = this.keepDrawing(over.signal);
    try {
      await work();
    } finally {
      over.abort();
      await drawing;
    }
  }

  private async keepDrawing(over: AbortSignal): Promise<void> {
    while (!over.aborted) {
      try {
        this.draw(await this.lines('under way'));
      } catch (error) {
        this.say(`The books can not be read: ${errorText(error)}`);
      }
      await sleep(this.isTerminal ? redrawMs : 5 * redrawMs);
    }
  }

  /** @returns the last tallies, in the order of the contestants */
  async end() {
    this.erase();
    console.log((await this.lines('lost')).join('\n'));
    return Promise.all(this.contestants.map((one) => one.tally()));
  }

  private async lines(wrong: string): Promise<string[]> {
    const rows = this.contestants.map(async (one) => {
      const { sent, right, wrong: not, doubled } = await one.tally();
      return [one.title, `${sent}`, `${right}`, `${not}`, `${doubled}`];
    });
    return ['', ...formatTable(['', 'sent', 'right', wrong, 'doubled'], await Promise.all(rows))];
  }

  private draw(lines: readonly string[]): void {
    this.erase();
    console.log(lines.join('\n'));
    if (this.isTerminal) this.drawn = lines.length;
  }

  private erase(): void {
    if (this.drawn > 0) process.stdout.write(`\x1b[${this.drawn}A\x1b[J`);
    this.drawn = 0;
  }
}
