/**
 * Reads the data block (kg/view/README.md): packed JSON comes in, nodes and edges that know each other go out. Nothing is decided or drawn here.
 */

import { itemsOf } from "./columns.js";
import { daysOf } from "./time.js";

/** @import {Days, Document, Edge, Evidence, Graph, Node, Toll} from "./types" */

const MOST = 400;

/** @param {string} text @returns {string} the text without case and accents, for comparing names */
export const fold = (text) =>
  text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("ß", "ss").split(/\s+/).filter(Boolean).join(" ");

/** What stands for the outlet of an article that names none. */
export const UNNAMED = "Outlet not named";

/**
 * @param {any} packed the parsed data block
 * @returns {Graph}
 */
export function unpack(packed) {
  const block = { ...packed, nodes: itemsOf(packed.nodes), edges: itemsOf(packed.edges) };
  const evidence = reader(block.sentences ?? [], block.documents ?? []);
  /** @type {Node[]} */
  const nodes = block.nodes.map((/** @type {any} */ item, /** @type {number} */ index) => nodeOf(item, index, evidence));
  const outlets = numbered(),
    relations = numbered();
  const edges = block.edges.map((/** @type {any} */ item, /** @type {number} */ index) => edgeOf(item, index, nodes, evidence));
  for (const edge of edges) {
    const documents =
      block.edges[edge.index].evidence?.map((/** @type {number[]} */ piece) => block.documents[block.sentences[piece[0]][0]]) ?? [];
    edge.publishers = [...new Set(documents.map((/** @type {Document} */ d) => outlets.number(d.publisher || UNNAMED)))];
    edge.published = spans(documents.map((/** @type {Document} */ d) => daysOf(d.published)));
    relations.number(edge.relation);
    edge.source.edges.push(edge);
    if (edge.target !== edge.source) edge.target.edges.push(edge);
  }
  return {
    nodes,
    edges,
    outlets: outlets.values,
    relations: relations.values.sort((a, b) => a.localeCompare(b)),
    groups: block.groups,
    lines: block.lines,
    communities: block.communities ?? [],
    most: block.most || MOST,
    overview: block.overview === true,
    leftOut: block.leftOut ?? { nodes: 0, edges: 0 },
    walk: block.walk,
    node: new Map(nodes.map((node) => [node.id, node])),
    edge: new Map(edges.map((/** @type {Edge} */ edge) => [edge.id, edge])),
  };
}

/**
 * Put another data block into a graph: what it has already stays as it is.
 * @param {Graph} graph changed @param {any} packed
 */
export function merge(graph, packed) {
  const more = unpack({ groups: graph.groups, lines: graph.lines, ...packed });
  const here = (/** @type {Node} */ node) => /** @type {Node} */ (graph.node.get(node.id));
  const outlets = more.outlets.map((name) => {
    const known = graph.outlets.indexOf(name);
    return known < 0 ? graph.outlets.push(name) - 1 : known;
  });
  for (const node of more.nodes) {
    if (graph.node.has(node.id)) continue;
    const added = { ...node, index: graph.nodes.length, edges: [] };
    graph.nodes.push(added);
    graph.node.set(added.id, added);
  }
  for (const edge of more.edges) {
    if (graph.edge.has(edge.id)) continue;
    const added = {
      ...edge,
      index: graph.edges.length,
      source: here(edge.source),
      target: here(edge.target),
      through: edge.through.map(here),
      publishers: edge.publishers.map((number) => outlets[number]),
    };
    graph.edges.push(added);
    graph.edge.set(added.id, added);
    added.source.edges.push(added);
    if (added.target !== added.source) added.target.edges.push(added);
  }
  graph.relations = [...new Set([...graph.relations, ...more.relations])].sort((a, b) => a.localeCompare(b));
}

/** What a caller set may be anything: a text where a number belongs would stop the drawing. @param {unknown} value */
const number = (value) => (typeof value === "number" && Number.isFinite(value) ? value : undefined);

/** @param {unknown} value */
const text = (value) => (typeof value === "string" ? value : undefined);

/** @param {any} item @param {number} index @param {(packed: number[]) => Evidence} evidence @returns {Node} */
function nodeOf(item, index, evidence) {
  const name = String(item.name || item.label || item.id),
    aliases = item.aliases ?? [];
  return {
    x: number(item.x),
    y: number(item.y),
    at: item.at,
    country: item.country,
    color: text(item.color) ?? text(item.color?.background),
    shape: text(item.shape),
    size: number(item.size),
    id: item.id,
    index,
    name,
    label: String(item.label ?? name),
    group: item.group || "thing",
    type: item.type ?? "",
    aliases,
    ids: item.ids ?? [],
    date: item.date ?? "",
    documents: item.documents ?? 0,
    community: item.community ?? -1,
    edges: [],
    days: daysOf(item.date),
    keys: [name, ...aliases].map(fold),
    tolls: (item.tolls ?? []).map(
      (/** @type {any} */ toll) => /** @type {Toll} */ ({ ...toll, evidence: (toll.evidence ?? []).map(evidence) }),
    ),
  };
}

/** @param {any} item @param {number} index @param {Node[]} nodes @param {(packed: number[]) => Evidence} evidence @returns {Edge} */
function edgeOf(item, index, nodes, evidence) {
  const status = item.status || "Reported",
    relation = item.relation ?? String(item.label ?? "");
  const through = (item.through ?? []).map((/** @type {number} */ number) => nodes[number]);
  const source = nodes[item.from],
    target = nodes[item.to];
  return {
    confidence: number(item.confidence),
    color: text(item.color) ?? text(item.color?.color),
    width: number(item.width),
    dashes: item.dashes === true || (Array.isArray(item.dashes) && item.dashes.every(Number.isFinite)) ? item.dashes : undefined,
    id: item.id ?? `added-${index}`,
    index,
    source,
    target,
    relation,
    status,
    through,
    origin: item.origin ?? "",
    covered: item.covered === true,
    symmetric: item.symmetric === true,
    label: String(item.label ?? (status === "Reported" ? relation : `${relation} (${status.toLowerCase()})`)),
    accordingTo: item.accordingTo ?? "",
    outlets: item.outlets ?? 0,
    happened: spans([source, target, ...through].map((node) => node.days)),
    published: [],
    publishers: [],
    evidence: () => (item.evidence ?? []).map(evidence),
  };
}

/** @param {(Days | undefined)[]} found @returns {Days[]} */
const spans = (found) => /** @type {Days[]} */ (found.filter(Boolean));

/**
 * @param {[number, number, number, string][]} sentences @param {Document[]} documents
 * @returns {(packed: number[]) => Evidence} reads `[sentence, unmarked, marked, unmarked, …]`, lengths in UTF-16 units
 */
function reader(sentences, documents) {
  return ([number, ...lengths]) => {
    const [document, start, end, text] = sentences[number];
    /** @type {[string, boolean][]} */
    const pieces = [];
    let at = 0;
    lengths.forEach((length, place) => {
      if (length) pieces.push([text.slice(at, at + length), place % 2 === 1]);
      at += length;
    });
    return { pieces, start, end, from: documents[document] };
  };
}

/** Numbers texts in the order in which they first come. */
function numbered() {
  /** @type {Map<string, number>} */
  const numbers = new Map();
  /** @type {string[]} */
  const values = [];
  return {
    values,
    number(/** @type {string} */ text) {
      let number = numbers.get(text);
      if (number === undefined) numbers.set(text, (number = values.push(text) - 1));
      return number;
    },
  };
}
