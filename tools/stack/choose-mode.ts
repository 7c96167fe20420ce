import type { Mode } from './stack-state.js';

export interface Choice {
  readonly mode: Mode;
  readonly reason: string;
}

/** What there is to choose from. */
export interface Offer {
  /** The mode that the command line demands. */
  readonly demanded: Mode | undefined;
  /** Address variables that the environment lacks. */
  readonly missingVariables: readonly string[];
  /** Mode of the stack that an earlier `stack:up` left running. */
  readonly running: Mode | undefined;
  /** Whether the environment's addresses are those of that stack. */
  readonly givesRunning: boolean;
  /** Why Docker can't be used; undefined if it can. */
  readonly dockerObstacle: string | undefined;
}

/** External, then Docker, then native; a stack that runs already is kept. */
export function chooseMode(offer: Offer): Choice {
  const { demanded, missingVariables, running, givesRunning, dockerObstacle } = offer;
  if (demanded) return { mode: demanded, reason: `asked for by --${demanded}` };
  if (missingVariables.length === 0 && !(running && givesRunning)) {
    return { mode: 'external', reason: 'the environment gives all addresses' };
  }
  if (running) return { mode: running, reason: 'this stack runs already' };
  if (dockerObstacle === undefined) return { mode: 'docker', reason: 'a Docker engine answers' };
  return {
    mode: 'native',
    reason: `no addresses in the environment (${missingVariables.join(', ')}); ${dockerObstacle}`,
  };
}
