import { codewords, versionFor } from './qr-bits.ts';

/** A square of dark (true) and light modules; `fixed` marks those that carry no data. */
class Grid {
  readonly size: number;
  readonly #dark: boolean[][];
  readonly #fixed: boolean[][];

  constructor(size: number) {
    this.size = size;
    const rows = () => Array.from({ length: size }, () => Array.from({ length: size }, () => false));
    [this.#dark, this.#fixed] = [rows(), rows()];
  }

  isDark = (x: number, y: number): boolean => this.#dark[y]?.[x] ?? false;
  isFixed = (x: number, y: number): boolean => this.#fixed[y]?.[x] ?? true;

  set(x: number, y: number, dark: boolean): void {
    const row = this.#dark[y];
    if (row !== undefined && x >= 0 && x < this.size) row[x] = dark;
  }

  fix(x: number, y: number, dark: boolean): void {
    this.set(x, y, dark);
    const row = this.#fixed[y];
    if (row !== undefined && x >= 0 && x < this.size) row[x] = true;
  }

  rows(): boolean[][] {
    return this.#dark.map((row) => [...row]);
  }
}

const bitOf = (value: number, index: number): boolean => ((value >>> index) & 1) !== 0;

function drawFinder(grid: Grid, centreX: number, centreY: number): void {
  for (let dy = -4; dy <= 4; dy += 1) {
    for (let dx = -4; dx <= 4; dx += 1) {
      const ring = Math.max(Math.abs(dx), Math.abs(dy));
      grid.fix(centreX + dx, centreY + dy, ring !== 2 && ring !== 4);
    }
  }
}

function alignmentCentres(version: number, size: number): number[] {
  if (version === 1) return [];
  const count = Math.floor(version / 7) + 2;
  const step = Math.floor((version * 8 + count * 3 + 5) / (count * 4 - 4)) * 2;
  return [6, ...Array.from({ length: count - 1 }, (_, i) => size - 7 - step * (count - 2 - i))];
}

function drawAlignments(grid: Grid, centres: readonly number[]): void {
  const last = grid.size - 7;
  for (const x of centres) {
    for (const y of centres) {
      // Three corners belong to the finders.
      if ((x === 6 && y === 6) || (x === 6 && y === last) || (x === last && y === 6)) continue;
      for (let dy = -2; dy <= 2; dy += 1) {
        for (let dx = -2; dx <= 2; dx += 1) {
          grid.fix(x + dx, y + dy, Math.max(Math.abs(dx), Math.abs(dy)) !== 1);
        }
      }
    }
  }
}

/** The value with the remainder of its division by a BCH polynomial behind it. */
function withChecks(value: number, checkBits: number, polynomial: number): number {
  let rest = value;
  for (let i = 0; i < checkBits; i += 1) rest = (rest << 1) ^ ((rest >>> (checkBits - 1)) * polynomial);
  return (value << checkBits) | rest;
}

function drawVersion(grid: Grid, version: number): void {
  if (version < 7) return;
  const bits = withChecks(version, 12, 0x1f25);
  for (let i = 0; i < 18; i += 1) {
    const [a, b] = [grid.size - 11 + (i % 3), Math.floor(i / 3)];
    grid.fix(a, b, bitOf(bits, i));
    grid.fix(b, a, bitOf(bits, i));
  }
}

/** Level M (00) and the mask, twice beside the finders. */
function drawFormat(grid: Grid, mask: number): void {
  const bits = withChecks(mask, 10, 0x537) ^ 0x5412;
  const { size } = grid;
  for (let i = 0; i < 15; i += 1) {
    const first = i < 6 ? [8, i] : i < 8 ? [8, i + 1] : i === 8 ? [7, 8] : [14 - i, 8];
    const second = i < 8 ? [size - 1 - i, 8] : [8, size - 15 + i];
    for (const [x = 0, y = 0] of [first, second]) grid.fix(x, y, bitOf(bits, i));
  }
  grid.fix(8, size - 8, true);
}

function drawPatterns(version: number): Grid {
  const grid = new Grid(version * 4 + 17);
  for (let i = 0; i < grid.size; i += 1) {
    grid.fix(6, i, i % 2 === 0);
    grid.fix(i, 6, i % 2 === 0);
  }
  drawFinder(grid, 3, 3);
  drawFinder(grid, grid.size - 4, 3);
  drawFinder(grid, 3, grid.size - 4);
  drawAlignments(grid, alignmentCentres(version, grid.size));
  drawVersion(grid, version);
  return grid;
}

/** Fills two columns at a time from the right, up and down in turn. One mask serves: readers undo any of the eight. */
function drawData(grid: Grid, bytes: Uint8Array): void {
  let index = 0;
  for (let right = grid.size - 1; right >= 1; right -= 2) {
    if (right === 6) right = 5;
    const upwards = ((right + 1) & 2) === 0;
    for (let step = 0; step < grid.size; step += 1) {
      const y = upwards ? grid.size - 1 - step : step;
      for (const x of [right, right - 1]) {
        if (grid.isFixed(x, y)) continue;
        const dark = index < bytes.length * 8 && bitOf(bytes[index >>> 3] ?? 0, 7 - (index & 7));
        grid.set(x, y, dark !== ((x + y) % 2 === 0));
        index += 1;
      }
    }
  }
}

const checkerboard = 0;

/** A QR code (ISO/IEC 18004, byte mode, level M) as rows of modules, true is dark; null when the text is too long. */
export function qrCode(text: string): boolean[][] | null {
  const bytes = new TextEncoder().encode(text);
  const version = versionFor(bytes.length);
  if (version === null) return null;
  const grid = drawPatterns(version);
  drawFormat(grid, checkerboard);
  drawData(grid, codewords(bytes, version));
  return grid.rows();
}

const quietZone = 4;

/** The code as an SVG that a page can put into a data URL as it is: no `#`, no quotes but double ones. */
export function qrSvg(text: string): string | null {
  const rows = qrCode(text);
  if (rows === null) return null;
  const size = rows.length + 2 * quietZone;
  const squares = rows.flatMap((row, y) =>
    row.flatMap((dark, x) => (dark ? [`M${x + quietZone},${y + quietZone}h1v1h-1z`] : [])),
  );
  const view = `viewBox="0 0 ${size} ${size}" width="${size * 3}" height="${size * 3}"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" ${view} shape-rendering="crispEdges">`,
    `<rect width="${size}" height="${size}" fill="white"/><path d="${squares.join('')}" fill="black"/></svg>`,
  ].join('');
}
