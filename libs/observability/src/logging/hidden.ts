import { deliveryScope } from '@app/messaging';

/** What a line must not show beside what looks like a secret. */
export interface Hidden {
  /** Of fields, as event schemas mark them. */
  readonly names: ReadonlySet<string>;
  /** Wherever they stand in a text. */
  readonly values: readonly string[];
}

export const NOTHING: Hidden = { names: new Set(), values: [] };

/** A shorter text is found in too many others that have nothing to do with it. */
const MIN_CHARS = 4;
const MAX_VALUES = 100;

/**
 * Inside a delivery, also the values that its event has in those fields: an error of the database
 * or of a provider quotes them in its text.
 */
export function hiddenNow(names: ReadonlySet<string>): Hidden {
  const event = names.size > 0 ? deliveryScope.current()?.event : undefined;
  const values = new Set<string>();
  if (event) collect(event.data, false, names, values);
  return { names, values: [...values].sort((a, b) => b.length - a.length) };
}

/** Events come from JSON of bounded depth: there are no circles. */
function collect(
  value: unknown,
  isHidden: boolean,
  names: ReadonlySet<string>,
  values: Set<string>,
): void {
  if (values.size >= MAX_VALUES) return;
  if (typeof value === 'object' && value !== null) {
    for (const [name, inner] of Object.entries(value)) {
      collect(inner, isHidden || names.has(name), names, values);
    }
  } else if (isHidden && value !== null && String(value).length >= MIN_CHARS) {
    values.add(String(value));
  }
}
