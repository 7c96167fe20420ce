import { parseArgs } from 'node:util';
import { usageError } from './dlq.error.js';
import { readTime } from './read-time.js';

const text = { type: 'string' } as const;
const flag = { type: 'boolean', default: false } as const;

/** Options that are fields of the API's filter, by the name that they have there. */
const filterOptions = {
  broker: 'broker',
  source: 'source',
  consumer: 'consumer',
  type: 'type',
  reason: 'reason',
  key: 'key',
  'correlation-id': 'correlationId',
  fingerprint: 'fingerprint',
  from: 'from',
  to: 'to',
  q: 'q',
} as const;

type FilterOption = keyof typeof filterOptions;

const definitions = {
  ...(Object.fromEntries(Object.keys(filterOptions).map((name) => [name, text])) as Record<
    FilterOption,
    typeof text
  >),
  status: text,
  limit: text,
  all: flag,
  body: flag,
  'dry-run': flag,
  yes: flag,
  rate: text,
  'stop-after': text,
  force: flag,
  wait: text,
  why: text,
  json: flag,
  url: text,
  group: text,
  topic: text,
  help: { ...flag, short: 'h' },
} as const;

export interface DlqOptions {
  readonly command: string | undefined;
  /** What follows the command: ids. */
  readonly ids: readonly string[];
  /** As the API takes it; without the status. */
  readonly filter: Readonly<Record<string, string>>;
  readonly status?: string;
  readonly limit?: number;
  readonly all: boolean;
  readonly body: boolean;
  readonly dryRun: boolean;
  readonly yes: boolean;
  readonly ratePerSecond?: number;
  readonly stopAfterFailures?: number;
  readonly force: boolean;
  readonly waitSeconds: number;
  readonly why?: string;
  readonly json: boolean;
  readonly url?: string;
  /** What a rewind is asked for, as it was given. */
  readonly rewind: { readonly group?: string; readonly topic?: string; readonly to?: string };
  readonly help: boolean;
}

const DEFAULT_WAIT_SECONDS = 60;

/** @throws DlqError `refused` for what can't be meant; the error of `parseArgs` for unknown options */
export function readOptions(args: readonly string[], now = new Date()): DlqOptions {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: definitions,
    allowPositionals: true,
  });
  const [command, ...ids] = positionals;
  const filter = Object.entries(filterOptions).flatMap(([option, field]) => {
    const value = values[option as FilterOption];
    // The end of a rewind may be more than a time; it has no filter.
    if (value === undefined || command === 'rewind') return [];
    return [[field, isTime(field) ? readTime(value, now) : value]];
  });
  const numbers = {
    limit: readNumber('--limit', values.limit, 1),
    ratePerSecond: readNumber('--rate', values.rate, 0.01),
    stopAfterFailures: readNumber('--stop-after', values['stop-after'], 1),
  };
  const { status, why, url, group, topic, to, all, body, yes, force, json, help } = values;
  return {
    command,
    ids,
    filter: Object.fromEntries(filter) as Record<string, string>,
    ...defined({ status, why, url }),
    rewind: defined({ group, topic, to }),
    ...defined(numbers),
    all,
    body,
    yes,
    force,
    json,
    help,
    dryRun: values['dry-run'],
    waitSeconds: readNumber('--wait', values.wait, 0) ?? DEFAULT_WAIT_SECONDS,
  };
}

function isTime(field: string): boolean {
  return field === 'from' || field === 'to';
}

function readNumber(
  option: string,
  value: string | undefined,
  smallest: number,
): number | undefined {
  if (value === undefined) return undefined;
  const number = value.trim() === '' ? Number.NaN : Number(value);
  if (number >= smallest && Number.isFinite(number)) return number;
  throw usageError(`${option} takes a number from ${smallest}, not '${value}'.`);
}

function defined<Value>(values: Readonly<Record<string, Value | undefined>>) {
  return Object.fromEntries(
    Object.entries(values).filter((pair): pair is [string, Value] => pair[1] !== undefined),
  );
}
