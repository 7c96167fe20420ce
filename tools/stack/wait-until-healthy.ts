import { setTimeout as sleep } from 'node:timers/promises';
import { errorText } from '../shared/error-text.js';
import { ToolError } from '../shared/tool.error.js';
import type { Server } from './server.js';

const probeTimeoutMs = 2_000;

/**
 * @param isAlive gives up at once when the process is gone
 * @returns the version that the server tells
 * @throws ToolError `SERVER_NOT_HEALTHY` with the last probe's reason
 */
export async function waitUntilHealthy(
  server: Server,
  address: string,
  deadlineMs: number,
  isAlive: () => boolean = () => true,
): Promise<string | undefined> {
  const deadline = Date.now() + deadlineMs;
  for (;;) {
    const alive = isAlive();
    try {
      return await server.probe(address, probeTimeoutMs);
    } catch (error) {
      if (alive && Date.now() < deadline) {
        await sleep(100);
        continue;
      }
      const why = alive ? `not healthy within ${deadlineMs / 1000} s` : 'it ended';
      const message = `${server.title}: ${why} (${errorText(error)})`;
      throw new ToolError('SERVER_NOT_HEALTHY', message, { cause: error });
    }
  }
}

/** @returns undefined when the server answers, else why it can't be used */
export async function whatIsWrong(server: Server, address: string): Promise<string | undefined> {
  try {
    await server.probe(address, probeTimeoutMs);
    return undefined;
  } catch (error) {
    return errorText(error) || 'no answer';
  }
}
