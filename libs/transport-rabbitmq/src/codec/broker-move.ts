import type { MessageProperties } from 'amqplib';
import type { BrokerMove } from '@app/messaging';

const LONGEST_WORD = 50;

/**
 * What RabbitMQ noted when it last dead-lettered the message: the first entry of `x-death`
 * (https://www.rabbitmq.com/docs/dlx#effects). Who sends a message can write the same, so that it
 * explains, and decides nothing.
 */
export function brokerMove({ headers }: MessageProperties): BrokerMove | undefined {
  const deaths: unknown = headers?.['x-death'];
  const [latest] = Array.isArray(deaths) ? (deaths as unknown[]) : [];
  if (typeof latest !== 'object' || latest === null || !('reason' in latest)) return undefined;
  const { reason } = latest;
  if (typeof reason !== 'string' || reason === '') return undefined;
  const at = 'time' in latest ? timeOf(latest.time) : undefined;
  return { because: reason.slice(0, LONGEST_WORD), ...(at && { at }) };
}

/** How amqplib gives an AMQP timestamp: seconds since 1970. */
function timeOf(value: unknown): Date | undefined {
  if (typeof value !== 'object' || value === null || !('value' in value)) return undefined;
  const date = new Date(Number(value.value) * 1_000);
  return Number.isNaN(date.getTime()) ? undefined : date;
}
