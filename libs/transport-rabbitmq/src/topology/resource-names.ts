import type { DelayTier } from './delay-tiers.js';

/** The names at the broker. Only this folder knows that they carry a prefix. */
export class ResourceNames {
  constructor(private readonly prefix: string) {}

  of(name: string): string {
    return `${this.prefix}${name}`;
  }

  deadLetters(queue: string): string {
    return `${this.of(queue)}.dlq`;
  }

  delay(queue: string, tier: DelayTier): string {
    return `${this.of(queue)}.retry.${tier.label}`;
  }
}
