import { expect, it } from '@jest/globals';
import { traceHeaders } from './trace-headers.js';

const parent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

it.each<[string, Record<string, string>, Record<string, string>]>([
  [
    'hands both on',
    { traceparent: parent, tracestate: 'a=1' },
    { traceparent: parent, tracestate: 'a=1' },
  ],
  ['drops a state without its parent', { tracestate: 'a=1' }, {}],
  ['drops a malformed parent, and its state', { traceparent: 'x', tracestate: 'a=1' }, {}],
  [
    'drops a state with control characters',
    { traceparent: parent, tracestate: 'a=\u0000' },
    { traceparent: parent },
  ],
  [
    'drops a state over 512 characters',
    { traceparent: parent, tracestate: 'x'.repeat(513) },
    { traceparent: parent },
  ],
  ['takes nothing else', { traceparent: parent, cookie: 'secret' }, { traceparent: parent }],
])('%s', (_, given, expected) => {
  expect(Object.fromEntries(traceHeaders(new Map(Object.entries(given))))).toEqual(expected);
});
