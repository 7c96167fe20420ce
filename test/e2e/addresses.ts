import { stackEnvironment } from '../../tools/stack/environment.js';

/**
 * How the stack is reached: what the environment says, as `npm test` sets it, and else what a
 * running stack says.
 */
export function stackAddresses(): Record<string, string> {
  const stack = stackEnvironment();
  const given = Object.keys(stack).map(
    (name) => [name, process.env[name] ?? stack[name]!] as const,
  );
  return Object.fromEntries(given);
}
