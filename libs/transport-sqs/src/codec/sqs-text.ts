/** XML 1.0's characters, which is what SQS takes (SendMessage, 'MessageBody'). */
const UNSUITED = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

/** Whether SQS carries the text unchanged: at least one character, and none that it refuses. */
export function isSqsText(text: string): boolean {
  return text !== '' && !UNSUITED.test(text);
}
