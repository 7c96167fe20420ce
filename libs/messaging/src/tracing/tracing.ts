import { context, ProxyTracerProvider, SpanKind, trace } from '@opentelemetry/api';
import type { Attributes, Span, Tracer } from '@opentelemetry/api';
import type { MessageHeaders } from '@app/events';
import { contextOf, headersOf } from './header-carrier.js';
import { traceScope } from './trace-scope.js';

const NAME = 'nest-messaging-starter';

/** A span to be, in the trace that `headers` continue. */
export interface SpanPlan {
  readonly name: string;
  readonly kind: SpanKind;
  readonly attributes: Attributes;
  readonly headers: MessageHeaders | undefined;
}

/**
 * Where spans are made, if a provider of OpenTelemetry is registered in this process. Otherwise it is
 * off: nobody is asked for a span then, not even a no-op one, which costs per message.
 */
export class Tracing {
  /** @param tracer undefined: off */
  constructor(private readonly tracer?: Tracer) {}

  /** By the provider that an `--import` has registered, ours or any other. */
  static ofProcess(): Tracing {
    const provider = trace.getTracerProvider();
    return new Tracing(
      provider instanceof ProxyTracerProvider
        ? provider.getDelegateTracer(NAME)
        : provider.getTracer(NAME),
    );
  }

  get isOn(): boolean {
    return this.tracer !== undefined;
  }

  /** What the running code adds to the headers of a message, for the trace to go on. */
  headers(): MessageHeaders {
    const active = this.tracer && context.active();
    return active && trace.getSpan(active) ? headersOf(active) : traceScope.headers();
  }

  /**
   * Runs `work` inside a span that continues the trace of the headers. `work` ends the span: one
   * that isn't ended is never told of.
   */
  within<T>({ name, kind, attributes, headers }: SpanPlan, work: (span: Span) => T): T {
    if (!this.tracer) throw new Error('Tracing is off: ask isOn first.');
    const parent = contextOf(headers);
    const span = this.tracer.startSpan(name, { kind, attributes }, parent);
    return context.with(trace.setSpan(parent, span), work, undefined, span);
  }
}
