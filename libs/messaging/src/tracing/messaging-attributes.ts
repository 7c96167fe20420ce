import type { Attributes } from '@opentelemetry/api';

/** Names that OpenTelemetry fixes where it differs from ours ('messaging.system', well-known values). */
const SYSTEMS: Readonly<Record<string, string>> = { sqs: 'aws_sqs' };

/** Which broker and destination, as OpenTelemetry's messaging conventions name it. */
export function destinationAttributes({ broker, name }: Place): Attributes {
  return {
    'messaging.system': SYSTEMS[broker] ?? broker,
    'messaging.destination.name': name,
  };
}

interface Place {
  readonly broker: string;
  readonly name: string;
}
