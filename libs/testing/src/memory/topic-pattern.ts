/**
 * Whether a routing key fits the pattern of a topic binding: words between dots, `*` for one word,
 * `#` for none or more (AMQP 0-9-1, section 3.1.3.3).
 */
export function matchesTopic(pattern: string, routingKey: string): boolean {
  return matchesWords(pattern.split('.'), routingKey.split('.'));
}

function matchesWords(pattern: readonly string[], words: readonly string[]): boolean {
  const [first, ...rest] = pattern;
  if (first === undefined) return words.length === 0;
  if (first === '#') {
    return words.some((_, i) => matchesWords(rest, words.slice(i))) || matchesWords(rest, []);
  }
  const [word, ...others] = words;
  if (word === undefined) return false;
  return (first === '*' || first === word) && matchesWords(rest, others);
}
