import { inboxSettings } from '@app/idempotency';
import { readSettings } from '@app/messaging';
import {
  GroupRewind,
  kafkaSettings,
  RewindRefusedError,
  type PartitionRewind,
  type RewindRequest,
} from '@app/transport-kafka';
import { ownAddresses, stackEnvironment } from '../../stack/environment.js';
import type { CommandContext } from '../command.js';
import { confirm } from '../confirm.js';
import { DlqError, usageError } from '../dlq.error.js';
import { exitCodes } from '../exit-codes.js';
import type { DlqOptions } from '../options.js';
import { readTime } from '../read-time.js';
import { fitTable } from '../screen/fit-table.js';

const hourMs = 3_600_000;

/** Has a consumer group of Kafka read a topic again: shows what, asks, does it. */
export async function rewind(
  context: Pick<CommandContext, 'options' | 'terminal'>,
  environment: NodeJS.ProcessEnv,
): Promise<number> {
  const { options, terminal } = context;
  const request = toRequest(options, environment);
  const settings = readSettings(kafkaSettings, {
    ...environment,
    ...stackEnvironment(),
    ...ownAddresses(environment),
  });
  const groups = await GroupRewind.connect(settings);
  try {
    const plan = await groups.plan(request);
    const records = plan.reduce((sum, it) => sum + it.records, 0);
    if (options.json) terminal.out(JSON.stringify({ records, partitions: plan }, undefined, 2));
    else describe(plan, terminal.columns).forEach((line) => terminal.say(line));
    if (options.dryRun || records === 0) return exitCodes.done;

    const { group, topic } = request;
    await confirm(context, `Have ${group} read ${records} records of ${topic} again?`);
    await groups.apply(request, plan);
    terminal.say(`${group} reads them again once it is started.`);
    return exitCodes.done;
  } catch (error) {
    if (!(error instanceof RewindRefusedError)) throw error;
    throw new DlqError(exitCodes.refused, error.message, { cause: error });
  } finally {
    await groups.close();
  }
}

function toRequest({ rewind }: DlqOptions, environment: NodeJS.ProcessEnv): RewindRequest {
  const { group, to, topic } = rewind;
  if (group === undefined || topic === undefined || to === undefined) {
    throw usageError(
      'A rewind needs --group (the app), --topic, and --to: a time, an offset, or earliest.',
    );
  }
  const { INBOX_RETENTION_HOURS: hours } = readSettings(inboxSettings, environment);
  const now = new Date();
  const isForEver = hours === Infinity;
  const rememberedSince = isForEver ? undefined : new Date(now.getTime() - hours * hourMs);
  return { group, topic, to: toPlace(to, now), rememberedSince };
}

function toPlace(text: string, now: Date): RewindRequest['to'] {
  if (text === 'earliest') return text;
  if (/^\d+$/.test(text)) return { offset: Number(text) };
  return { time: new Date(readTime(text, now)) };
}

function describe(plan: readonly PartitionRewind[], columns: number): string[] {
  if (plan.length === 0) return ['The group has read nothing of this topic yet.'];
  const rows = plan.map(({ from, partition, records, to }) =>
    [partition, from, to, records].map(String),
  );
  return fitTable(['partition', 'is at', 'goes to', 'records'], rows, columns);
}
