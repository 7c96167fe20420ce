import type { INestApplicationContext } from '@nestjs/common';
import { UnknownElementException } from '@nestjs/core/errors/exceptions/unknown-element.exception.js';

/** @returns undefined where the app has no such provider */
export function findIn<T>(
  app: INestApplicationContext,
  token: abstract new (...args: never[]) => T,
): T | undefined {
  try {
    return app.get<T>(token, { strict: false });
  } catch (error) {
    if (error instanceof UnknownElementException) return undefined;
    throw error;
  }
}
