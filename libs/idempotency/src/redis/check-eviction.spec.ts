import { describe, expect, it } from '@jest/globals';
import { evictionPolicy, refuseEviction } from './check-eviction.js';

describe('the eviction policy', () => {
  it('is read from INFO memory', () => {
    const info = '# Memory\r\nused_memory:1\r\nmaxmemory_policy:volatile-lru\r\nmem_x:1\r\n';

    expect(evictionPolicy(info)).toBe('volatile-lru');
    expect(evictionPolicy('# Memory\r\n')).toBeUndefined();
  });

  it('must be noeviction', () => {
    expect(() => refuseEviction('noeviction')).not.toThrow();
    for (const policy of ['allkeys-lru', 'volatile-ttl', 'allkeys-random']) {
      expect(() => refuseEviction(policy)).toThrow(new RegExp(`${policy}.*noeviction`, 's'));
    }
  });
});
