import { z } from 'zod';

const token = (role: string) =>
  z
    .string(
      `is not set. It is the secret by which ${role} are known; make one: openssl rand -hex 24`,
    )
    .min(16, 'must have 16 characters or more');

export const adminSettings = z.object({
  /** The bearer token of operators, who may replay and discard. There is no default. */
  ADMIN_TOKEN: token('operators'),
  /** The bearer token of viewers, who may look only. Without it there are none. */
  ADMIN_VIEWER_TOKEN: token('viewers').optional(),
  /** Where a browser finds RabbitMQ's own console: ours links to it. */
  RABBITMQ_CONSOLE_URL: z
    .url({ protocol: /^https?$/, error: 'must be a URL like http://127.0.0.1:15672' })
    .optional(),
  /** How often a message may be replayed until only `force` does it again. */
  REPLAY_MAX_GENERATIONS: z.coerce.number().int().min(1).default(5),
  /**
   * How long resolved, failed-again and discarded dead letters are kept, and replays of which none is
   * left. Open ones stay, and so does the audit.
   */
  LEDGER_RETENTION_HOURS: z.coerce
    .number()
    .min(1)
    .default(30 * 24),
});

export type AdminSettings = z.infer<typeof adminSettings>;
