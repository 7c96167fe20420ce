import { parseArgs } from 'node:util';
import { ToolError } from '../../tools/shared/tool.error.js';
import { soakRounds } from './run/soak.js';
import { variants, type Variant } from './variants/variants.js';

export interface FaultsOptions {
  readonly seed: number;
  readonly orders: number;
  readonly faults: number;
  readonly only: string | undefined;
  readonly variant: Variant | undefined;
  readonly withLong: boolean;
  /** Variants that are run after it, on small plans, and must show losses. */
  readonly proof: readonly Variant[];
  readonly isSmall: boolean;
  readonly isSoak: boolean;
  readonly action: 'run' | 'list' | 'help';
  /** Where the sum is appended instead of printed. */
  readonly sumFile: string | undefined;
}

const sizes = {
  default: { orders: 2_000, faults: 25 },
  full: { orders: 20_000, faults: 60 },
  small: { orders: 300, faults: 0 },
  /** Of each round. */
  soak: { orders: 100_000 / soakRounds, faults: 300 / soakRounds },
} as const;

/** @throws ToolError `USAGE` */
export function readOptions(args: string[]): FaultsOptions {
  const { values } = parseArgs({
    args,
    options: {
      seed: { type: 'string' },
      orders: { type: 'string' },
      faults: { type: 'string' },
      only: { type: 'string' },
      variant: { type: 'string' },
      full: { type: 'boolean', default: false },
      soak: { type: 'boolean', default: false },
      small: { type: 'boolean', default: false },
      'with-proof': { type: 'boolean', default: false },
      list: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
      'sum-file': { type: 'string' },
    },
  });
  const { full, small, soak } = values;
  const size = sizes[soak ? 'soak' : full ? 'full' : small ? 'small' : 'default'];
  return {
    seed: whole('seed', values.seed, Math.floor(Math.random() * 1_000_000)),
    orders: whole('orders', values.orders, size.orders),
    faults: whole('faults', values.faults, size.faults),
    only: values.only,
    variant: values.variant === undefined ? undefined : variantNamed(values.variant),
    withLong: full || soak,
    proof: values['with-proof'] ? (small ? [variants[0]] : variants) : [],
    isSmall: small,
    isSoak: soak,
    action: values.help ? 'help' : values.list ? 'list' : 'run',
    sumFile: values['sum-file'],
  };
}

function whole(name: string, text: string | undefined, byDefault: number): number {
  const number = Number(text ?? byDefault);
  if (Number.isSafeInteger(number) && number >= 0) return number;
  throw new ToolError('USAGE', `--${name} takes a whole number, not ${text}.`);
}

function variantNamed(name: string): Variant {
  const variant = variants.find((it) => it === name);
  if (variant) return variant;
  throw new ToolError('USAGE', `There is no variant ${name}; there are: ${variants.join(', ')}.`);
}
