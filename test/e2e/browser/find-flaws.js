/**
 * Runs in the page, as one script whose last value is a list of what keeps people from using it as
 * it is: controls without a name, ids that are there twice, text that stands out from its ground
 * less than WCAG 2.2 asks for (1.4.3: 4.5, large 3), and a page that is wider than its window.
 */
findFlaws();

function findFlaws() {
  return [...unnamed(), ...repeatedIds(), ...pale(), ...tooWide()];
}

function* unnamed() {
  for (const control of document.querySelectorAll('input, select, textarea')) {
    const isNamed = control.labels?.length > 0 || control.ariaLabel;
    if (isShown(control) && !isNamed) yield `${nameOf(control)} has no label`;
  }
  for (const control of document.querySelectorAll('a, button, [role=region]')) {
    const isNamed = control.ariaLabel || control.textContent.trim();
    if (isShown(control) && !isNamed) yield `${nameOf(control)} has no name`;
  }
}

function* repeatedIds() {
  const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
  for (const id of new Set(ids)) {
    if (ids.indexOf(id) !== ids.lastIndexOf(id)) yield `#${id} is there twice`;
  }
}

function* pale() {
  for (const element of document.querySelectorAll('body *')) {
    const texts = [...element.childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE);
    const hasText = texts.some(({ nodeValue }) => nodeValue.trim() !== '');
    if (!hasText || !isShown(element) || element.matches(':disabled, option')) continue;
    const { color, fontSize } = getComputedStyle(element);
    const [less, more] = [luminance(rgba(color)), luminance(groundOf(element))].sort();
    const contrast = (more + 0.05) / (less + 0.05);
    const needed = parseFloat(fontSize) >= 24 ? 3 : 4.5;
    if (contrast < needed) yield `${nameOf(element)} has a contrast of ${contrast.toFixed(2)}`;
  }
}

function* tooWide() {
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth > clientWidth) yield `it is ${scrollWidth - clientWidth} px too wide`;
}

function isShown(element) {
  return element.checkVisibility({ visibilityProperty: true });
}

function nameOf(element) {
  return `<${element.tagName.toLowerCase()}> ${element.textContent.trim().slice(0, 40)}`;
}

function groundOf(element) {
  if (!element) return [255, 255, 255];
  const color = rgba(getComputedStyle(element).backgroundColor);
  return color[3] === 255 ? color : groundOf(element.parentElement);
}

/** A canvas turns any colour that CSS knows into numbers. */
function rgba(color) {
  const canvas = new OffscreenCanvas(1, 1).getContext('2d');
  canvas.fillStyle = color;
  canvas.fillRect(0, 0, 1, 1);
  return [...canvas.getImageData(0, 0, 1, 1).data];
}

/** Relative, as WCAG 2.2 defines it. */
function luminance(color) {
  const [red, green, blue] = color.map((part) => {
    const value = part / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
