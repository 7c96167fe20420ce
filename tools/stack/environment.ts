import { ToolError } from '../shared/tool.error.js';
import { type StackState, readState } from './stack-state.js';
import { servers } from './servers.js';

/**
 * What an app needs in its environment to reach the stack: `KAFKA_BROKERS`, `RABBITMQ_URL`,
 * `DATABASE_URL`. A running stack decides; without one, the caller's own environment, and
 * else the standard ports.
 */
export function stackEnvironment(
  state: StackState | undefined = readState(),
  own: NodeJS.ProcessEnv = process.env,
): Record<string, string> {
  const perServer = servers.map((server) => {
    const running = state?.servers[server.name]?.environment;
    return (
      running ?? { ...server.environment(server.defaultPort), ...given(server.variables, own) }
    );
  });
  return Object.assign({}, ...perServer) as Record<string, string>;
}

/**
 * The addresses that the caller's environment sets: whoever decides on what lies at a server asks
 * the one that was named, also where a stack runs.
 */
export function ownAddresses(own: NodeJS.ProcessEnv = process.env): Record<string, string> {
  return Object.assign({}, ...servers.map(({ variables }) => given(variables, own))) as Record<
    string,
    string
  >;
}

/**
 * For whoever takes the running stack's addresses: others that the environment gives aren't dropped
 * silently.
 * @throws ToolError `STACK_UNAVAILABLE`
 */
export function refuseOtherAddresses(
  state: StackState | undefined = readState(),
  own: NodeJS.ProcessEnv = process.env,
): void {
  const taken = stackEnvironment(state, own);
  const others = Object.entries(ownAddresses(own)).filter(([name, it]) => taken[name] !== it);
  if (others.length === 0) return;
  const names = others.map(([name]) => name).join(', ');
  throw new ToolError(
    'STACK_UNAVAILABLE',
    `${names} in your environment means other servers than those of the running stack. Unset it, ` +
      'or give the addresses of all servers: npm run stack:down, then stack:up -- --external.',
  );
}

function given(variables: readonly string[], own: NodeJS.ProcessEnv): Record<string, string> {
  const set = variables.map((name) => [name, own[name]] as const);
  return Object.fromEntries(set.filter((pair): pair is [string, string] => Boolean(pair[1])));
}
