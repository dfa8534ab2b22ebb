/**
 * Gives names and verbs room in the picture: nothing that is drawn overlaps, and what finds no room waits until one zooms in. Sizes are pixels of the screen.
 */

/** @import {Box} from "./types" */

export const FACE = 'system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", "DejaVu Sans", sans-serif';
export const NAME = 12,
  VERB = 10.5,
  ROW = 1.18; // pixels of names and of words on edges, and a line's height in its size
const LINE = 22; // characters, as kg/view/items.py plans room for
const LINES = 3;
const CELL = 64; // pixels of the grid in which boxes are looked up

/** @param {string} name @returns {string[]} up to three lines; an ellipsis where more is left */
export function wrapped(name) {
  const words = name
    .slice(0, 4 * LINE * LINES)
    .split(/\s+/)
    .filter(Boolean)
    .flatMap((word) => word.match(new RegExp(`.{1,${LINE}}`, "gsu")) ?? []);
  /** @type {string[]} */
  const lines = [];
  for (const word of words) {
    const last = lines.length - 1;
    if (last >= 0 && lines[last].length + 1 + word.length <= LINE) lines[last] += ` ${word}`;
    else lines.push(word);
  }
  if (lines.length <= LINES) return lines.length ? lines : ["…"];
  return [...lines.slice(0, LINES - 1), `${lines[LINES - 1].slice(0, LINE - 2)} …`];
}

/** Takes boxes and tells whether another still finds room. */
export class Room {
  /** @type {Map<string, Box[]>} */
  #cells = new Map();

  /** @param {Box} box @returns {boolean} */
  free(box) {
    return !this.#keys(box).some((key) =>
      (this.#cells.get(key) ?? []).some((other) => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3]),
    );
  }

  /** @param {Box} box */
  take(box) {
    for (const key of this.#keys(box)) {
      const cell = this.#cells.get(key);
      if (cell) cell.push(box);
      else this.#cells.set(key, [box]);
    }
  }

  /** @param {Box} box @returns {string[]} */
  #keys(box) {
    /** @type {string[]} */
    const keys = [];
    for (let x = Math.floor(box[0] / CELL); x <= Math.floor(box[2] / CELL); x++) {
      for (let y = Math.floor(box[1] / CELL); y <= Math.floor(box[3] / CELL); y++) keys.push(`${x} ${y}`);
    }
    return keys;
  }
}

const widths = new Map();
/** @type {CanvasRenderingContext2D | null} */
let pen = null;

/** @param {string} text @param {number} size in pixels @param {string} [weight] @returns {number} */
export function widthOf(text, size, weight = "400") {
  const key = weight + text;
  if (!widths.has(key)) {
    pen ??= /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));
    pen.font = `${weight} 100px ${FACE}`;
    widths.set(key, pen.measureText(text).width / 100);
  }
  return widths.get(key) * size;
}
