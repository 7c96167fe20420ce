import { describe, expect, it } from '@jest/globals';
import { findAccount } from './account.js';

const passwd = `root:x:0:0:root:/root:/bin/bash
postgres-backup:x:7:8::/:/bin/sh
postgres:x:101:104:PostgreSQL administrator,,,:/var/lib/postgresql:/bin/bash
`;

describe('findAccount', () => {
  it('finds the numbers of the account with exactly that name', () => {
    expect(findAccount('postgres', passwd)).toEqual({ uid: 101, gid: 104 });
  });

  it('finds nothing for an unknown name', () => {
    expect(findAccount('rabbitmq', passwd)).toBeUndefined();
  });
});
