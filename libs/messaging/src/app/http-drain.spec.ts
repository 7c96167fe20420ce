import http from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Controller, Get, Logger, Module, Res, type INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { until } from '@app/testing';
import { HttpDrain } from './http-drain.js';

Logger.overrideLogger(false);

let answers: http.ServerResponse[] = [];

@Controller()
class Slow {
  @Get()
  answer(@Res() response: http.ServerResponse): void {
    response.flushHeaders();
    answers.push(response);
  }
}

@Module({ controllers: [Slow], providers: [HttpDrain] })
class TestModule {}

describe('the end of an HTTP API', () => {
  let app: INestApplication;
  let agent: http.Agent;

  beforeEach(async () => {
    answers = [];
    agent = new http.Agent({ keepAlive: true });
    app = await NestFactory.create(TestModule);
    await app.listen(0, '127.0.0.1');
    (app.getHttpServer() as http.Server).keepAliveTimeout = 60_000;
  });
  afterEach(() => agent.destroy());

  it('waits for answers under way, not for clients that keep their connection', async () => {
    let received = '';
    const { port } = (app.getHttpServer() as http.Server).address() as { port: number };
    http.get({ port, host: '127.0.0.1', agent }, (response) => {
      response.on('data', (part: Buffer) => (received += part.toString()));
    });
    await until(() => answers.length === 1);

    let isClosed = false;
    const closing = app.close().then(() => (isClosed = true));
    await until(() => !(app.getHttpServer() as http.Server).listening);
    expect(isClosed).toBe(false);
    answers[0]!.end('done');

    // Well below the patience with clients that never finish.
    await until(() => isClosed, { timeoutMs: 3_000, what: 'the API to close' });
    await closing;
    expect(received).toBe('done');
  });
});
