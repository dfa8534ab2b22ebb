/**
 * How kinds and statuses look: shapes as paths for canvas and SVG, icons for the legend. Colours are CSS variables, so that both themes know them.
 */

import { svg } from "./dom.js";

/** @import {Edge, Graph, Group, Line, Node} from "./types" */

/** Corners of shapes of radius 1; "dot" is a circle. @type {Record<string, [number, number][]>} */
const CORNERS = {
  hexagon: ring(6, Math.PI / 6, 1.05),
  square: ring(4, Math.PI / 4, 1.22),
  triangle: ring(3, -Math.PI / 2, 1.2),
  triangleDown: ring(3, Math.PI / 2, 1.2),
  diamond: ring(4, 0, 1.2),
  star: ring(10, -Math.PI / 2, 1.25).map(([x, y], number) => (number % 2 ? [x * 0.45, y * 0.45] : [x, y])),
};

/** @param {number} corners @param {number} turn @param {number} radius @returns {[number, number][]} */
function ring(corners, turn, radius) {
  return Array.from({ length: corners }, (_, number) => {
    const angle = turn + (number * 2 * Math.PI) / corners;
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  });
}

/** @param {string} shape @param {number} x @param {number} y @param {number} radius @returns {string} the shape as an SVG path */
export function pathOf(shape, x, y, radius) {
  const corners = CORNERS[shape];
  if (!corners) return `M${x - radius} ${y}a${radius} ${radius} 0 1 0 ${2 * radius} 0a${radius} ${radius} 0 1 0 ${-2 * radius} 0Z`;
  return `M${corners.map(([dx, dy]) => `${round(x + dx * radius)} ${round(y + dy * radius)}`).join("L")}Z`;
}

/** @param {CanvasRenderingContext2D} pen @param {string} shape @param {number} x @param {number} y @param {number} radius */
export function trace(pen, shape, x, y, radius) {
  pen.beginPath();
  const corners = CORNERS[shape];
  if (!corners) pen.arc(x, y, radius, 0, 2 * Math.PI);
  else
    corners.forEach(([dx, dy], number) =>
      number ? pen.lineTo(x + dx * radius, y + dy * radius) : pen.moveTo(x + dx * radius, y + dy * radius),
    );
  pen.closePath();
}

/** @param {number} number */
export const round = (number) => Math.round(number * 100) / 100;

/** @param {Graph} graph @param {string} id @returns {Group} */
export const groupOf = (graph, id) => graph.groups.find((group) => group.id === id) ?? graph.groups[graph.groups.length - 1];

/** @param {Graph} graph @param {string} status @returns {Line} */
export const lineOf = (graph, status) => graph.lines.find((line) => line.status === status) ?? graph.lines[0];

/** @param {Graph} graph @param {Node} node @returns {string} */
export const shapeOf = (graph, node) =>
  node.shape && (node.shape in CORNERS || node.shape === "dot") ? node.shape : groupOf(graph, node.group).shape;

/** @param {Edge} edge @returns {number} pixels: one outlet is thin, five and more are thick */
export const widthOf = (edge) => edge.width ?? 1.2 + 0.9 * Math.min(4, Math.max(0, edge.outlets - 1));

/** @param {Graph} graph @param {string} id of a group */
export function groupIcon(graph, id) {
  const group = groupOf(graph, id);
  return svg(
    "svg",
    { class: "icon", width: 14, height: 14, viewBox: "0 0 14 14", "aria-hidden": "true" },
    svg("path", { d: pathOf(group.shape, 7, 7, 5.5), fill: `var(--group-${group.id})` }),
  );
}

/** @param {Line} line */
export function lineIcon(line) {
  const stroke = `var(--status-${line.status})`;
  return svg(
    "svg",
    { class: "icon", width: 30, height: 8, viewBox: "0 0 30 8", "aria-hidden": "true" },
    svg("line", { x1: 0, y1: 4, x2: 30, y2: 4, stroke, "stroke-width": 2.5, "stroke-dasharray": line.dashes.join(" ") || "none" }),
    line.head === "bar" && svg("line", { x1: 28.5, y1: 0, x2: 28.5, y2: 8, stroke, "stroke-width": 2.5 }),
  );
}
