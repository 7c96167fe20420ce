import { expect, it } from '@jest/globals';
import { formatTable } from './format-table.js';

it('pads each column to its widest cell', () => {
  const lines = formatTable(['server', 'health'], [['Apache Kafka', 'up']]);

  expect(lines).toEqual(['server        health', 'Apache Kafka  up']);
});
