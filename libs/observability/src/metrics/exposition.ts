import {
  DURATION_BOUNDS_SECONDS,
  type DurationHistogram,
  type Labels,
  type Metric,
  type Sample,
} from '@app/messaging';

/**
 * One metric in Prometheus' text format, version 0.0.4: 'Text-based format' of its documentation.
 * Written here because our histograms are plain numbers: prom-client's would hash the labels again
 * at each observation.
 * @param common labels that every series has
 */
export function exposition(
  { name, help, kind }: Metric,
  samples: readonly Sample[],
  common: Labels,
): string {
  const lines = [`# HELP ${name} ${escapeHelp(help)}`, `# TYPE ${name} ${kind}`];
  for (const { labels, value } of samples) {
    const all = { ...labels, ...common };
    if (typeof value === 'number') lines.push(line(name, all, value));
    else lines.push(...histogram(name, all, value));
  }
  return `${lines.join('\n')}\n`;
}

function histogram(
  name: string,
  labels: Labels,
  { counts, sumSeconds }: DurationHistogram,
): string[] {
  let total = 0;
  const buckets = [...counts].map((count, index) => {
    total += count;
    const bound = DURATION_BOUNDS_SECONDS[index];
    return line(
      `${name}_bucket`,
      { le: bound === undefined ? '+Inf' : `${bound}`, ...labels },
      total,
    );
  });
  return [
    ...buckets,
    line(`${name}_sum`, labels, sumSeconds),
    line(`${name}_count`, labels, total),
  ];
}

function line(name: string, labels: Labels, value: number): string {
  const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escapeLabel(text)}"`);
  return `${name}{${pairs.join(',')}} ${formatted(value)}`;
}

function formatted(value: number): string {
  if (Number.isFinite(value)) return String(value);
  return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
}

function escapeHelp(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
}

function escapeLabel(text: string): string {
  return escapeHelp(text).replaceAll('"', '\\"');
}
