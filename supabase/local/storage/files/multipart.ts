import { noContent } from '../errors.ts';

/** One part of a form; what is not read of its content is skipped when the next part is asked for. */
export type Part = {
  name: string;
  /** Null for plain fields. */
  filename: string | null;
  contentType: string;
  content: AsyncGenerator<Buffer>;
};

const HEAD_END = Buffer.from('\r\n\r\n');
const MAX_HEAD_BYTES = 16_384;

const broken = () => noContent('Unexpected end of form');

/** The boundary of a `multipart/form-data` content type; refuses where it has none. */
export function boundaryOf(contentType: string): string {
  const match = /;\s*boundary=(?:"([^"]{1,70})"|([^;\s]{1,70}))/i.exec(contentType);
  const boundary = match?.[1] ?? match?.[2];
  if (boundary === undefined) throw noContent('Multipart: Boundary not found');
  return boundary;
}

function parameterOf(header: string, name: string): string | null {
  return new RegExp(`;\\s*${name}="([^"]*)"`, 'i').exec(header)?.[1] ?? null;
}

/**
 * Reads a form (RFC 7578) part by part as it arrives, keeping no more in memory than what the source hands over at a
 * time. Refuses forms that are broken or end too soon with `InvalidRequest`.
 */
export class MultipartReader {
  readonly #source: AsyncIterator<Buffer>;
  readonly #delimiter: Buffer;
  // With the line break that the very first delimiter lacks, all delimiters are alike.
  #buffer: Buffer = Buffer.from('\r\n');
  #content: AsyncGenerator<Buffer>;

  constructor(source: AsyncIterable<Buffer>, boundary: string) {
    this.#source = source[Symbol.asyncIterator]();
    this.#delimiter = Buffer.from(`\r\n--${boundary}`);
    this.#content = this.#untilDelimiter();
  }

  /** The next part, or null at the end of the form. */
  async next(): Promise<Part | null> {
    let rest = await this.#content.next();
    while (rest.done !== true) rest = await this.#content.next();
    if (await this.#isEnd()) return null;
    const head = await this.#readHead();
    const disposition = /^content-disposition:\s*form-data(.*)$/im.exec(head)?.[1] ?? '';
    this.#content = this.#untilDelimiter();
    return {
      name: parameterOf(disposition, 'name') ?? '',
      filename: parameterOf(disposition, 'filename'),
      contentType: /^content-type:\s*(.+)$/im.exec(head)?.[1]?.trim() ?? 'text/plain',
      content: this.#content,
    };
  }

  async #pull(): Promise<void> {
    const next = await this.#source.next();
    if (next.done === true) throw broken();
    this.#buffer = this.#buffer.length === 0 ? next.value : Buffer.concat([this.#buffer, next.value]);
  }

  /** What comes before the next delimiter, which is taken off too. */
  async *#untilDelimiter(): AsyncGenerator<Buffer> {
    for (;;) {
      const at = this.#buffer.indexOf(this.#delimiter);
      if (at !== -1) {
        const found = this.#buffer.subarray(0, at);
        this.#buffer = this.#buffer.subarray(at + this.#delimiter.length);
        if (found.length > 0) yield found;
        return;
      }
      // The end of what is there may be the beginning of a delimiter.
      const safe = this.#buffer.length - this.#delimiter.length + 1;
      if (safe > 0) {
        const found = this.#buffer.subarray(0, safe);
        this.#buffer = this.#buffer.subarray(safe);
        yield found;
      }
      await this.#pull();
    }
  }

  async #isEnd(): Promise<boolean> {
    while (this.#buffer.length < 2) await this.#pull();
    return this.#buffer.toString('latin1', 0, 2) === '--';
  }

  async #readHead(): Promise<string> {
    let at = this.#buffer.indexOf(HEAD_END);
    while (at === -1) {
      if (this.#buffer.length > MAX_HEAD_BYTES) throw noContent('Malformed part header');
      await this.#pull();
      at = this.#buffer.indexOf(HEAD_END);
    }
    const head = this.#buffer.toString('utf8', 0, at);
    this.#buffer = this.#buffer.subarray(at + HEAD_END.length);
    return head;
  }
}
