import { z } from 'zod';
import { wholeNumberOfQuery } from './fields.js';

/** What a list is asked for, page by page. */
export const pageFields = {
  /** `nextCursor` of the page before. */
  cursor: z.string().max(100).optional(),
  limit: wholeNumberOfQuery(1, 500).default(50),
};
