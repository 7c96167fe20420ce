import { search } from './api.js';
import { el } from './elements.js';

/** Links from one page of a list to others. @param path of the list, `query` what it is asked for */
export function pages(path, { cursor, ...query }, nextCursor) {
  const link = (text, to) => el('a', { href: `${path}${search(to)}` }, text);
  const links = [
    ...(cursor ? [link('Newest', query)] : []),
    ...(nextCursor ? [link('Older', { ...query, cursor: nextCursor })] : []),
  ];
  return links.length === 0 ? [] : [el('nav', { 'aria-label': 'Pages' }, ...links)];
}
