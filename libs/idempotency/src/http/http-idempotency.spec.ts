import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { request } from 'node:http';
import {
  Body,
  Controller,
  HttpCode,
  Injectable,
  Module,
  Param,
  Post,
  Res,
  UseGuards,
  type CanActivate,
  type ExecutionContext,
  type INestApplication,
} from '@nestjs/common';
import { EventCatalogue } from '@app/events';
import { EventRoutes, MetricRegistry, startApp, SystemClock } from '@app/messaging';
import { Database, DatabaseModule, RetentionPurge } from '@app/database';
import { HttpModule } from '@app/http';
import { createTestDatabase } from '@app/testing';
import { IdempotencyModule } from '../idempotency.module.js';
import { IdempotentRequest } from './idempotent-request.decorator.js';

interface Tables {
  thing: { name: string };
}

interface Thing {
  readonly name: string;
  readonly count?: number;
}

interface Answer {
  status(code: number): unknown;
  set(headers: Readonly<Record<string, string>>): unknown;
}

let runs = 0;
let effect: () => Promise<void> | void = () => undefined;
/** What the handler answers without throwing. */
let status = 202;
/** What it sets besides `Location`. */
let headers: Readonly<Record<string, string>> = {};

@Injectable()
class UserGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const incoming = context
      .switchToHttp()
      .getRequest<{ user?: unknown; headers: Record<string, string> }>();
    const name = incoming.headers['x-user'];
    if (name !== undefined) incoming.user = { id: name };
    return true;
  }
}

@Controller()
@UseGuards(UserGuard)
class Things {
  constructor(private readonly database: Database<Tables>) {}

  @Post('things/:kind')
  @HttpCode(202)
  @IdempotentRequest()
  async create(
    @Param('kind') kind: string,
    @Body() body: Thing,
    @Res({ passthrough: true }) response: Answer,
  ) {
    runs += 1;
    await this.database.transaction(() =>
      this.database.kysely.insertInto('thing').values({ name: body.name }).execute(),
    );
    await effect();
    response.status(status);
    response.set({ location: `/things/${kind}/${runs}`, ...headers });
    return { z: runs, a: body.name };
  }

  @Post('others')
  @IdempotentRequest()
  other() {
    return 'another operation';
  }
}

@Module({
  imports: [
    HttpModule,
    DatabaseModule.forRoot({
      schema: 'http',
      migrations: {
        thing_001: {
          up: async (db) => {
            await db.schema.createTable('thing').addColumn('name', 'text').execute();
          },
        },
      },
    }),
    IdempotencyModule.forHttp(),
  ],
  controllers: [Things],
})
class AppModule {}

/** In the order of draft-ietf-httpapi-idempotency-key-header-07, section 2; see docs/idempotency-key.md. */
describe('@IdempotentRequest()', () => {
  let app: INestApplication;
  let database: Database<Tables>;
  let address: string;

  const post = async (
    key: string | undefined,
    body: Thing | string,
    { path = 'things/book', user }: { path?: string; user?: string } = {},
  ) => {
    const response = await fetch(`${address}/${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(key !== undefined && { 'idempotency-key': key }),
        ...(user !== undefined && { 'x-user': user }),
      },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    return {
      status: response.status,
      replayed: response.headers.get('idempotent-replayed'),
      headers: response.headers,
      body: await response.text(),
    };
  };
  const things = async () =>
    (await database.kysely.selectFrom('thing').select('name').execute()).length;
  const age = (hours: number) =>
    database.query({
      text: `update ${database.table('http_idempotency')}
        set created_at = now() - $1 * interval '1 hour'`,
      values: [hours],
    });
  const outcomes = (): Record<string, number> => {
    const claims = [...app.get(MetricRegistry, { strict: false }).all()].find(
      ({ metric }) => metric.name === 'messaging_idempotency_claims_total',
    );
    const ofRequests = (claims?.samples ?? []).filter(({ labels }) => labels['store'] === 'http');
    return Object.fromEntries(
      ofRequests.map(({ labels, value }) => [labels['outcome'], Number(value)]),
    );
  };
  const firstTime = { status: 202, replayed: null };
  const replay = { status: 202, replayed: 'true' };

  beforeAll(async () => {
    app = await startApp(
      {
        name: 'app',
        module: AppModule,
        consumes: [],
        publishes: [],
        http: { defaultPort: 0, bodyLimitBytes: 10_000 },
        healthPort: 0,
      },
      {
        adapters: [],
        catalogue: new EventCatalogue([]),
        routes: new EventRoutes([]),
        clock: new SystemClock(),
        environment: { DATABASE_URL: await createTestDatabase() },
        logger: false,
      },
    );
    address = await app.getUrl();
    database = app.get<Database<Tables>>(Database, { strict: false });
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    runs = 0;
    effect = () => undefined;
    status = 202;
    headers = {};
    await database.query({ text: `truncate ${database.table('thing')}` });
    await database.query({ text: `truncate ${database.table('http_idempotency')}` });
  });

  it('counts what becomes of requests with a key', async () => {
    const before = outcomes();
    effect = async () => {
      effect = () => undefined;
      await post('key', { name: 'a' });
    };
    await post('key', { name: 'a' });
    await post('key', { name: 'a' });
    await post('key', { name: 'b' });
    effect = () => Promise.reject(new Error('broke'));
    await post('next', { name: 'a' });
    await post(undefined, { name: 'a' });

    const grown = Object.entries(outcomes()).map(([name, n]) => [name, n - (before[name] ?? 0)]);
    expect(Object.fromEntries(grown)).toEqual({
      done: 1,
      duplicate: 1,
      handed_back: 1,
      mismatch: 1,
      failed: 1,
    });
  });

  describe('2.1 syntax', () => {
    it('takes the structured string of the draft and the bare key of Stripe for the same', async () => {
      await expect(post('"8e03978e"', { name: 'a' })).resolves.toMatchObject(firstTime);
      await expect(post('8e03978e', { name: 'a' })).resolves.toMatchObject(replay);
    });

    it.each([[' '], ['""'], ['"x'], ['x'.repeat(256)], ['caf\u00e9']])(
      'answers 400 to the key %j, and does nothing',
      async (key) => {
        const answer = await post(key, { name: 'a' });

        expect(answer.status).toBe(400);
        expect(JSON.parse(answer.body)).toMatchObject({ code: 'IDEMPOTENCY_KEY_INVALID' });
        await expect(things()).resolves.toBe(0);
      },
    );

    it('answers 400 to two keys', async () => {
      const answer = await new Promise<number | undefined>((resolve, reject) => {
        const lines = { 'content-type': 'application/json', 'idempotency-key': ['a', 'b'] };
        request(`${address}/things/book`, { method: 'POST', headers: lines }, (response) => {
          response.resume();
          resolve(response.statusCode);
        })
          .on('error', reject)
          .end('{"name":"a"}');
      });

      expect(answer).toBe(400);
      await expect(things()).resolves.toBe(0);
    });
  });

  describe('2.2 uniqueness', () => {
    it('is of the route: the key of another operation is another key', async () => {
      await post('key', { name: 'a' });

      const other = await post('key', { name: 'a' }, { path: 'others' });

      expect(other).toMatchObject({ status: 201, replayed: null, body: 'another operation' });
    });

    it('is of the principal: nobody gets the answer of somebody else', async () => {
      await post('key', { name: 'a' }, { user: 'ann' });

      await expect(post('key', { name: 'a' }, { user: 'bob' })).resolves.toMatchObject(firstTime);
      await expect(post('key', { name: 'a' }, { user: 'ann' })).resolves.toMatchObject(replay);
      await expect(things()).resolves.toBe(2);
    });
  });

  describe('2.3 expiry', () => {
    it('keeps an answer for 24 hours; after that the key means a new request', async () => {
      const purge = app.get(RetentionPurge, { strict: false });
      await post('key', { name: 'a' });

      await age(23.9);
      await expect(purge.purge()).resolves.toBe(0);
      await expect(post('key', { name: 'a' })).resolves.toMatchObject(replay);

      await age(24.1);
      await expect(purge.purge()).resolves.toBe(1);
      await expect(post('key', { name: 'b' })).resolves.toMatchObject(firstTime);
      await expect(things()).resolves.toBe(2);
    });
  });

  describe('2.4 fingerprint', () => {
    it('is of what the body says, not of how it is written', async () => {
      await post('key', '{"name":"a","count":1}');

      await expect(post('key', '{ "count": 1, "name": "a" }')).resolves.toMatchObject(replay);
    });

    it.each([
      ['body', { name: 'b' }, 'things/book'],
      ['path', { name: 'a' }, 'things/film'],
      ['query', { name: 'a' }, 'things/book?dry=1'],
    ])('answers 422 to the key with another %s', async (_, body, path) => {
      await post('key', { name: 'a' });

      const answer = await post('key', body, { path });

      expect(answer.status).toBe(422);
      expect(JSON.parse(answer.body)).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
      await expect(things()).resolves.toBe(1);
    });
  });

  describe('2.6 enforcement', () => {
    it('handles requests without a key each for itself', async () => {
      await post(undefined, { name: 'a' });
      await post(undefined, { name: 'a' });

      await expect(things()).resolves.toBe(2);
    });

    it('repeats status and body of the first answer, and marks the repeat', async () => {
      status = 201;
      const first = await post('key', { name: 'a' });
      status = 202;
      const second = await post('key', { name: 'a' });

      expect(first).toMatchObject({ status: 201, replayed: null, body: '{"z":1,"a":"a"}' });
      expect(second).toMatchObject({ status: 201, replayed: 'true', body: '{"z":1,"a":"a"}' });
      await expect(things()).resolves.toBe(1);
    });

    it('repeats the headers that the handler set, but no cookie', async () => {
      headers = {
        'content-type': 'application/vnd.thing+json; charset=utf-8',
        'retry-after': '5',
        link: '</docs>; rel="describedby"',
        'set-cookie': 'session=1',
      };
      const first = await post('key', { name: 'a' });
      headers = {};
      const second = await post('key', { name: 'a' });

      const replayed = ['location', 'content-type', 'retry-after', 'link', 'etag'];
      for (const name of replayed) expect(second.headers.get(name)).toBe(first.headers.get(name));
      expect(second.headers.get('location')).toBe('/things/book/1');
      expect(second.headers.get('content-type')).toBe('application/vnd.thing+json; charset=utf-8');
      expect(first.headers.get('set-cookie')).toBe('session=1');
      expect(second.headers.get('set-cookie')).toBeNull();
    });

    it('answers 409 at once while the first request is at work, and says when to come again', async () => {
      let concurrent: Awaited<ReturnType<typeof post>> | undefined;
      effect = async () => {
        concurrent = await post('key', { name: 'a' });
      };

      await expect(post('key', { name: 'a' })).resolves.toMatchObject(firstTime);

      expect(concurrent?.status).toBe(409);
      expect(concurrent?.headers.get('retry-after')).toBe('1');
      expect(JSON.parse(concurrent!.body)).toMatchObject({ code: 'IDEMPOTENCY_IN_PROGRESS' });
      await expect(things()).resolves.toBe(1);
    });

    it('answers one of 20 requests that come at once; the others learn why not', async () => {
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => post('key', { name: 'a' })),
      );

      const statuses = new Set(answers.map((it) => it.status));
      expect([...statuses].every((it) => it === 202 || it === 409)).toBe(true);
      expect(new Set(answers.filter((it) => it.status === 202).map((it) => it.body)).size).toBe(1);
      await expect(things()).resolves.toBe(1);
    });
  });

  describe('2.7 errors', () => {
    it('are problem+json', async () => {
      const answer = await post(' ', { name: 'a' });

      expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    });

    it('keeps nothing of a failure: the repeat is a first time', async () => {
      effect = () => {
        throw new Error('no');
      };
      await expect(post('key', { name: 'a' })).resolves.toMatchObject({ status: 500 });
      await expect(things()).resolves.toBe(0);

      effect = () => undefined;
      await expect(post('key', { name: 'a' })).resolves.toMatchObject(firstTime);
      await expect(things()).resolves.toBe(1);
    });

    it.each([503, 404])('keeps no %i that the handler answers without throwing', async (code) => {
      status = code;
      const failure = await post('key', { name: 'a' });
      expect(failure.status).toBe(code);
      expect(failure.headers.get('location')).toBe('/things/book/1');
      // Its repeat is a first time, and would do again what this one left behind.
      await expect(things()).resolves.toBe(0);

      status = 202;
      await expect(post('key', { name: 'a' })).resolves.toMatchObject(firstTime);
      await expect(post('key', { name: 'a' })).resolves.toMatchObject(replay);
      await expect(things()).resolves.toBe(1);
    });

    it('keeps no answer whose order was not committed', async () => {
      // Seen by COMMIT alone: the handler has answered by then.
      await database.query({
        text: `alter table ${database.table('thing')}
          add constraint late unique (name) deferrable initially deferred`,
      });
      await post(undefined, { name: 'a' });
      await expect(post('key', { name: 'a' })).resolves.toMatchObject({ status: 500 });
      await database.query({ text: `alter table ${database.table('thing')} drop constraint late` });

      await expect(post('key', { name: 'a' })).resolves.toMatchObject(firstTime);
    });
  });
});
