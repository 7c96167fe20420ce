import { expect, it } from '@jest/globals';
import { help } from './help.js';
import { aboutVariants } from './variants/variants.js';

it('names every variant, and what it is', () => {
  for (const [name, about] of Object.entries(aboutVariants)) {
    expect(help).toMatch(new RegExp(`^ +${name} +${about}$`, 'm'));
  }
});
