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
const FULL = 1.5; // times the screen that names may need; there is some room beside and between them
const CROWD = 500; // marks above which names could not all find room anyway

/**
 * @param {Mark[]} marks @param {number} width @param {number} height of the screen, in pixels
 * @returns {Map<string, [number, number]>} places in the plane of the marks
 */
export function spread(marks, width, height) {
  if (marks.length < 2 || marks.length > CROWD) return new Map();
  const boxes = marks.map((mark) => {
    const name = mark.label.length * NAME * ROW;
    return {
      w: Math.max(2 * mark.radius, ...mark.label.map((row) => widthOf(row, NAME, "500"))) + GAP,
      h: 2 * mark.radius + name + GAP,
      drop: name / 2,
    };
  });
  if (boxes.reduce((sum, { w, h }) => sum + w * h, 0) > FULL * width * height) return new Map(); // pushed that far, the layout would be lost
  const raw = marks.map(({ x, y }) => [x, y]),
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
