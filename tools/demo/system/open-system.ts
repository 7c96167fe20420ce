import { errorText } from '../../shared/error-text.js';
import { ToolError } from '../../shared/tool.error.js';
import type { DemoOptions } from '../options.js';
import { attachToSystem } from './attached-system.js';
import type { DemoSystem, SystemRequest } from './demo-system.js';
import { startRealSystem } from './real-system.js';

/**
 * Apps that run already, if we are told where; else our own on real brokers; where none can be had,
 * everything in one process, with a notice that says so.
 * @param announce is given that notice before anything else is said of the embedded system
 */
export async function openSystem(
  { embedded, attach }: DemoOptions,
  request: SystemRequest,
  announce: (notice: string) => void,
): Promise<DemoSystem> {
  if (attach !== undefined) return attachToSystem(attach, request);
  let notice = 'Embedded: six apps in this process, on brokers in memory.';
  if (!embedded) {
    try {
      return await startRealSystem(request);
    } catch (error) {
      if (!saysThereIsNoBroker(error)) throw error;
      notice = `No real broker can be had here, so this is embedded: ${firstLine(errorText(error))}`;
    }
  }
  announce(notice);
  // Loaded when it is needed: it brings all apps along.
  const { startEmbeddedSystem } = await import('./embedded-system.js');
  return startEmbeddedSystem(request, notice);
}

/** Servers that the user named and that don't answer are an error: nobody asked for a substitute. */
function saysThereIsNoBroker(error: unknown): boolean {
  return (
    error instanceof ToolError &&
    (error.code === 'STACK_UNAVAILABLE' || error.code === 'PACKAGES_MISSING')
  );
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}
