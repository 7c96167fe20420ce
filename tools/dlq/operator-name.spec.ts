import { describe, expect, it } from '@jest/globals';
import { operatorName } from './operator-name.js';

const account = () => 'grace';
const noAccount = () => {
  throw Object.assign(new Error('uv_os_get_passwd returned ENOENT'), { code: 'ERR_SYSTEM_ERROR' });
};

describe('operatorName', () => {
  it.each([
    [
      'what the operator says',
      { DLQ_OPERATOR: 'Ada Łovelace', USER: 'eve' },
      account,
      'Ada Łovelace',
    ],
    ['the account, whatever the environment says', { USER: 'eve' }, account, 'grace'],
    ['the environment where there is no account', { USER: 'eve' }, noAccount, 'eve'],
    ['nobody where nothing says who it is', {}, noAccount, ''],
  ])('is %s', (_, environment, of, name) => {
    expect(operatorName(environment, of)).toBe(name);
  });

  it('refuses what no header carries, and names the setting', () => {
    expect(() => operatorName({ DLQ_OPERATOR: 'ada\nx: y' })).toThrow('DLQ_OPERATOR');
  });
});
