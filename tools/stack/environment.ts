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

function given(variables: readonly string[], own: NodeJS.ProcessEnv): Record<string, string> {
  const set = variables.map((name) => [name, own[name]] as const);
  return Object.fromEntries(set.filter((pair): pair is [string, string] => Boolean(pair[1])));
}
