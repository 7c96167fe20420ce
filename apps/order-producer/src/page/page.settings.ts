import { z } from 'zod';

export const pageSettings = z.object({
  /** Where a browser finds the console of dead letters: the page links to it. */
  DEAD_LETTER_CONSOLE_URL: z
    .url({ protocol: /^https?$/, error: 'must be a URL like http://127.0.0.1:3001' })
    .default('http://127.0.0.1:3001'),
});
