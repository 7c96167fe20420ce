import type { SQSClientConfig } from '@aws-sdk/client-sqs';
import type { SqsSettings } from '../sqs.settings.js';

/** Long polls hold a socket each, so the usual limit of 50 is soon used up. */
const MAX_SOCKETS = 200;
const CONNECTION_TIMEOUT_MS = 3_000;

/**
 * What the SDK is configured by. A local endpoint asks nobody who we are, so nobody has to set
 * credentials for it; anywhere else AWS's own chain (profile, role) fills in what isn't set.
 */
export function clientConfig(settings: SqsSettings): SQSClientConfig {
  const { SQS_ENDPOINT: endpoint, AWS_REGION: given } = settings;
  const local = isLoopback(endpoint);
  const region = given ?? (local ? 'elasticmq' : undefined);
  const credentials = credentialsOf(settings) ?? (local ? LOCAL_CREDENTIALS : undefined);
  return {
    endpoint,
    ...(region !== undefined && { region }),
    ...(credentials && { credentials }),
    requestHandler: {
      connectionTimeout: CONNECTION_TIMEOUT_MS,
      httpAgent: { keepAlive: true, maxSockets: MAX_SOCKETS },
      httpsAgent: { keepAlive: true, maxSockets: MAX_SOCKETS },
    },
  };
}

/** Whether it is AWS itself, which knows attributes that others refuse. */
export function isAws(endpoint: string): boolean {
  return /\.amazonaws\.com(\.cn)?$/.test(new URL(endpoint).hostname);
}

/** How long a receive waits; see `SQS_WAIT_SECONDS`. */
export function waitSeconds({ SQS_ENDPOINT, SQS_WAIT_SECONDS }: SqsSettings): number {
  return SQS_WAIT_SECONDS ?? (isAws(SQS_ENDPOINT) ? 20 : 2);
}

const LOCAL_CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' };

function credentialsOf(settings: SqsSettings) {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = settings;
  if (accessKeyId === undefined || secretAccessKey === undefined) return undefined;
  const { AWS_SESSION_TOKEN: sessionToken } = settings;
  return { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) };
}

function isLoopback(endpoint: string): boolean {
  const { hostname } = new URL(endpoint);
  return hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.');
}
