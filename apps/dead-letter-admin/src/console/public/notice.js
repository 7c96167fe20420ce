const element = document.getElementById('notice');
let isNew = false;

/** Says what was done, here and on the page that follows, until the reader goes on from there. */
export function tell(text) {
  element.textContent = text;
  isNew = true;
}

/** The reader has come to another page. */
export function turnPage() {
  if (!isNew) element.textContent = '';
  isNew = false;
}
