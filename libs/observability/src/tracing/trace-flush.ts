import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { ProxyTracerProvider, trace } from '@opentelemetry/api';
import { Clock, endsWithin } from '@app/messaging';

const DEADLINE_MS = 3_000;

/** Sends the spans that wait, before the process ends; a collector that is away keeps nobody. */
@Injectable()
export class TraceFlush implements OnApplicationShutdown {
  private readonly logger = new Logger('Tracing');

  constructor(private readonly clock: Clock) {}

  async onApplicationShutdown(): Promise<void> {
    const provider = trace.getTracerProvider();
    const target = provider instanceof ProxyTracerProvider ? provider.getDelegate() : provider;
    if (!('forceFlush' in target) || typeof target.forceFlush !== 'function') return;
    const flushed = (target.forceFlush as () => Promise<void>)().catch((error: unknown) => {
      this.logger.warn({ msg: 'The last spans were not sent', error });
    });
    if (await endsWithin(this.clock, DEADLINE_MS, flushed)) return;
    this.logger.warn(`The last spans were not sent within ${DEADLINE_MS} ms.`);
  }
}
