export interface ReadSample {
  readonly name: string;
  /** As they stand in the text: `app="kafka-consumer",messaging_system="kafka"`. */
  readonly labels: string;
  readonly value: number;
}

/** `name{labels} value`; a label's value may hold a brace, escaped quotes too. */
const LINE = /^([a-z_]+)(?:\{((?:[^"}]|"(?:[^"\\]|\\.)*")*)\})? (\S+)/i;

/** The samples of Prometheus' text format that have one of these names. */
export function readSamples(text: string, names: ReadonlySet<string>): ReadSample[] {
  return text.split('\n').flatMap((line) => {
    const [, name, labels = '', value] = LINE.exec(line) ?? [];
    if (name === undefined || !names.has(name)) return [];
    return [{ name, labels, value: Number(value) }];
  });
}
