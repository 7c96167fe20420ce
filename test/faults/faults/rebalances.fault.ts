import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from './fault.js';

export const rebalances: Fault = {
  name: 'rebalance',
  about: 'A second member joins and leaves the consumer group of inventory, every 5 s.',
  lane: 'server',
  seconds: 20,
  async strike(system, random) {
    const rounds = random.between(2, 3);
    for (let round = 0; round < rounds; round++) {
      const member = await system.startInstance('kafka-consumer');
      await sleep(5_000);
      await member.stop();
    }
    return `${rounds} times`;
  },
};
