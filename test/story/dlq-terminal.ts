import { runDlq } from '../../tools/dlq/run-dlq.js';

export interface DlqRun {
  readonly exitCode: number;
  /** What a script reads. */
  readonly out: string;
  /** What a person reads. */
  readonly said: string;
  readonly questions: readonly string[];
}

/** `npm run dlq -- …` at a terminal, where somebody gives this answer. */
export async function dlq(
  environment: Readonly<Record<string, string>>,
  args: readonly string[],
  answer?: string | (() => Promise<string>),
  columns = 120,
): Promise<DlqRun> {
  const out: string[] = [];
  const said: string[] = [];
  const questions: string[] = [];
  const exitCode = await runDlq(
    args,
    {
      out: (text) => void out.push(text.toString()),
      say: (line) => void said.push(line),
      draw: () => undefined,
      columns,
      ask: (question) => {
        questions.push(question);
        return Promise.resolve(typeof answer === 'function' ? answer() : answer);
      },
      interrupted: new AbortController().signal,
    },
    environment,
  );
  return { exitCode, out: out.join('\n'), said: said.join('\n'), questions };
}
