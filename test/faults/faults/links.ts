import { setTimeout as sleep } from 'node:timers/promises';
import { linkNames, type LinkName } from '../stack/server-names.js';
import type { FaultSystem } from '../system/fault-system.js';
import type { Fault, Harm } from './fault.js';

function perLink(make: (link: LinkName) => Fault): readonly Fault[] {
  return linkNames.map(make);
}

/** Where a mail is written down and where it is noted: only there can it be repeated. */
const linksOfMails: readonly LinkName[] = ['idempotency', 'postgres'];

async function whileHurt(
  system: FaultSystem,
  links: readonly LinkName[],
  harm: Harm,
  work: () => Promise<void>,
): Promise<void> {
  const mayRepeatMails = links.some((link) => linksOfMails.includes(link));
  const end = mayRepeatMails ? system.mailSuspects.beginInterruption() : undefined;
  await work();
  harm.over();
  await system.whenUp();
  end?.();
}

export const cutLinks = perLink((link) => ({
  name: `cut-${link}`,
  about: `No app reaches ${link} for some seconds.`,
  lane: 'server',
  seconds: 9,
  async strike(system, random, harm) {
    const downMs = random.between(1_000, 8_000);
    const proxy = system.links.to(link);
    await whileHurt(system, [link], harm, async () => {
      proxy.disconnect();
      await sleep(downMs);
      proxy.reconnect();
    });
    return `for ${downMs} ms`;
  },
}));

export const halfOpenLinks = perLink((link) => ({
  name: `half-open-${link}`,
  about: `Nothing passes to or from ${link} and nobody is told; then every connection is cut.`,
  lane: 'server',
  seconds: 12,
  async strike(system, random, harm) {
    const frozenMs = random.between(4_000, 10_000);
    const proxy = system.links.to(link);
    await whileHurt(system, [link], harm, async () => {
      proxy.freeze();
      await sleep(frozenMs);
      proxy.cutAll();
      proxy.thaw();
    });
    return `for ${frozenMs} ms`;
  },
}));

export const delayedLinks = perLink((link) => ({
  name: `delay-${link}`,
  about: `Everything to and from ${link} is late.`,
  lane: 'server',
  seconds: 9,
  async strike(system, random, harm) {
    const delayMs = random.between(50, 400);
    const proxy = system.links.to(link);
    await whileHurt(system, [link], harm, async () => {
      proxy.delay(delayMs);
      await sleep(8_000);
      proxy.delay(0);
    });
    return `by ${delayMs} ms`;
  },
}));

/** How long answers are cut, and how long the first may take where orders wait behind a flood. */
const [forMs, atMostMs] = [15_000, 300_000];

export const cutAnswers = perLink((link) => ({
  name: `cut-answers-${link}`,
  about: `${link} does what it is asked, and the connection is cut before its answer.`,
  lane: 'server',
  seconds: 8,
  async strike(system, random, harm) {
    const cuts = random.between(4, 10);
    const proxy = system.links.to(link);
    let done = 0;
    await whileHurt(system, [link], harm, async () => {
      const startedMs = performance.now();
      const isEnough = (afterMs: number) => afterMs > (done > 0 ? forMs : atMostMs);
      while (done < cuts && !isEnough(performance.now() - startedMs)) {
        let passing = random.between(1, 25);
        const cut = proxy.cutNextAnswer(() => --passing <= 0);
        const isCut = await Promise.race([cut.then(() => true), sleep(2_000, false)]);
        if (isCut) done += 1;
      }
      proxy.forgetCut();
    });
    if (done === 0) throw new Error(`No answer of ${link} came by to be cut.`);
    return `${done} answers`;
  },
}));

export const redisAway: Fault = {
  name: 'redis-away',
  about: 'Redis, queues and leases alike, can not be reached for 30 s.',
  lane: 'server',
  seconds: 33,
  async strike(system, _random, harm) {
    const proxies = [system.links.to('redis'), system.links.to('idempotency')];
    await whileHurt(system, ['redis', 'idempotency'], harm, async () => {
      for (const proxy of proxies) proxy.disconnect();
      await sleep(30_000);
      for (const proxy of proxies) proxy.reconnect();
    });
    return 'for 30 s';
  },
};
