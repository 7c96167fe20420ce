import type { Progress } from '../../../tools/shared/progress.js';
import { FaultStack } from './fault-stack.js';
import { Links } from './links.js';
import { serverNames } from './server-names.js';

/** What systems stand on: servers, and the links to them. */
export class Ground {
  private constructor(
    readonly stack: FaultStack,
    readonly links: Links,
  ) {}

  /** Resolves when all servers answer; they hold nothing. @throws ToolError where one can't be had */
  static async open(progress: Progress): Promise<Ground> {
    const links = await Links.open();
    try {
      return new Ground(await FaultStack.start(links, progress), links);
    } catch (error) {
      await links.close();
      throw error;
    }
  }

  /** Of the servers themselves, past the links. */
  get addresses(): Record<string, string> {
    const all = serverNames.map((name) => this.stack.server(name).environment);
    return Object.assign({}, ...all) as Record<string, string>;
  }

  async close(): Promise<void> {
    await this.links.close();
    await this.stack.stop();
  }
}
