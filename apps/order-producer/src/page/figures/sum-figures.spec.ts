import { expect, it } from '@jest/globals';
import { sumFigures } from './sum-figures.js';

const channel = 'messaging_system="rabbitmq",messaging_destination_name="payments"';

const worker = (handled: number) => `# HELP messaging_waiting_messages What waits.
# TYPE messaging_waiting_messages gauge
messaging_waiting_messages{app="rabbitmq-worker",${channel}} 7
messaging_waiting_messages{app="rabbitmq-worker",messaging_destination_name="a \\"}{ b"} 2
messaging_process_duration_seconds_bucket{app="rabbitmq-worker",le="0.1",${channel}} 4
messaging_process_duration_seconds_count{app="rabbitmq-worker",${channel}} ${handled}
messaging_retries_total{app="rabbitmq-worker",${channel},cost="attempt"} 3
messaging_retries_total{app="rabbitmq-worker",${channel},cost="none"} 1
process_resident_memory_bytes{app="rabbitmq-worker"} 1.4e+08
`;

const admin = `messaging_dead_letters_open{app="dead-letter-admin",reason="INVALID_JSON"} 2
messaging_dead_letters_open{app="dead-letter-admin",reason="UNRECOVERABLE"} 3
`;

it('adds up what each process did, and counts once what all of them see', () => {
  expect(sumFigures([worker(10), worker(20), admin])).toEqual({
    lag: 9,
    handled: 30,
    retries: 8,
    openDeadLetters: 5,
  });
});

it('finds nothing in what is no metrics', () => {
  expect(sumFigures(['', '<html>messaging_retries_total 5</html>'])).toEqual({
    lag: 0,
    handled: 0,
    retries: 0,
    openDeadLetters: 0,
  });
});
