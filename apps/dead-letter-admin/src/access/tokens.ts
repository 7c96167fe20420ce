import { createHash, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AdminSettingsPort } from '../admin-settings.port.js';
import type { Role } from './roles.js';

/** Knows whose token is whose. */
@Injectable()
export class Tokens {
  private readonly digests: readonly (readonly [Role, Buffer])[];

  constructor({ values }: AdminSettingsPort) {
    const { ADMIN_TOKEN, ADMIN_VIEWER_TOKEN } = values;
    this.digests = [
      ['operator', digest(ADMIN_TOKEN)],
      ...(ADMIN_VIEWER_TOKEN === undefined
        ? []
        : ([['viewer', digest(ADMIN_VIEWER_TOKEN)]] as const)),
    ];
  }

  /** Compares digests, each in constant time, so that the time tells nothing of a token. */
  roleOf(token: string): Role | undefined {
    const given = digest(token);
    return this.digests.filter(([, known]) => timingSafeEqual(known, given))[0]?.[0];
  }

  /** What only who has the tokens can know; it is another one once a token is. */
  get secret(): Buffer {
    return digest(Buffer.concat(this.digests.map(([, it]) => it)));
  }
}

function digest(text: string | Buffer): Buffer {
  return createHash('sha256').update(text).digest();
}
