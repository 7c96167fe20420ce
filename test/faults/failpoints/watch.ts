import { pathToFileURL } from 'node:url';
import path from 'node:path';
import { projectRoot } from '../../../tools/shared/project-root.js';

export type Method = (this: unknown, ...args: unknown[]) => unknown;

/** Puts `wrap(method)` in the place of a method of a built class. */
export async function replaceMethod(
  place: { readonly module: string; readonly className: string; readonly method: string },
  wrap: (original: Method) => Method,
): Promise<void> {
  const { module, className, method } = place;
  const file = pathToFileURL(path.join(projectRoot, 'dist', module)).href;
  const loaded = (await import(file)) as Record<string, unknown>;
  const prototype: unknown = Reflect.get(Object(loaded[className]), 'prototype');
  const original: unknown = Reflect.get(Object(prototype), method);
  if (typeof original !== 'function') {
    throw new Error(
      `There is no ${className}.${method} in ${module} any more. Point the failpoint at what ` +
        'took its place.',
    );
  }
  Reflect.set(Object(prototype), method, wrap(original as Method));
}
