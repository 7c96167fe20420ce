import { afterAll, beforeAll, describe, jest } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { allAppNames } from '../../../tools/apps/apps.js';
import { startE2eSystem, type E2eSystem } from '../e2e-system.js';
import { startChromium } from './chromium.js';
import { describeConsole } from './console.suite.js';
import { describeOrderPage } from './order-page.suite.js';
import { tokens } from './tokens.js';

/** One system and one browser for all of them, since to start them takes longest. */
describe('in a browser', () => {
  jest.setTimeout(240_000);
  let system: E2eSystem;
  let browser: Browser;

  beforeAll(async () => {
    // Kafka gives what a killed app had to the next one when its session is over.
    const special = { ...tokens, DEMO: '1', KAFKA_SESSION_TIMEOUT_MS: '6000' };
    browser = await startChromium();
    system = await startE2eSystem('page', special, allAppNames);
  });
  afterAll(async () => {
    await browser?.close();
    await system?.stop();
  });

  describeOrderPage(() => ({ system, browser }));
  describeConsole(() => ({ system, browser }));
});
