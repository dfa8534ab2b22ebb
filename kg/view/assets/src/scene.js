/**
 * Turns what is seen into marks and strokes: sizes in pixels of the screen, colours by name, places in the plane. Nothing is drawn here, so that the
 * canvas and the SVG file show the same.
 */

import { counted } from "./dom.js";
import { wrapped } from "./labels.js";
import { groupOf, lineOf, shapeOf, widthOf } from "./look.js";

/** @import {Edge, Graph, Node, Seen} from "./types" */
/** @import {State} from "./state.js" */

/**
 * A node as it is drawn.
 * @typedef {{id: string, x: number, y: number, radius: number, shape: string, colour: string, label: string[], rank: number, dim: boolean, pinned: boolean,
 *   more: boolean, node?: Node, community?: number}} Mark
 */
/**
 * One edge or several as they are drawn; `bend` is its share of its length, to the right of the way from source to target.
 * @typedef {{id: string, from: string, to: string, width: number, dashes: number[], colour: string, head: string, both: boolean, label: string, strong: boolean,
 *   rank: number, dim: boolean, bend: number, edges: Edge[]}} Stroke
 */
/** @typedef {{marks: Mark[], strokes: Stroke[]}} Scene */

const VERBS = 2; // words of a stroke for several edges; how many more there are is counted
const CROWD = 160; // nodes above which symbols are drawn smaller
const FIELDS = 7; // colours that communities have; the rest share an eighth
const SMALL = 3; // nodes of a community that is one
const TIES = 2; // lines drawn from a community in an overview, the strongest; with all of them there would be a web and no picture
const ROOMY = 40; // communities above which they are drawn smaller

/**
 * @param {Graph} graph @param {State} state @param {Seen} seen @param {Map<string, [number, number]>} moved places that tidying found
 * @param {boolean} upright the screen is higher than wide, so the plane is turned
 * @returns {Scene}
 */
export function sceneOf(graph, state, seen, moved, upright) {
  const scene = state.settings.overview ? overview(graph, seen, moved) : nodesAndEdges(graph, state, seen, moved);
  if (upright) for (const mark of scene.marks) [mark.x, mark.y] = [mark.y, mark.x];
  return scene;
}

/** @param {Graph} graph @param {State} state @param {Seen} seen @param {Map<string, [number, number]>} moved @returns {Scene} */
function nodesAndEdges(graph, state, seen, moved) {
  const places = placesOf(state, seen, moved),
    bright = brightness(state),
    degrees = degreesOf(seen);
  const small = seen.nodes.length > CROWD ? 0.72 : 1;
  const marks = seen.nodes.map((node) => {
    const [x, y] = /** @type {[number, number]} */ (places.get(node)),
      degree = degrees.get(node) ?? 0;
    const radius = node.size !== undefined ? node.size / 2 : (4.2 + 1.5 * Math.sqrt(Math.min(degree, 30))) * small;
    return {
      id: node.id,
      x,
      y,
      radius,
      shape: shapeOf(graph, node),
      colour: node.color ?? (state.settings.fields ? communityColour(graph, node) : `--group-${groupOf(graph, node.group).id}`),
      label: wrapped(node.label),
      rank: degree + (bright && bright.nodes.has(node) ? 1e6 : 0) + (state.chosen?.node === node ? 1e6 : 0),
      dim: bright !== null && !bright.nodes.has(node),
      pinned: node.id in state.settings.pinned,
      more: state.settings.only && node.edges.some((edge) => !edge.covered && !seen.edgeSet.has(edge)),
      node,
    };
  });
  const bundles = bundlesOf(seen.edges, state.chosen?.edge),
    bends = bendsOf(bundles.map(([lead]) => lead));
  const strokes = bundles.map((bundle) => {
    const [lead] = bundle,
      line = lineOf(graph, lead.status),
      on = !bright || bundle.some(bright.edges),
      chosen = state.chosen?.edge === lead;
    return {
      id: lead.id,
      from: lead.source.id,
      to: lead.target.id,
      width: Math.max(...bundle.map(widthOf)),
      dashes: Array.isArray(lead.dashes) ? lead.dashes : lead.dashes === true ? [6, 4] : line.dashes,
      colour: lead.color ?? `--status-${line.status}`,
      head: line.head,
      both: lead.symmetric,
      label: chosen ? lead.label : wordsOf(bundle),
      strong: lead.origin === "derived",
      rank: (bright && on ? 1e6 : 0) + (chosen ? 1e7 : 0) + weightOf(lead),
      dim: !on,
      bend: bends.get(lead) ?? 0,
      edges: bundle,
    };
  });
  return { marks, strokes };
}

/** @param {State} state @returns {{nodes: Set<Node>, edges: (edge: Edge) => boolean} | null} what stands out while something is chosen */
function brightness(state) {
  const { node, edge } = state.chosen ?? {};
  if (node)
    return {
      nodes: new Set([node, ...node.edges.flatMap((one) => [one.source, one.target])]),
      edges: (one) => one.source === node || one.target === node,
    };
  return edge ? { nodes: new Set([edge.source, edge.target]), edges: (one) => one === edge } : null;
}

/** @param {Seen} seen @returns {Map<Node, number>} */
function degreesOf(seen) {
  /** @type {Map<Node, number>} */
  const degrees = new Map();
  for (const edge of seen.edges) for (const node of [edge.source, edge.target]) degrees.set(node, (degrees.get(node) ?? 0) + 1);
  return degrees;
}

/** @param {State} state @param {Seen} seen @param {Map<string, [number, number]>} moved @returns {Map<Node, [number, number]>} */
function placesOf(state, seen, moved) {
  /** @type {Map<Node, [number, number]>} */
  const places = new Map();
  for (const node of seen.nodes) {
    const place =
      state.settings.pinned[node.id] ?? moved.get(node.id) ?? (node.x !== undefined && node.y !== undefined ? [node.x, node.y] : undefined);
    if (place) places.set(node, place);
  }
  const homeless = seen.nodes.filter((node) => !places.has(node));
  homeless.forEach((node, number) => {
    const near = node.edges
      .flatMap((edge) => [edge.source, edge.target])
      .map((other) => places.get(other))
      .filter((place) => place !== undefined);
    const turn = number * 2.4,
      far = 90 + 9 * Math.sqrt(number); // a sunflower's spiral: no two on one spot
    const middle = near.length
      ? near.reduce((sum, place) => [sum[0] + place[0] / near.length, sum[1] + place[1] / near.length], [0, 0])
      : [0, 0];
    places.set(node, [middle[0] + far * Math.cos(turn), middle[1] + far * Math.sin(turn)]);
  });
  return places;
}

/** @param {Edge} edge @returns {number} how much it tells: verbs before roles, what is not told as fact before what is */
const weightOf = (edge) => (edge.origin === "derived" ? 100 : 0) + (edge.status === "Reported" ? 0 : 20) + Math.min(edge.outlets, 9);

/**
 * Edges of one status from one node to another are one stroke: side by side they would be a band that hides what lies under it. What a caller painted
 * stays alone.
 * @param {Edge[]} edges @param {Edge | undefined} chosen leads its bundle @returns {Edge[][]} the most telling of each first
 */
function bundlesOf(edges, chosen) {
  /** @type {Map<string, Edge[]>} */
  const bundles = new Map();
  for (const edge of edges) {
    const ends = [edge.source.index, edge.target.index],
      painted = edge.color ?? edge.width ?? edge.dashes;
    if (edge.symmetric) ends.sort((a, b) => a - b);
    const key = `${ends.join(" ")} ${edge.symmetric} ${edge.status}${painted === undefined ? "" : ` ${edge.index}`}`,
      bundle = bundles.get(key);
    if (bundle) bundle.push(edge);
    else bundles.set(key, [edge]);
  }
  const first = (/** @type {Edge} */ edge) => (edge === chosen ? 1e7 : weightOf(edge));
  return [...bundles.values()].map((bundle) => bundle.sort((a, b) => first(b) - first(a) || a.index - b.index));
}

/** @param {Edge[]} bundle @returns {string} its verbs, or the first of them and how many more there are */
function wordsOf(bundle) {
  const verbs = [...new Set(bundle.map((edge) => edge.relation))],
    more = verbs.length > VERBS ? ` +${verbs.length - VERBS}` : "";
  if (verbs.length === 1) return bundle[0].label;
  const { status } = bundle[0];
  return `${verbs.slice(0, VERBS).join(", ")}${more}${status === "Reported" ? "" : ` (${status.toLowerCase()})`}`;
}

/**
 * Bend parallel edges apart, covered ones outside: an odd one is straight, the rest lie to both sides of it.
 * @param {Edge[]} edges @returns {Map<Edge, number>}
 */
function bendsOf(edges) {
  /** @type {Map<string, Edge[]>} */
  const pairs = new Map();
  for (const edge of [...edges].sort((a, b) => Number(a.covered) - Number(b.covered))) {
    const key = [edge.source.index, edge.target.index].sort((a, b) => a - b).join(" ");
    pairs.set(key, [...(pairs.get(key) ?? []), edge]);
  }
  /** @type {Map<Edge, number>} */
  const bends = new Map();
  for (const pair of pairs.values()) {
    const odd = pair.length % 2,
      step = Math.min(0.25, 1 / pair.length);
    pair.forEach((edge, place) => {
      const number = place + 1 - odd,
        side = number % 2 ? 1 : -1,
        turned = edge.source === pair[0].source ? 1 : -1;
      bends.set(edge, step * (odd ? Math.floor((number + 1) / 2) : Math.floor((number + 1) / 2) - 0.5) * side * turned);
    });
  }
  return bends;
}

/** @param {Graph} graph @param {Node} node @returns {string} the largest communities have colours of their own */
const communityColour = (graph, node) =>
  `--field-${Math.min(node.community < 0 || (graph.communities[node.community].size ?? 0) < SMALL ? FIELDS : node.community, FIELDS)}`;

/**
 * Communities in place of their members, as far as these pass the filters.
 * @param {Graph} graph @param {Seen} seen @param {Map<string, [number, number]>} moved @returns {Scene}
 */
function overview(graph, seen, moved) {
  /** @type {Node[][]} */
  const members = graph.communities.map(() => []);
  for (const node of seen.nodes) members[node.community]?.push(node);
  const narrow = Math.min(1, Math.sqrt(ROOMY / Math.max(1, members.filter((inside) => inside.length > 0).length)));
  const marks = graph.communities.flatMap((community, number) => {
    const inside = members[number];
    if (inside.length < (graph.overview ? 1 : SMALL)) return [];
    const middle = (/** @type {"x" | "y"} */ axis) => inside.reduce((sum, node) => sum + (node[axis] ?? 0), 0) / inside.length;
    const id = `community ${number}`,
      [x, y] = moved.get(id) ?? [community.x ?? middle("x"), community.y ?? middle("y")];
    return [
      {
        id,
        x,
        y,
        radius: Math.min(44, 7 + 1.6 * Math.sqrt(inside.length)) * narrow,
        shape: "dot",
        colour: `--field-${Math.min(number, FIELDS)}`,
        label: [...wrapped(community.label), counted(inside.length, "node")],
        rank: inside.length,
        dim: false,
        pinned: false,
        more: false,
        community: number,
      },
    ];
  });
  const ids = new Set(marks.map(({ id }) => id));
  const strokes = strongest(seen.edges)
    .filter(([a, b]) => ids.has(`community ${a}`) && ids.has(`community ${b}`))
    .map(([a, b, count]) => {
      return {
        id: `between ${a} ${b}`,
        from: `community ${a}`,
        to: `community ${b}`,
        width: Math.min(4, 0.8 + Math.log2(count) / 2),
        dashes: [],
        colour: "--status-Reported",
        head: "",
        both: false,
        label: counted(count, "edge"),
        strong: false,
        rank: count,
        dim: false,
        bend: 0,
        edges: [],
      };
    });
  return { marks, strokes };
}

/** @param {Edge[]} edges @returns {[a: number, b: number, count: number][]} how many edges join two communities, where that is among the most of either */
function strongest(edges) {
  /** @type {Map<number, [number, number, number]>} */
  const between = new Map();
  for (const { source, target } of edges) {
    const a = Math.min(source.community, target.community),
      b = Math.max(source.community, target.community);
    if (a < 0 || a === b) continue;
    const key = a * 2 ** 24 + b,
      tie = between.get(key);
    if (tie) tie[2] += 1;
    else between.set(key, [a, b, 1]);
  }
  /** @type {Map<number, number>} */
  const used = new Map();
  const free = (/** @type {number} */ community) => (used.get(community) ?? 0) < TIES;
  return [...between.values()]
    .sort((one, other) => other[2] - one[2] || one[0] - other[0] || one[1] - other[1])
    .filter(([a, b]) => {
      if (!free(a) && !free(b)) return false;
      for (const community of [a, b]) used.set(community, (used.get(community) ?? 0) + 1);
      return true;
    });
}
