/**
 * Arranges the words of a picture: a scene and what the screen shows of it come in, names and verbs that find room go out, the most telling first.
 */

import { NAME, ROW, Room, VERB, widthOf } from "./labels.js";

/** @import {Box} from "./types" */
/** @import {Mark, Scene, Stroke} from "./scene.js" */

/** @typedef {{text: string[], x: number, y: number, box: Box, size: number, weight: string, ink: string, id: string, kind: "node" | "edge"}} Label */
/** @typedef {{scale: number, view: Box, middle: (stroke: Stroke) => {x: number, y: number}, span: (stroke: Stroke) => number}} Screen */

const NAMES = 400; // names at once; more find no room on any screen
const VERBS = 60; // words on edges at once, if nothing is chosen
const HUBS = 12; // the most nodes whose names may lie on lesser symbols, as a picture without them tells nothing
const CHOSEN = 1e6; // rank of what is chosen, and above

/** @param {Scene} scene @param {Screen} screen @returns {Label[]} boxes are pixels of the plane at this scale */
export function arrange(scene, screen) {
  const room = new Room();
  return [...names(scene.marks, screen, room), ...verbs(scene.strokes, screen, room)];
}

/** @param {Mark[]} marks @param {Screen} screen @param {Room} room @returns {Label[]} */
function names(marks, { scale, view }, room) {
  const named = marks.filter((mark) => !mark.dim).sort((a, b) => b.rank - a.rank || a.label[0].length - b.label[0].length);
  const hubs = named.slice(0, Math.min(HUBS, Math.ceil(marks.length / 6)));
  const found = named.length ? placed(hubs, hubs, scale, view, room) : [];
  const lesser = new Set(hubs);
  return [
    ...found,
    ...placed(
      named.slice(hubs.length, NAMES),
      marks.filter((mark) => !lesser.has(mark)),
      scale,
      view,
      room,
    ),
  ];
}

/** @param {Mark[]} named @param {Mark[]} obstacles @param {number} scale @param {Box} view @param {Room} room @returns {Label[]} */
function placed(named, obstacles, scale, view, room) {
  for (const mark of obstacles) room.take(around(mark, scale));
  /** @type {Label[]} */
  const found = [];
  for (const mark of named) {
    const weight = mark.community === undefined ? "500" : "600";
    const width = Math.max(...mark.label.map((row) => widthOf(row, NAME, weight))) + 4;
    const box = spots(mark, scale, width, mark.label.length * NAME * ROW).find((spot) => isWithin(spot, view) && room.free(spot));
    if (!box) continue;
    room.take(box);
    const x = (box[0] + box[2]) / 2;
    found.push({ text: mark.label, x, y: box[1], box, size: NAME, weight, ink: "--ink", id: mark.id, kind: "node" });
  }
  return found;
}

/** @param {Stroke[]} strokes @param {Screen} screen @param {Room} room @returns {Label[]} */
function verbs(strokes, { scale, middle, span }, room) {
  const chosen = strokes.some((stroke) => stroke.rank >= CHOSEN);
  const worded = strokes.filter((stroke) => !stroke.dim && (!chosen || stroke.rank >= CHOSEN)).sort((a, b) => b.rank - a.rank);
  /** @type {Label[]} */
  const found = [];
  for (const stroke of worded) {
    if (found.length >= VERBS && !chosen) break;
    const at = middle(stroke);
    const box = boxAround(at.x * scale, at.y * scale, widthOf(stroke.label, VERB) + 6, VERB * ROW);
    if (span(stroke) * scale < box[2] - box[0] || !room.free(box)) continue;
    room.take(box);
    const ink = stroke.strong ? "--ink" : "--soft";
    found.push({ text: [stroke.label], x: at.x * scale, y: box[1], box, size: VERB, weight: "400", ink, id: stroke.id, kind: "edge" });
  }
  return found;
}

/** @param {Mark} mark @param {number} scale @returns {Box} */
const around = (mark, scale) => boxAround(mark.x * scale, mark.y * scale, 2 * mark.radius + 2, 2 * mark.radius + 2);

/** @param {number} x @param {number} y @param {number} width @param {number} height @returns {Box} */
const boxAround = (x, y, width, height) => [x - width / 2, y - height / 2, x + width / 2, y + height / 2];

/**
 * Places for a name, the best first: below, right, left, above, the corners.
 * @param {Mark} mark @param {number} scale @param {number} width @param {number} height @returns {Box[]}
 */
function spots(mark, scale, width, height) {
  const x = mark.x * scale,
    y = mark.y * scale,
    r = mark.radius + 3;
  return [
    [x - width / 2, y + r, x + width / 2, y + r + height],
    [x + r, y - height / 2, x + r + width, y + height / 2],
    [x - r - width, y - height / 2, x - r, y + height / 2],
    [x - width / 2, y - r - height, x + width / 2, y - r],
    ...[1, -1].flatMap((down) => [1, -1].map((right) => corner(x + right * r * 0.6, y + down * r * 0.6, right * width, down * height))),
  ];
}

/** @param {number} x @param {number} y @param {number} width @param {number} height negative to the left or above @returns {Box} */
const corner = (x, y, width, height) => [Math.min(x, x + width), Math.min(y, y + height), Math.max(x, x + width), Math.max(y, y + height)];

/** A name is wholly on the screen or not at all: its edge cuts none. @param {Box} box @param {Box} view */
function isWithin(box, view) {
  const inside = box[0] >= view[0] && box[2] <= view[2] && box[1] >= view[1] && box[3] <= view[3];
  return inside || box[2] < view[0] || box[0] > view[2] || box[3] < view[1] || box[1] > view[3];
}
