import type { DynamicModule, Type } from '@nestjs/common';
import type { ZodType } from 'zod';
import type { Subscription } from '../delivery/subscription.js';
import type { StreamFollower } from '../following/stream-follower.js';
import type { ConsumerTransport } from '../pipeline/consumer-transport.js';
import type { MessagePublisher } from '../publishing/message-publisher.js';
import type { Environment } from './settings.js';

/** What an app needs of a broker. */
export interface BrokerUse {
  readonly app: string;
  /** May be empty: the app only sends. */
  readonly consumes: readonly Subscription[];
  readonly environment: Environment;
}

/** A broker as the composition root adds it to an app. Each transport's folder exports one. */
export interface BrokerAdapter {
  readonly brokers: readonly string[];
  /** What `module` reads from the environment; looked at together with all others, at start. */
  readonly settings?: ZodType;
  /** A global module that provides `transport`, `publisher`, and `follower` where there is one. */
  module(use: BrokerUse): DynamicModule;
  readonly transport: Type<ConsumerTransport>;
  readonly publisher: Type<MessagePublisher>;
  /** Where the broker lets a process look on at a stream. */
  readonly follower?: Type<StreamFollower>;
}
