// Error correction level M of ISO/IEC 18004, table 9; the index is the version, 1 to 40.
const checkBytes = [
  0, 10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26, 26, 28, 28, 28, 28, 28,
  28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28,
];
const blockCounts = [
  0, 1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16, 17, 17, 18, 20, 21, 23, 25, 26, 28, 29,
  31, 33, 35, 37, 38, 40, 43, 45, 47, 49,
];
const lastVersion = 40;

/** How many bytes a version holds, data and checks together. */
function rawBytes(version: number): number {
  const aligned = version < 2 ? 0 : Math.floor(version / 7) + 2;
  const patterns = version < 2 ? 0 : (25 * aligned - 10) * aligned - 55;
  return Math.floor(((16 * version + 128) * version + 64 - patterns - (version < 7 ? 0 : 36)) / 8);
}

const at = (values: ArrayLike<number>, index: number): number => values[index] ?? 0;

function dataBytes(version: number): number {
  return rawBytes(version) - at(checkBytes, version) * at(blockCounts, version);
}

const lengthBits = (version: number): number => (version < 10 ? 8 : 16);

/** The smallest version that holds so many bytes; null when none does. */
export function versionFor(length: number): number | null {
  for (let version = 1; version <= lastVersion; version += 1) {
    if (4 + lengthBits(version) + 8 * length <= 8 * dataBytes(version)) return version;
  }
  return null;
}

/** Product in GF(2^8) modulo x^8 + x^4 + x^3 + x^2 + 1. */
function multiply(x: number, y: number): number {
  let product = 0;
  for (let bit = 7; bit >= 0; bit -= 1) {
    product = (product << 1) ^ ((product >>> 7) * 0x11d);
    product ^= ((y >>> bit) & 1) * x;
  }
  return product;
}

/** Coefficients of (x - 1)(x - 2)(x - 4)…, the leading 1 left out. */
function generator(degree: number): Uint8Array {
  const result = new Uint8Array(degree);
  result[degree - 1] = 1;
  let root = 1;
  for (let step = 0; step < degree; step += 1) {
    for (let i = 0; i < degree; i += 1) result[i] = multiply(at(result, i), root) ^ at(result, i + 1);
    root = multiply(root, 2);
  }
  return result;
}

function remainder(data: Uint8Array, divisor: Uint8Array): Uint8Array {
  const result = new Uint8Array(divisor.length);
  for (const byte of data) {
    const factor = byte ^ at(result, 0);
    result.copyWithin(0, 1);
    result[result.length - 1] = 0;
    for (let i = 0; i < result.length; i += 1) result[i] = at(result, i) ^ multiply(at(divisor, i), factor);
  }
  return result;
}

/** Byte mode: 4 bits of mode, the length, the bytes, then the padding that the standard names. */
function frame(text: Uint8Array, version: number): Uint8Array {
  const size = dataBytes(version);
  const head = lengthBits(version) === 8 ? [text.length] : [text.length >>> 8, text.length & 255];
  const bytes = [...head, ...text];
  const framed = new Uint8Array(size);
  // Everything after the mode is half a byte off.
  framed[0] = 0x40 | (at(bytes, 0) >>> 4);
  for (let i = 0; i < bytes.length && i + 1 < size; i += 1) {
    framed[i + 1] = ((at(bytes, i) & 15) << 4) | (at(bytes, i + 1) >>> 4);
  }
  for (let i = bytes.length + 1, even = true; i < size; i += 1, even = !even) framed[i] = even ? 0xec : 0x11;
  return framed;
}

/** The bytes a symbol carries: data cut into blocks, each with its Reed-Solomon checks, all interleaved. */
export function codewords(text: Uint8Array, version: number): Uint8Array {
  const data = frame(text, version);
  const [count, checks] = [at(blockCounts, version), at(checkBytes, version)];
  const [raw, divisor] = [rawBytes(version), generator(checks)];
  const shortBlocks = count - (raw % count);
  const shortLength = Math.floor(raw / count) - checks;
  const blocks: { data: Uint8Array; checks: Uint8Array }[] = [];
  for (let i = 0, start = 0; i < count; i += 1) {
    const block = data.subarray(start, start + shortLength + (i < shortBlocks ? 0 : 1));
    blocks.push({ data: block, checks: remainder(block, divisor) });
    start += block.length;
  }
  const result: number[] = [];
  for (let i = 0; i <= shortLength; i += 1) {
    for (const block of blocks) if (i < block.data.length) result.push(at(block.data, i));
  }
  for (let i = 0; i < checks; i += 1) for (const block of blocks) result.push(at(block.checks, i));
  return Uint8Array.from(result);
}
