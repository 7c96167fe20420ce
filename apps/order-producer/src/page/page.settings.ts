import { z } from 'zod';

export const pageSettings = z.object({
  /** Where a browser finds the console of dead letters: the page links to it. */
  DEAD_LETTER_CONSOLE_URL: z
    .url({ protocol: /^https?$/, error: 'must be a URL like http://127.0.0.1:3001' })
    .default('http://127.0.0.1:3001'),
  /** `/metrics` of every app, divided by commas: what the page adds up. Empty: it shows no sums. */
  PAGE_METRICS_URLS: z
    .string()
    .default('')
    .transform((list) => list.split(',').filter(Boolean))
    .pipe(z.array(z.url({ protocol: /^https?$/, error: 'must be URLs, divided by commas' }))),
});
