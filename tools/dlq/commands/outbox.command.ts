import {
  OutboxDeadLetterNotFoundError,
  Outboxes,
  type OutboxDeadLetter,
  type OutboxDeadLetters,
} from '@app/outbox';
import { ownAddresses, stackEnvironment } from '../../stack/environment.js';
import type { CommandContext } from '../command.js';
import { confirm } from '../confirm.js';
import { DlqError, usageError } from '../dlq.error.js';
import { exitCodes } from '../exit-codes.js';
import { operatorName } from '../operator-name.js';
import type { DlqOptions } from '../options.js';
import { age } from '../screen/age.js';
import { fitTable } from '../screen/fit-table.js';

const heading = ['id', 'age', 'to', 'type', 'key', 'reason', 'detail'];

/** What apps could not publish: looks at it, or decides on one, in the apps' own database. */
export async function outbox(
  context: Pick<CommandContext, 'options' | 'terminal'>,
  environment: NodeJS.ProcessEnv,
): Promise<number> {
  const { ids, filter, all } = context.options;
  const [action, id, ...others] = ids;
  if (all || others.length > 0 || Object.keys(filter).length > 0) {
    throw usageError('outbox shows all, or decides on the one id that follows retry or discard.');
  }
  const outboxes = Outboxes.open({
    ...environment,
    ...stackEnvironment(),
    ...ownAddresses(environment),
  });
  try {
    if (action === undefined) return await list(context, outboxes);
    if (action === 'retry' || action === 'discard') {
      return await decide(context, outboxes, action, id ?? '', environment);
    }
    throw usageError(`outbox takes retry or discard, not ${action}.`);
  } finally {
    await outboxes.close();
  }
}

type Context = Pick<CommandContext, 'options' | 'terminal'>;

async function list({ options, terminal }: Context, outboxes: Outboxes): Promise<number> {
  const found: { id: string; letter: OutboxDeadLetter }[] = [];
  for (const schema of await outboxes.schemas()) {
    for await (const letter of everyOne(outboxes.of(schema))) {
      found.push({ id: `${schema}/${letter.id}`, letter });
    }
  }
  if (options.json) {
    const items = found.map(({ id, letter: { body, ...rest } }) => {
      return { ...rest, id, bodyBytes: body.length };
    });
    terminal.out(JSON.stringify({ items }, undefined, 2));
  } else if (found.length === 0) terminal.say('Every app could publish what it had to.');
  else fitTable(heading, found.map(toRow), terminal.columns).forEach((line) => terminal.out(line));
  return exitCodes.done;
}

async function* everyOne(letters: OutboxDeadLetters): AsyncGenerator<OutboxDeadLetter> {
  let page = await letters.list();
  while (page.length > 0) {
    yield* page;
    page = await letters.list(page.at(-1)!.id);
  }
}

function toRow({ id, letter }: { id: string; letter: OutboxDeadLetter }): string[] {
  const { broker, destination, type, key, reason, detail, setAsideAt } = letter;
  return [id, age(setAsideAt.toISOString()), `${broker} ${destination}`, type, key, reason, detail];
}

async function decide(
  context: Context,
  outboxes: Outboxes,
  action: 'retry' | 'discard',
  id: string,
  environment: NodeJS.ProcessEnv,
): Promise<number> {
  const { options, terminal } = context;
  const [schema, number] = parseId(id);
  const decision = { by: operatorName(environment) || 'unknown', because: whyOf(options) };
  if (!(await outboxes.schemas()).includes(schema))
    throw usageError(`There is no outbox ${schema}.`);
  const what = action === 'retry' ? 'Publish it after all' : 'Give it up';
  if (options.dryRun) {
    terminal.out(`${what}, and what waits behind it: ${id}. Nothing was done.`);
    return exitCodes.done;
  }
  await confirm(context, `${what}, and what waits behind it: ${id}?`);
  try {
    await outboxes.of(schema)[action](number, decision);
  } catch (error) {
    if (!(error instanceof OutboxDeadLetterNotFoundError)) throw error;
    throw new DlqError(exitCodes.refused, error.message, { cause: error });
  }
  terminal.say(action === 'retry' ? 'Its app publishes it within a second.' : 'It is given up.');
  return exitCodes.done;
}

function parseId(id: string): [schema: string, number: string] {
  const found = /^([^/]+)\/(\d{1,18})$/.exec(id);
  if (found) return [found[1]!, found[2]!];
  throw usageError('Say which, as the list names it: npm run dlq -- outbox retry payments/12');
}

function whyOf({ why }: DlqOptions): string {
  if (why !== undefined) return why;
  throw usageError('Say why, for whoever asks later: --why …');
}
