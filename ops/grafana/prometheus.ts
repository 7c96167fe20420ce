import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { until } from '@app/testing';
import { succeeds } from '../../tools/shared/run-command.js';
import { agreeOnPackages } from '../../tools/stack/native/debian-packages.js';
import { findPort } from '../../tools/stack/native/find-port.js';

/** A real Prometheus, which scrapes each second. */
export interface Prometheus {
  /** The series that a query has now. @throws Error in Prometheus' words */
  query(expr: string): Promise<readonly unknown[]>;
  stop(): Promise<void>;
}

/**
 * Starts Debian's Prometheus, which it installs where there is none.
 * @param targets `127.0.0.1:9101`
 */
export async function startPrometheus(targets: readonly string[]): Promise<Prometheus> {
  if (!(await succeeds('prometheus', ['--version']))) {
    const install = await agreeOnPackages(['prometheus'], (line) => process.stdout.write(line));
    await install();
  }
  const folder = await mkdtemp(path.join(tmpdir(), 'prometheus-'));
  const config = path.join(folder, 'prometheus.yml');
  // JSON is YAML, too.
  const scrape = { job_name: 'apps', scrape_interval: '1s', static_configs: [{ targets }] };
  await writeFile(config, JSON.stringify({ scrape_configs: [scrape] }));
  const address = `127.0.0.1:${await findPort(19_090)}`;
  const child = spawn(
    'prometheus',
    [
      `--config.file=${config}`,
      `--storage.tsdb.path=${path.join(folder, 'data')}`,
      `--web.listen-address=${address}`,
    ],
    { stdio: 'ignore' },
  );
  const ended = once(child, 'close');
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const isReady = async () => (await fetch(`http://${address}/-/ready`)).ok;
    await until(isReady, { what: 'Prometheus to be ready', timeoutMs: 30_000 });
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    stop,
    query: async (expr) => {
      const response = await fetch(`http://${address}/api/v1/query`, {
        method: 'POST',
        body: new URLSearchParams({ query: expr }),
      });
      const answer = (await response.json()) as Answer;
      if (answer.status === 'error') throw new Error(`${expr}: ${answer.error}`);
      return answer.data.result;
    },
  };
}

type Answer =
  | { readonly status: 'success'; readonly data: { readonly result: readonly unknown[] } }
  | { readonly status: 'error'; readonly error: string };
