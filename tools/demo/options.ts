import { parseArgs } from 'node:util';
import { ToolError } from '../shared/tool.error.js';

export interface DemoOptions {
  readonly once: boolean;
  readonly embedded: boolean;
  /** Base address of the order API of apps that run already. */
  readonly attach?: string;
  readonly help: boolean;
}

export function readOptions(args: readonly string[]): DemoOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      once: { type: 'boolean', default: false },
      embedded: { type: 'boolean', default: false },
      attach: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const { attach, ...options } = values;
  if (attach === undefined) return options;
  if (options.embedded || !isHttpAddress(attach)) {
    const message = '--attach takes the order API of running apps, such as http://127.0.0.1:3000';
    throw new ToolError(
      'USAGE',
      `${message}${options.embedded ? ', and no --embedded beside it' : ''}.`,
    );
  }
  return { ...options, once: true, attach: attach.replace(/\/$/, '') };
}

function isHttpAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}
