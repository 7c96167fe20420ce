import type { EventDefinition } from './define-event.js';

/** How a received version becomes the version that a handler takes; empty when it is that version. */
export type UpcastPath = readonly ((data: never) => unknown)[];

/** From each version that can become `handled` (itself included) to the steps that lead there. */
export function upcastPaths(handled: EventDefinition): Map<string, UpcastPath> {
  const paths = new Map<string, UpcastPath>();
  let steps: UpcastPath = [];
  for (let at: EventDefinition | undefined = handled; at; at = at.previous?.definition) {
    paths.set(at.type, steps);
    if (at.previous) steps = [at.previous.upcast, ...steps];
  }
  return paths;
}

/** Applies the steps of a path to a validated payload. */
export function upcast(data: unknown, path: UpcastPath): unknown {
  return path.reduce((value, step) => step(value as never), data);
}
