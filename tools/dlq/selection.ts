import { usageError } from './dlq.error.js';
import type { DlqOptions } from './options.js';

const DEFAULT_STATUS = 'open';

/** What a list is asked for: open ones, unless another status is named. */
export function toQuery({ filter, status = DEFAULT_STATUS }: DlqOptions): Record<string, string> {
  return { ...filter, status };
}

/**
 * Which dead letters a change is meant for.
 * @throws DlqError `refused` where nothing says which: nobody means all by leaving everything out
 */
export function toSelection({ command, ids, filter, all, limit, status }: DlqOptions): object {
  if (status !== undefined) {
    throw usageError(`${command} takes open ones; --status is for summary and ls.`);
  }
  const hasFilter = Object.keys(filter).length > 0;
  if ([ids.length > 0, hasFilter, all].filter(Boolean).length !== 1) {
    throw usageError(`Say which ones to ${command}: ids, or a filter such as --reason, or --all.`);
  }
  const which = ids.length > 0 ? { ids } : all ? { all } : { filter };
  return { ...which, ...(limit !== undefined && { limit }) };
}

/** The one id that the command is about. @throws DlqError `refused` */
export function theId({ command, ids }: DlqOptions): string {
  const [id, ...others] = ids;
  if (id !== undefined && others.length === 0) return id;
  throw usageError(`${command} takes one id.`);
}
