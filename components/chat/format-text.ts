export const FORMATS = [
  'bold',
  'italic',
  'strike',
  'code',
  'block',
  'link',
  'list',
  'numbers',
  'quote',
] as const;

export type Format = (typeof FORMATS)[number];

/** Replace `from`..`to` by `insert`, then select `selectFrom`..`selectTo`. */
export type TextChange = { from: number; to: number; insert: string; selectFrom: number; selectTo: number };

const WRAPS = { bold: '**', italic: '_', strike: '~~', code: '`' } as const;
const PREFIXES = { list: '- ', numbers: '1. ', quote: '> ' } as const;
const ADDRESS = 'https://';

/** What a formatting button does to a text with a selection; a second press takes it back. */
export function formatText(text: string, start: number, end: number, format: Format): TextChange {
  if (format === 'block') return fence(text, start, end);
  if (format === 'link') return link(text, start, end);
  if (format === 'list' || format === 'numbers' || format === 'quote') {
    return prefix(text, start, end, PREFIXES[format]);
  }
  return wrap(text, start, end, WRAPS[format]);
}

function wrap(text: string, start: number, end: number, mark: string): TextChange {
  const chosen = text.slice(start, end);
  const size = mark.length;
  if (text.slice(start - size, start) === mark && text.slice(end, end + size) === mark) {
    return {
      from: start - size,
      to: end + size,
      insert: chosen,
      selectFrom: start - size,
      selectTo: end - size,
    };
  }
  const insert = `${mark}${chosen}${mark}`;
  return { from: start, to: end, insert, selectFrom: start + size, selectTo: end + size };
}

function fence(text: string, start: number, end: number): TextChange {
  const before = start === 0 || text[start - 1] === '\n' ? '' : '\n';
  const after = end === text.length || text[end] === '\n' ? '' : '\n';
  const insert = `${before}\`\`\`\n${text.slice(start, end)}\n\`\`\`${after}`;
  const inside = start + before.length + 4;
  return { from: start, to: end, insert, selectFrom: inside, selectTo: inside + end - start };
}

function link(text: string, start: number, end: number): TextChange {
  const chosen = text.slice(start, end);
  const isAddress = /^https?:\/\/\S+$/.test(chosen);
  const insert = isAddress ? `[](${chosen})` : `[${chosen}](${ADDRESS})`;
  const at = isAddress || chosen === '' ? start + 1 : start + chosen.length + 3;
  const selected = isAddress || chosen === '' ? 0 : ADDRESS.length;
  return { from: start, to: end, insert, selectFrom: at, selectTo: at + selected };
}

function prefix(text: string, start: number, end: number, mark: string): TextChange {
  const from = text.lastIndexOf('\n', start - 1) + 1;
  const lineEnd = text.indexOf('\n', end);
  const to = lineEnd === -1 ? text.length : lineEnd;
  const lines = text.slice(from, to).split('\n');
  const isOn = lines.every((line) => line.startsWith(mark));
  const insert = lines.map((line) => (isOn ? line.slice(mark.length) : mark + line)).join('\n');
  const first = isOn ? -mark.length : mark.length;
  return {
    from,
    to,
    insert,
    selectFrom: Math.max(from, start + first),
    selectTo: Math.max(from, end + first * lines.length),
  };
}
