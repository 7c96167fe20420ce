import type { Type } from '@nestjs/common';
import type { ZodType } from 'zod';
import type { EventDefinition } from '@app/events';
import type { Subscription } from '../delivery/subscription.js';

/**
 * An app as a system puts it together: what it is, reads and sends. It names no transport; the
 * brokers of its channels and routes decide which are added.
 */
export interface AppDefinition {
  /** `kafka-consumer`: consumer group, event source, name in logs. */
  readonly name: string;
  readonly module: Type;
  readonly consumes: readonly Subscription[];
  readonly publishes: readonly EventDefinition[];
  /** Default of `PORT`, for an app that has an HTTP API. */
  readonly http?: { readonly defaultPort: number; readonly bodyLimitBytes: number };
  /** What its own modules read from the environment; looked at together with all others, at start. */
  readonly settings?: readonly ZodType[];
  /** Default of `HEALTH_PORT`. */
  readonly healthPort: number;
  /** What must be up for the app to be ready; by default everything that it uses. */
  readonly readyWith?: readonly string[];
}
