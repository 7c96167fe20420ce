import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';

export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal: AbortSignal;
}

/**
 * One request on a connection of its own. `fetch` opens connections ahead of time, and one that
 * never carried a request holds up the end of the server behind it.
 * @returns the answer, its body still unread
 * @throws Error with status and body of an answer that is not 2xx; the reason of `signal`
 */
export async function httpRequest(url: string, options: HttpRequest): Promise<IncomingMessage> {
  const { method, headers = {}, body, signal } = options;
  const sent = request(url, { method, headers, signal, agent: false });
  sent.end(body);
  try {
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    const status = answer.statusCode ?? 0;
    if (status >= 200 && status < 300) return answer;
    throw new Error(`${method} ${url} was answered with ${status} ${await text(answer)}`);
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}
