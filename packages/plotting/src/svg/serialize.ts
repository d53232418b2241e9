const TEXT_NODE = 3;
const ELEMENT_NODE = 1;
/** Hundredths of a pixel can't be seen; shares of opacity need one digit more. */
const geometry =
  /^(?:d|points|transform|viewBox|[xy]|[xy][12]|c[xy]|r|r[xy]|d[xy]|width|height|stroke-width)$/;

/** Plot labels its groups for screen readers, but a figure is one picture with one description. */
const dropped = /^(?:style|class|xmlns(?::.*)?|aria-.*)$/;

/**
 * An SVG element as text, the same bytes from every DOM: attributes in order of name, numbers rounded, no style
 * sheets and no style attributes (a strict Content-Security-Policy refuses them), characters that XML forbids replaced.
 */
export function serialize(root: Element): string {
  return write(root, true);
}

function write(element: Element, isRoot: boolean): string {
  const name = element.localName;
  if (name === 'style') return '';
  const attributes = [...element.attributes]
    .filter((attribute) => keeps(attribute.name))
    .map(({ name: key, value }) => ` ${key}="${escapeMarkup(geometry.test(key) ? round(value) : value)}"`)
    .sort();
  if (isRoot) attributes.unshift(' xmlns="http://www.w3.org/2000/svg"');
  const content = [...element.childNodes].map((node) => {
    if (isElement(node)) return write(node, false);
    return node.nodeType === TEXT_NODE ? escapeMarkup(node.textContent ?? '') : '';
  });
  const open = `<${name}${attributes.join('')}`;
  return content.length === 0 ? `${open}/>` : `${open}>${content.join('')}</${name}>`;
}

function isElement(node: Node): node is Element {
  return node.nodeType === ELEMENT_NODE;
}

function keeps(name: string): boolean {
  return !dropped.test(name);
}

function round(value: string): string {
  return value.replace(/-?\d+\.\d{3,}(?:e-?\d+)?/g, (number) =>
    String(Math.round(Number(number) * 100) / 100),
  );
}

/** Text for the inside of an element or a quoted attribute, in HTML and in XML. */
export function escapeMarkup(text: string): string {
  return text.replace(special, (character) => entities[character] ?? '\uFFFD');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * Besides those: what XML 1.0 has no way to write, of which one makes a file unreadable; halves of surrogate pairs; and what could turn
 * the rest of a line around.
 */
const special =
  // oxlint-disable-next-line no-control-regex
  /[&<>"'\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF\uD800-\uDFFF\u202A-\u202E\u2066-\u2069]/gu;
