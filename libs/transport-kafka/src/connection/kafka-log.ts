import type { LoggerService } from '@nestjs/common';
import { logLevel, type LogEntry, type logCreator } from 'kafkajs';

/**
 * What kafkajs calls errors and then settles by itself: a coordinator or leader that is just being
 * chosen, and the group at work. Outcomes that matter are logged by us, where they are known.
 */
const ROUTINE = [
  /coordinator is (loading|not available)/i,
  /not the correct coordinator/i,
  /no leader for this topic-partition/i,
  /not host this topic-partition/i,
  /rebalanc/i,
  /not aware of this member/i,
];

/** Hands kafkajs's log lines to Nest's logger. */
export function kafkaLog(logger: LoggerService): logCreator {
  return () => (entry) => {
    const line = describe(entry);
    if (ROUTINE.some((pattern) => pattern.test(line))) logger.debug?.(line);
    else if (entry.level === logLevel.ERROR || entry.level === logLevel.WARN) logger.warn(line);
    else logger.debug?.(line);
  };
}

/** `[Connection] Response Produce(key: 0, version: 7): <error>` */
function describe({ namespace, log }: LogEntry): string {
  const error: unknown = log['error'];
  return `[${namespace}] ${log.message}${typeof error === 'string' ? `: ${error}` : ''}`;
}
