import { behaviourByLabel } from '../fixtures/contract/behaviour-by-label.js';
import { HandlerProbe } from '../fixtures/contract/handler-probe.js';
import type { ContractChannel } from './broker-harness.js';
import type { ConsumerOptions, ConsumerProcess } from './consumer-process.js';
import { newName, type ContractContext } from './contract-context.js';
import { spawnConsumer } from './spawn-consumer.js';
import { drainDeadline } from './drain-deadline.js';

/** Resolves when the consumer reads. */
export async function startConsumerProcess(
  context: ContractContext,
  channel: ContractChannel,
  options: ConsumerOptions,
): Promise<ConsumerProcess> {
  const name = newName();
  if (!context.features.reachedByOtherProcesses) {
    return startInThisProcess(context, channel, name, options);
  }
  const consumer = await spawnConsumer(channel, name, options);
  context.onClose(() => consumer.kill());
  return consumer;
}

async function startInThisProcess(
  context: ContractContext,
  channel: ContractChannel,
  name: string,
  { concurrency = 16, drainDeadlineMs }: ConsumerOptions,
): Promise<ConsumerProcess> {
  const probe = new HandlerProbe(behaviourByLabel);
  const environment = drainDeadline(drainDeadlineMs);
  const app = await context.startApp(channel, { name, probe, concurrency, environment });
  const labels = (calls: typeof probe.calls) => calls.map((call) => call.label);
  return {
    name,
    get started() {
      return labels(probe.calls);
    },
    get finished() {
      return labels(probe.calls.filter((call) => call.outcome === 'succeeded'));
    },
    terminate: async () => {
      await app.close();
      return 0;
    },
  };
}
