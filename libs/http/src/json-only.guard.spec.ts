import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Body, Controller, Global, Module, Post, type INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { EventCatalogue } from '@app/events';
import { HttpModule } from './http.module.js';

@Controller()
class Echo {
  @Post()
  post(@Body() body: unknown): unknown {
    return { got: body ?? null };
  }
}

@Global()
@Module({
  providers: [{ provide: EventCatalogue, useValue: new EventCatalogue([]) }],
  exports: [EventCatalogue],
})
class CatalogueModule {}

@Module({ imports: [CatalogueModule, HttpModule], controllers: [Echo] })
class EchoModule {}

describe('the guards of a body', () => {
  let app: INestApplication;
  let url: string;

  beforeAll(async () => {
    app = await NestFactory.create(EchoModule, { logger: false, abortOnError: false });
    await app.listen(0, '127.0.0.1');
    url = await app.getUrl();
  });
  afterAll(() => app.close());

  const post = (contentType: string | undefined, body?: string) =>
    fetch(url, {
      method: 'POST',
      ...(contentType !== undefined && { headers: { 'content-type': contentType } }),
      ...(body !== undefined && { body }),
    });

  it.each(['text/plain', 'application/xml', 'application/x-www-form-urlencoded'])(
    'answers a body of %s with 415',
    async (contentType) => {
      const answer = await post(contentType, '{"a":1}');

      expect(answer.status).toBe(415);
      expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
      expect(await answer.json()).toMatchObject({ code: 'UNSUPPORTED_MEDIA_TYPE' });
    },
  );

  it.each(['application/json', 'application/json; charset=utf-8'])('takes %s', async (type) => {
    const answer = await post(type, '{"a":1}');

    expect(await answer.json()).toEqual({ got: { a: 1 } });
  });

  it.each([
    [64, 201],
    [65, 400],
    [20_000, 400],
  ])('answers a body of %d levels with %d', async (levels, status) => {
    const body = '['.repeat(levels) + ']'.repeat(levels);

    const answer = await post('application/json', body);

    expect(answer.status).toBe(status);
  });

  it('does not mind a request without a body', async () => {
    expect((await post(undefined)).status).toBe(201);
    expect((await post('text/plain')).status).toBe(201);
  });
});
