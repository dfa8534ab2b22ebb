/**
 * Gives what is drawn at once room for its names on this screen: marks come in, places go out. The layout of the whole graph decides who is near whom; here
 * neighbours are only pushed apart as far as their names need.
 */

import { NAME, ROW, widthOf } from "./labels.js";

/** @import {Mark} from "./scene.js" */

const GAP = 5; // pixels between a name and what is beside it
const ROUNDS = 160,
  PASSES = 5;
const STRETCH = 2; // screens are wide, and so are names
const EVEN = 0.5;
const NAMED = 0.7; // share of the screen that names may take; where all want more, the lesser marks find room for their symbols only
const CROWD = 500; // marks above which names could not all find room anyway

/**
 * @param {Mark[]} marks @param {number} width @param {number} height of the screen, in pixels
 * @returns {Map<string, [number, number]>} places in the plane of the marks
 */
export function spread(marks, width, height) {
  if (marks.length < 2 || marks.length > CROWD) return new Map();
  const boxes = boxesOf(marks, NAMED * width * height);
  const raw = evened(marks),
    low = lowest(raw),
    middle = [0, 1].map((axis) => low[axis] + extent(raw, axis) / 2);
  const filling = [width / extent(raw, 0), height / extent(raw, 1)],
    scale = Math.min(...filling);
  const pinned = marks.map((mark) => mark.pinned),
    stretch = filling.map((fill) => (pinned.includes(true) ? scale : Math.min(fill, STRETCH * scale)));
  let points = raw.map((p) => [0, 1].map((axis) => (p[axis] - middle[axis]) * stretch[axis]));
  for (let pass = 0; pass < PASSES; pass++) {
    for (let round = 0; round < ROUNDS && push(points, boxes, pinned); round++);
    const shrink = [Math.min(1, width / extent(points, 0)), Math.min(1, height / extent(points, 1))];
    if (Math.min(...shrink) > 0.99 || pass === PASSES - 1) break;
    points = points.map((p, number) => (pinned[number] ? p : [p[0] * shrink[0], p[1] * shrink[1]]));
  }
  return new Map(
    marks.map((mark, number) => [
      mark.id,
      mark.pinned
        ? [mark.x, mark.y]
        : [Math.round(points[number][0] / scale + middle[0]), Math.round(points[number][1] / scale + middle[1])],
    ]),
  );
}

/**
 * The room of each mark: with its name for the most telling, as far as names find room, of its symbol alone for the others.
 * @param {Mark[]} marks @param {number} most square pixels for marks with names @returns {{w: number, h: number, drop: number}[]}
 */
function boxesOf(marks, most) {
  /** @type {Map<Mark, {w: number, h: number, drop: number}>} */
  const boxes = new Map();
  let taken = 0;
  for (const mark of [...marks].sort((a, b) => b.rank - a.rank)) {
    const name = mark.label.length * NAME * ROW,
      symbol = 2 * mark.radius + GAP;
    const w = Math.max(symbol, ...mark.label.map((row) => widthOf(row, NAME, "500") + GAP)),
      h = symbol + name;
    taken += w * h;
    boxes.set(mark, taken <= most ? { w, h, drop: name / 2 } : { w: symbol, h: symbol, drop: 0 });
  }
  return marks.map((mark) => /** @type {{w: number, h: number, drop: number}} */ (boxes.get(mark)));
}

/**
 * Places half way to where each mark would lie if all columns, and all rows, were equally full: those drawn of a large layout crowd in its middle, and who
 * is left of whom stays. Of what somebody pinned nothing moves.
 * @param {Mark[]} marks @returns {number[][]}
 */
function evened(marks) {
  const raw = marks.map(({ x, y }) => [x, y]);
  if (marks.some((mark) => mark.pinned)) return raw;
  const low = lowest(raw);
  for (const axis of [0, 1]) {
    const size = extent(raw, axis),
      order = raw.map((_, number) => number).sort((a, b) => raw[a][axis] - raw[b][axis] || a - b);
    const even = order.map((_, place) => low[axis] + (size * place) / (order.length - 1));
    order.forEach((number, place) => {
      raw[number] = raw[number].with(axis, (1 - EVEN) * raw[number][axis] + EVEN * even[place]);
    });
  }
  return raw;
}

/** @param {number[][]} points @returns {number[]} */
const lowest = (points) => [0, 1].map((axis) => Math.min(...points.map((p) => p[axis])));

/** @param {number[][]} points @param {number} axis */
const extent = (points, axis) => Math.max(1, Math.max(...points.map((p) => p[axis])) - Math.min(...points.map((p) => p[axis])));

/** Push overlapping boxes apart a little, along the axis that needs less. @param {number[][]} points @param {{w: number, h: number, drop: number}[]} boxes @param {boolean[]} pinned @returns {boolean} whether any overlapped */
function push(points, boxes, pinned) {
  let any = false;
  for (let i = 1; i < points.length; i++) {
    for (let j = 0; j < i; j++) {
      const dx = points[i][0] - points[j][0],
        dy = points[i][1] + boxes[i].drop - points[j][1] - boxes[j].drop;
      const x = (boxes[i].w + boxes[j].w) / 2 - Math.abs(dx),
        y = (boxes[i].h + boxes[j].h) / 2 - Math.abs(dy);
      if (x <= 0 || y <= 0) continue;
      any = true;
      const axis = x < y * 1.4 ? 0 : 1,
        step = 0.3 * (axis ? y * (dy < 0 ? -1 : 1) : x * (dx < 0 ? -1 : 1));
      if (!pinned[i]) points[i][axis] += step;
      if (!pinned[j]) points[j][axis] -= step;
    }
  }
  return any;
}
