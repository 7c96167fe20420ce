import { paint } from './paint.js';
import { stepColumns, type StepLine } from './step-line.js';

/** What the audience sees of the story while it happens. */
export class Screen {
  constructor(private readonly write: (line: string) => void = console.log) {}

  line(text = ''): void {
    this.write(text);
  }

  heading(text: string): void {
    this.write('');
    this.write(paint('bold', text));
  }

  step(line: StepLine): void {
    const { label, step, broker, elapsed } = stepColumns(line);
    const colour = brokerColours[line.broker] ?? 'white';
    this.write(`  ${label}  ${step}  ${paint(colour, broker)} ${paint('dim', elapsed)}`);
  }

  note(text: string): void {
    this.write(paint('dim', `  ${text}`));
  }

  problem(text: string): void {
    this.write(paint('red', text));
  }
}

const brokerColours: Readonly<Record<string, 'cyan' | 'yellow' | 'green' | 'magenta' | 'blue'>> = {
  http: 'green',
  kafka: 'cyan',
  rabbitmq: 'yellow',
  sqs: 'magenta',
  bullmq: 'blue',
};
