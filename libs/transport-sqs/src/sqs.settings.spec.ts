import { describe, expect, it } from '@jest/globals';
import { readSettings, type Environment } from '@app/messaging';
import { clientConfig, isAws, waitSeconds } from './connection/client-config.js';
import { sqsSettings } from './sqs.settings.js';

const read = (environment: Environment) => readSettings(sqsSettings, environment);
const aws = 'https://sqs.eu-west-1.amazonaws.com';

describe('sqsSettings', () => {
  it('needs nothing for the local stack', () => {
    const settings = read({});

    expect(settings.SQS_ENDPOINT).toBe('http://127.0.0.1:9324');
    expect(clientConfig(settings)).toMatchObject({
      region: 'elasticmq',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
  });

  it('makes up no credentials for anyone else', () => {
    const config = clientConfig(read({ SQS_ENDPOINT: aws }));

    expect(config).not.toHaveProperty('credentials');
    expect(config).not.toHaveProperty('region');
  });

  it('takes the usual AWS variables', () => {
    const config = clientConfig(
      read({
        SQS_ENDPOINT: aws,
        AWS_REGION: 'eu-west-1',
        AWS_ACCESS_KEY_ID: 'id',
        AWS_SECRET_ACCESS_KEY: 'secret',
        AWS_SESSION_TOKEN: 'token',
      }),
    );

    expect(config).toMatchObject({
      region: 'eu-west-1',
      credentials: { accessKeyId: 'id', secretAccessKey: 'secret', sessionToken: 'token' },
    });
  });

  it('polls for as long as SQS allows at AWS alone', () => {
    expect(waitSeconds(read({ SQS_ENDPOINT: aws }))).toBe(20);
    expect(waitSeconds(read({}))).toBe(2);
    expect(waitSeconds(read({ SQS_WAIT_SECONDS: '7' }))).toBe(7);
    expect(isAws('https://amazonaws.com.evil.example')).toBe(false);
  });

  it.each([
    { SQS_ENDPOINT: 'ftp://queue' },
    { SQS_VISIBILITY_TIMEOUT_SECONDS: '0' },
    { SQS_MAX_BODY_BYTES: '1048576' },
    { RESOURCE_PREFIX: 'a b' },
  ])('refuses %j', (environment) => {
    expect(() => read(environment)).toThrow(Object.keys(environment)[0]);
  });
});
