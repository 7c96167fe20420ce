import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
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
import { EventRoutes, startApp, SystemClock } from '@app/messaging';
import { Database, DatabaseModule } from '@app/database';
import { HttpModule } from '@app/http';
import { createTestDatabase } from '@app/testing';
import { IdempotencyModule } from '../idempotency.module.js';
import { IdempotentRequest } from './idempotent-request.decorator.js';

let runs = 0;
let effect: () => Promise<void> | void = () => undefined;
/** What the handler answers without throwing. */
let status = 202;

@Injectable()
class UserGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const request = context
      .switchToHttp()
      .getRequest<{ user?: unknown; headers: Record<string, string> }>();
    const name = request.headers['x-user'];
    if (name !== undefined) request.user = { id: name };
    return true;
  }
}

@Controller('things')
@UseGuards(UserGuard)
class Things {
  constructor(private readonly database: Database<{ thing: { name: string } }>) {}

  @Post(':kind')
  @HttpCode(202)
  @IdempotentRequest()
  async create(
    @Param('kind') kind: string,
    @Body() body: { name: string },
    @Res({ passthrough: true })
    response: { location(url: string): unknown; status(code: number): unknown },
  ) {
    runs += 1;
    await this.database.transaction(() =>
      this.database.kysely.insertInto('thing').values({ name: body.name }).execute(),
    );
    await effect();
    response.status(status);
    response.location(`/things/${kind}/${runs}`);
    return { z: runs, a: body.name };
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

describe('@IdempotentRequest()', () => {
  let app: INestApplication;
  let database: Database<{ thing: { name: string } }>;
  let address: string;

  const post = async (
    key: string | undefined,
    name: string,
    { path = 'book', user }: { path?: string; user?: string } = {},
  ) => {
    const response = await fetch(`${address}/things/${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(key !== undefined && { 'idempotency-key': key }),
        ...(user !== undefined && { 'x-user': user }),
      },
      body: JSON.stringify({ name }),
    });
    return {
      status: response.status,
      location: response.headers.get('location'),
      replayed: response.headers.get('idempotent-replayed'),
      body: await response.text(),
    };
  };
  const things = async () =>
    (await database.kysely.selectFrom('thing').select('name').execute()).length;

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
    database = app.get<Database<{ thing: { name: string } }>>(Database, { strict: false });
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    runs = 0;
    effect = () => undefined;
    status = 202;
    await database.query({ text: `truncate ${database.table('thing')}` });
    await database.query({ text: `truncate ${database.table('http_idempotency')}` });
  });

  it('handles requests without a key each for itself', async () => {
    await post(undefined, 'a');
    await post(undefined, 'a');

    await expect(things()).resolves.toBe(2);
  });

  it('repeats status, location and body of the first answer, and marks the repeat', async () => {
    const first = await post('key', 'a');
    const second = await post('key', 'a');

    expect(first).toEqual({
      status: 202,
      location: '/things/book/1',
      replayed: null,
      body: '{"z":1,"a":"a"}',
    });
    expect(second).toEqual({ ...first, replayed: 'true' });
    await expect(things()).resolves.toBe(1);
  });

  it('answers 409 at once while the first request is at work', async () => {
    let concurrent: Awaited<ReturnType<typeof post>> | undefined;
    effect = async () => {
      concurrent = await post('key', 'a');
    };

    await expect(post('key', 'a')).resolves.toMatchObject({ status: 202 });

    expect(concurrent?.status).toBe(409);
    await expect(things()).resolves.toBe(1);
  });

  it('answers one of 20 requests that come at once; the others learn why not', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => post('key', 'a')));

    const statuses = new Set(answers.map(({ status }) => status));
    expect([...statuses].every((status) => status === 202 || status === 409)).toBe(true);
    expect(new Set(answers.filter((it) => it.status === 202).map((it) => it.body)).size).toBe(1);
    await expect(things()).resolves.toBe(1);
  });

  it('refuses the key with another body or another path', async () => {
    await post('key', 'a');

    await expect(post('key', 'b')).resolves.toMatchObject({ status: 422 });
    await expect(post('key', 'a', { path: 'film' })).resolves.toMatchObject({ status: 422 });
    await expect(things()).resolves.toBe(1);
  });

  it('does not take keys of different principals for the same', async () => {
    await post('key', 'a', { user: 'ann' });

    const other = await post('key', 'a', { user: 'bob' });

    expect(other).toMatchObject({ status: 202, replayed: null });
    await expect(things()).resolves.toBe(2);
  });

  it.each([[' '], ['x'.repeat(256)], ['caf\u00e9']])('refuses the key %j', async (key) => {
    await expect(post(key, 'a')).resolves.toMatchObject({ status: 400 });
    await expect(things()).resolves.toBe(0);
  });

  it('keeps nothing of a failure: the repeat is a first time', async () => {
    effect = () => {
      throw new Error('no');
    };
    await expect(post('key', 'a')).resolves.toMatchObject({ status: 500 });
    await expect(things()).resolves.toBe(0);

    effect = () => undefined;
    await expect(post('key', 'a')).resolves.toMatchObject({ status: 202, replayed: null });
    await expect(things()).resolves.toBe(1);
  });

  it.each([503, 404])('keeps no %i that the handler answers without throwing', async (failure) => {
    status = failure;
    await expect(post('key', 'a')).resolves.toMatchObject({
      status: failure,
      location: '/things/book/1',
    });
    // Its repeat is a first time, and would do again what this one left behind.
    await expect(things()).resolves.toBe(0);

    status = 202;
    await expect(post('key', 'a')).resolves.toMatchObject({ status: 202, replayed: null });
    await expect(post('key', 'a')).resolves.toMatchObject({ status: 202, replayed: 'true' });
    await expect(things()).resolves.toBe(1);
  });
});
