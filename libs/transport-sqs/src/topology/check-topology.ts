import { ConfigurationError } from '@app/messaging';
import type { ResourceNames } from './resource-names.js';
import type { SqsTopology } from './sqs-topology.js';

/** Amazon SQS Developer Guide, 'Quotas': 80 characters, the suffix included. */
const NAME = /^[A-Za-z0-9_-]+(\.fifo)?$/;
const MAX_NAME_LENGTH = 80;

/** @throws ConfigurationError where SQS would refuse a name, or two queues would be one */
export function checkTopology({ queues }: SqsTopology, names: ResourceNames): void {
  const seen = new Set<string>();
  for (const { name } of queues) {
    for (const physical of [names.of(name), names.deadLetters(name)]) {
      if (!NAME.test(physical) || physical.length > MAX_NAME_LENGTH) {
        throw new ConfigurationError(
          `SQS takes no queue '${physical}': letters, digits, dashes and underscores, .fifo at the ` +
            `end, ${MAX_NAME_LENGTH} characters at most. Rename it, or shorten RESOURCE_PREFIX.`,
        );
      }
      if (seen.has(physical)) {
        throw new ConfigurationError(
          `The SQS topology has '${physical}' twice, dead-letter queues included. Rename one.`,
        );
      }
      seen.add(physical);
    }
  }
}
