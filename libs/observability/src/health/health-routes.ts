import { Inject, Injectable } from '@nestjs/common';
import { HealthRegistry, type AppDefinition, type Health } from '@app/messaging';
import { redactText } from '../logging/redact-text.js';
import { Metrics } from '../metrics/metrics.js';
import { HEALTH_OPTIONS } from './health.tokens.js';
import { decideReadiness } from './readiness.js';

export type HealthOptions = Pick<AppDefinition, 'healthPort' | 'readyWith'>;

/** An answer, before HTTP. */
export interface HealthAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/** What each path of the health port answers. */
@Injectable()
export class HealthRoutes {
  private isStopping = false;

  constructor(
    private readonly registry: HealthRegistry,
    private readonly metrics: Metrics,
    @Inject(HEALTH_OPTIONS) private readonly options: HealthOptions,
  ) {}

  /** From now on the app is not ready, whatever its parts say. */
  markStopping(): void {
    this.isStopping = true;
  }

  async answer(path: string): Promise<HealthAnswer> {
    switch (path) {
      case '/health/live':
        return this.live();
      case '/health/ready':
        return this.ready();
      case '/metrics':
        return {
          status: 200,
          contentType: this.metrics.contentType,
          body: await this.metrics.text(),
        };
      default:
        return problem(404, 'NOT_FOUND', 'Ask for /health/live, /health/ready or /metrics.');
    }
  }

  /** Only a restart helps a consumer that has given up; what it waits for is told by readiness. */
  private live(): HealthAnswer {
    const death = this.registry.deadBecause;
    if (!death) return json(200, { status: 'live' });
    return json(503, { status: 'dead', detail: death.message });
  }

  private ready(): HealthAnswer {
    const { readyWith } = this.options;
    const checks = { app: this.app(), ...this.registry.report() };
    const readiness = decideReadiness(checks, readyWith && ['app', ...readyWith]);
    return json(readiness.status === 'not_ready' ? 503 : 200, readiness);
  }

  private app(): Health {
    if (this.isStopping) return { status: 'down', detail: 'stopping' };
    return this.registry.started ? { status: 'up' } : { status: 'down', detail: 'starting' };
  }
}

/** A detail may be the text of anybody's error, and this port asks for no token. */
function json(status: number, body: object): HealthAnswer {
  const text = JSON.stringify(body, (name, value: unknown) =>
    name === 'detail' && typeof value === 'string' ? redactText(value) : value,
  );
  return { status, contentType: 'application/json', body: `${text}\n` };
}

/** An error as RFC 9457 describes it. */
export function problem(status: number, code: string, detail: string): HealthAnswer {
  return { ...json(status, { status, code, detail }), contentType: 'application/problem+json' };
}
