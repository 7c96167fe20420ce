import { Writable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { ConfigurationError, deliveryScope, type CurrentDelivery } from '@app/messaging';
import type { Environment } from '@app/messaging';
import { PinoLogger } from './pino-logger.js';

function loggerOf(
  environment: Environment = {},
  isTerminal = false,
  sensitive: ReadonlySet<string> = new Set(),
) {
  const written: string[] = [];
  const destination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      written.push(chunk.toString());
      done();
    },
  });
  const logger = new PinoLogger({
    app: 'tester',
    environment,
    destination,
    isTerminal,
    sensitive,
  });
  const text = (): string => written.join('');
  const lines = (): Record<string, unknown>[] =>
    text()
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  return { logger, text, lines };
}

const source = {
  broker: 'kafka',
  name: 'orders.events',
  kind: 'stream' as const,
  consumer: 'tester',
  coordinates: { partition: 1, offset: '7' },
};
const current: CurrentDelivery = {
  delivery: {
    body: Buffer.from('CANARY'),
    headers: new Map([['traceparent', '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01']]),
    source,
    attempt: 2,
    mayHaveStarted: false,
    signal: new AbortController().signal,
  },
  event: {
    specversion: '1.0',
    id: 'e-1',
    type: 'order.placed.v1',
    source: '/order-producer',
    correlationid: 'story',
    data: { secret: 'CANARY' },
  },
};

describe('PinoLogger', () => {
  it('writes one line of JSON with time, level and app', () => {
    const { logger, lines } = loggerOf();

    logger.log('two\nlines', 'Ctx');

    expect(lines()).toEqual([
      {
        level: 'info',
        time: expect.stringMatching(/^\d{4}-.*Z$/),
        app: 'tester',
        context: 'Ctx',
        msg: 'two\nlines',
      },
    ]);
  });

  it('tells inside a delivery which one it is, also after waiting', async () => {
    const { logger, lines } = loggerOf();

    await deliveryScope.run(current, async () => {
      await new Promise(setImmediate);
      logger.warn('stock is low');
    });
    logger.log('outside');

    const delivery = { eventId: 'e-1', type: 'order.placed.v1', correlationId: 'story' };
    expect(lines()[0]).toMatchObject({ ...delivery, attempt: 2, source, msg: 'stock is low' });
    expect(lines()[0]).toHaveProperty('traceId', '0af7651916cd43dd8448eb211c80319c');
    expect(lines()[1]).not.toHaveProperty('eventId');
  });

  it('prefers what the call itself says', () => {
    const { logger, lines } = loggerOf();

    deliveryScope.run(current, () => logger.log({ msg: 'relayed', eventId: 'e-2' }));

    expect(lines()[0]).toMatchObject({ eventId: 'e-2', attempt: 2 });
  });

  it('keeps pino’s own fields from being overwritten', () => {
    const { logger, text, lines } = loggerOf();

    logger.log({ msg: 'hi', level: 'fatal', time: 0, app: 'other', context: 'x' }, 'Ctx');

    expect(lines()[0]).toMatchObject({ level: 'info', level_: 'fatal', time_: 0, app: 'tester' });
    expect(text().match(/"(level|time|app|context)":/g)).toHaveLength(4);
  });

  it('writes errors with code, stack and cause', () => {
    const { logger, lines } = loggerOf();
    const error = Object.assign(new Error('no', { cause: new Error('why') }), { code: 'E_NO' });

    logger.error(error, 'Ctx');

    expect(lines()[0]).toMatchObject({
      level: 'error',
      msg: 'no',
      error: {
        code: 'E_NO',
        message: 'no',
        stack: expect.stringContaining('pino-logger.spec.ts'),
        cause: { message: 'why', stack: expect.stringContaining('pino-logger.spec.ts') },
      },
    });
  });

  it.each(['json', 'pretty'])('lets no secret out as %s', (format) => {
    const { logger, text } = loggerOf({ LOG_FORMAT: format });
    const error = new Error('amqp://app:CANARY@rabbit', { cause: { password: 'CANARY' } });
    const headers = { authorization: 'Bearer CANARY', cookie: 'sid=CANARY' };

    deliveryScope.run(current, () => {
      logger.log('connected to amqp://app:CANARY@rabbit', { headers }, 'Ctx');
      logger.error('failed', error.stack, 'Ctx');
      logger.error({ msg: 'failed', error, token: 'CANARY' });
      logger.fatal(error);
      logger.warn(new Map([['x-api-key', 'CANARY']]));
    });

    expect(text()).toContain('***');
    expect(text()).not.toContain('CANARY');
  });

  it.each(['json', 'pretty'])(
    'shows no field that a schema marks as sensitive, as %s',
    (format) => {
      const { logger, text } = loggerOf({ LOG_FORMAT: format }, false, new Set(['holder']));
      const data = { holder: { name: 'CANARY Jones' }, cents: 7 };
      const error = Object.assign(new Error('(holder)=(CANARY Jones) exists'), {
        detail: 'CANARY Jones',
      });
      deliveryScope.run({ ...current, event: { ...current.event, data } }, () => {
        logger.warn('rejected CANARY Jones', { data }, 'Ctx');
        logger.error({ msg: 'failed', error });
      });
      logger.log({ msg: 'outside', holder: 'CANARY' });
      expect(text()).toContain('***');
      expect(text()).toMatch(/cents"?: ?7/);
      expect(text()).not.toContain('CANARY');
    },
  );

  it.each([
    [undefined, ['info', 'warn', 'error', 'fatal']],
    ['trace', ['trace', 'debug', 'info', 'warn', 'error', 'fatal']],
    ['error', ['error', 'fatal']],
    ['silent', []],
  ])('LOG_LEVEL %s writes %j', (level, expected) => {
    const { logger, lines } = loggerOf({ LOG_LEVEL: level });

    logger.verbose('x');
    logger.debug('x');
    logger.log('x');
    logger.warn('x');
    logger.error('x');
    logger.fatal('x');

    expect(lines().map((line) => line['level'])).toEqual(expected);
  });

  it("keeps Nest's lines on each module and route for those who look for them", () => {
    const start = ({ logger }: ReturnType<typeof loggerOf>) => {
      logger.log('Mapped {/orders, POST} route', 'RouterExplorer');
      logger.log('Nest application successfully started', 'NestApplication');
    };
    const [usual, curious] = [loggerOf(), loggerOf({ LOG_LEVEL: 'debug' })];
    start(usual);
    start(curious);

    expect(usual.lines()).toMatchObject([{ level: 'info', context: 'NestApplication' }]);
    expect(curious.lines()).toMatchObject([{ level: 'debug', context: 'RouterExplorer' }, {}]);
  });

  it('does not make a message that nobody wants', () => {
    const { logger } = loggerOf();
    let made = false;

    logger.debug(() => (made = true));

    expect(made).toBe(false);
  });

  it.each([{ LOG_LEVEL: 'loud' }, { LOG_FORMAT: 'xml' }])('refuses %j by its name', (wrong) => {
    const [name] = Object.keys(wrong) as [string];

    expect(() => loggerOf(wrong)).toThrow(ConfigurationError);
    expect(() => loggerOf(wrong)).toThrow(name);
  });

  it.each<[string, Environment, boolean, boolean]>([
    ['a person at a terminal', {}, true, false],
    ['a pipe', {}, false, true],
    ['production at a terminal', { NODE_ENV: 'production' }, true, true],
    ['whoever asks for JSON', { LOG_FORMAT: 'json' }, true, true],
    ['whoever asks for pretty', { LOG_FORMAT: 'pretty', NODE_ENV: 'production' }, false, false],
  ])('has a format for %s', (_, environment, isTerminal, isJson) => {
    const { logger, text } = loggerOf(environment, isTerminal);

    logger.log('hi', 'Ctx');

    expect(text().startsWith('{')).toBe(isJson);
    expect(text()).toContain(isJson ? '"msg":"hi"' : 'tester [Ctx] hi');
  });

  it('understands the calls of Nest’s own Logger', () => {
    const { logger, lines } = loggerOf();
    Logger.overrideLogger(logger);
    const nest = new Logger('Ctx');

    nest.log('started');
    nest.error('broke');
    nest.error('broke', new Error('x').stack);
    nest.warn({ msg: 'slow', delayMs: 7 });
    Logger.overrideLogger(false);

    expect(lines()).toMatchObject([
      { context: 'Ctx', level: 'info', msg: 'started' },
      { context: 'Ctx', level: 'error', msg: 'broke' },
      { context: 'Ctx', level: 'error', msg: 'broke', error: { stack: expect.any(String) } },
      { context: 'Ctx', level: 'warn', msg: 'slow', delayMs: 7 },
    ]);
    expect(lines()[1]).not.toHaveProperty('error');
  });
});
