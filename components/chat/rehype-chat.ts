import { splitMentions } from './mentions';

/** The parts of a hast node (HTML as a tree) that these steps read and make. */
export type HastNode = {
  type: string;
  tagName?: string;
  value?: string;
  properties?: Record<string, unknown>;
  children?: HastNode[];
};

// White space between the children of these is layout, not text.
const BLOCKS = new Set(['ul', 'ol', 'blockquote', 'table', 'thead', 'tbody', 'tr']);
const VERBATIM = new Set(['code', 'pre']);

/**
 * A rehype step for after sanitizing: `<@member id>` becomes a `mention` element, and a line end becomes a line break,
 * as people expect of chat. Code stays as it is.
 */
export function rehypeChat() {
  return (tree: HastNode): void => {
    change(tree);
  };
}

/** A rehype step for before sanitizing, which would drop it: HTML that people write is shown as they wrote it. */
export function rehypeHtmlAsText() {
  return (tree: HastNode): void => {
    showHtml(tree);
  };
}

const FLOW = new Set(['blockquote', 'li']);

function showHtml(parent: HastNode): void {
  const isFlow = parent.type === 'root' || FLOW.has(parent.tagName ?? '');
  if (parent.children === undefined) return;
  parent.children = parent.children.map((child) => {
    showHtml(child);
    if (child.type !== 'raw') return child;
    const text = { type: 'text', value: child.value ?? '' };
    return isFlow ? { type: 'element', tagName: 'p', properties: {}, children: [text] } : text;
  });
}

function change(parent: HastNode): void {
  if (parent.children === undefined || VERBATIM.has(parent.tagName ?? '')) return;
  const isBlock = parent.type === 'root' || BLOCKS.has(parent.tagName ?? '');
  const children: HastNode[] = [];
  for (const child of parent.children) {
    if (child.type !== 'text') {
      change(child);
      children.push(child);
    } else if (isBlock) {
      children.push(child);
    } else {
      const isAfterBreak = children.at(-1)?.tagName === 'br';
      children.push(
        ...inlineNodes(isAfterBreak ? (child.value ?? '').replace(/^\n/, '') : (child.value ?? '')),
      );
    }
  }
  // The line ends around the blocks inside a list item are layout too.
  parent.children = parent.tagName === 'li' ? withoutOuterBreaks(children) : children;
}

function inlineNodes(text: string): HastNode[] {
  return splitMentions(text).flatMap((part) =>
    part.memberId === undefined
      ? lines(part.text)
      : [{ type: 'element', tagName: 'mention', properties: { memberId: part.memberId }, children: [] }],
  );
}

function lines(text: string): HastNode[] {
  return text
    .split('\n')
    .flatMap((value, index): HastNode[] => [
      ...(index === 0 ? [] : [{ type: 'element', tagName: 'br', properties: {}, children: [] }]),
      ...(value === '' ? [] : [{ type: 'text', value }]),
    ]);
}

const BLOCK_CHILDREN = new Set(['p', 'ul', 'ol', 'pre', 'blockquote', 'table', 'hr']);

function withoutOuterBreaks(children: HastNode[]): HastNode[] {
  const isEdge = (node: HastNode | undefined) => node === undefined || BLOCK_CHILDREN.has(node.tagName ?? '');
  return children.filter(
    (node, index) => node.tagName !== 'br' || !(isEdge(children[index - 1]) || isEdge(children[index + 1])),
  );
}
