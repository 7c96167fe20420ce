import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { AppExit } from './apps.js';
import { waitUntilReady } from './wait-until-ready.js';

describe('waitUntilReady', () => {
  let server: Server;
  let url: string;
  let answers: number[];

  beforeEach(async () => {
    answers = [];
    server = createServer((_, response) => {
      response.statusCode = answers.shift() ?? 503;
      response.end('{"status":"not_ready"}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/health/ready`;
  });
  afterEach(() => void server.close());

  const wait = (timeoutMs: number, ended: Promise<AppExit> = new Promise(() => undefined)) =>
    waitUntilReady(url, { timeoutMs, ended, fail: (why) => new Error(`the app ${why}`) });

  it('waits until the answer is 200', async () => {
    answers = [503, 503, 200, 503];

    await wait(5_000);

    expect(answers).toEqual([503]);
  });

  it('gives up when the time is over, with the last answer', async () => {
    await expect(wait(120)).rejects.toThrow(
      'the app is not ready within 0.12 s ({"status":"not_ready"})',
    );
  });

  it('gives up at once when the app ends', async () => {
    const ended: AppExit = { app: 'sqs-poller', code: 1, signal: null };

    await expect(wait(60_000, Promise.resolve(ended))).rejects.toThrow(
      'the app ended before it was ready (exit code 1)',
    );
  });

  it('gives up with its signal', async () => {
    const signal = AbortSignal.abort(new Error('Ctrl-C'));

    const waiting = waitUntilReady(url, {
      timeoutMs: 60_000,
      ended: new Promise(() => undefined),
      signal,
      fail: (why) => new Error(why),
    });

    await expect(waiting).rejects.toThrow('Ctrl-C');
  });
});
