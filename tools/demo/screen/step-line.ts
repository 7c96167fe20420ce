/** One thing that happened in the story. */
export interface StepLine {
  /** Which order, or what else: `declined card`. */
  readonly label: string;
  readonly step: string;
  /** What delivered the cause: `http`, `kafka`, `rabbitmq`, `sqs`, `bullmq`. */
  readonly broker: string;
  /** Since the order was placed. */
  readonly elapsedMs: number;
}

/** Wide enough for every label, step and broker of the story; what is longer pushes its line. */
const WIDTHS = { label: 15, step: 19, broker: 9, elapsed: 6 };

/** The columns of a step, each padded but for colours ready to be painted. */
export function stepColumns({ label, step, broker, elapsedMs }: StepLine) {
  return {
    label: label.padEnd(WIDTHS.label),
    step: step.padEnd(WIDTHS.step),
    broker: broker.padEnd(WIDTHS.broker),
    elapsed: `${Math.round(elapsedMs)} ms`.padStart(WIDTHS.elapsed + ' ms'.length),
  };
}
