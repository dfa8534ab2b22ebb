/**
 * What can be said of nodes and edges beyond what the block holds: where an event was, how large its toll is, which reports stand against each other.
 * Values in, values out.
 */

/** @import {Edge, Evidence, Node, Toll} from "./types" */

const WITHIN = new Set(["place", "located in", "part of"]);

/** @param {Node} node @returns {Node | undefined} the place that an edge gives it, known to the map or not; the best told first */
export const placeOf = (node) => placesOf(node)[0];

/** @param {Node} node @returns {Node[]} the places that edges give it: told as fact first, then by most outlets, then the surest */
function placesOf(node) {
  const worth = (/** @type {Edge} */ edge) => [edge.status === "Reported" ? 1 : 0, edge.outlets, edge.confidence ?? 0];
  return node.edges
    .filter((edge) => edge.source === node && WITHIN.has(edge.relation) && edge.status !== "Denied")
    .map((edge) => ({ edge, worth: worth(edge) }))
    .sort((a, b) => b.worth[0] - a.worth[0] || b.worth[1] - a.worth[1] || b.worth[2] - a.worth[2] || a.edge.index - b.edge.index)
    .map(({ edge }) => edge.target);
}

/**
 * Where a thing is: its own point, or that of the place that an edge gives it.
 * @param {Node} node @returns {Node | undefined} the node that has the point or country
 */
export function siteOf(node) {
  if (node.at || node.country) return node;
  const near = placesOf(node);
  const told = near.find((place) => place.at) ?? near.find((place) => place.country);
  if (told) return told;
  const wider = near.flatMap((place) =>
    place.edges.filter((edge) => edge.source === place && WITHIN.has(edge.relation)).map((edge) => edge.target),
  );
  return wider.find((place) => place.at) ?? wider.find((place) => place.country);
}

/** @param {Toll} toll @returns {number} */
export const sizeOf = (toll) => toll.atLeast ?? toll.atMost ?? 0;

/** @param {Node} node @returns {number} the most people that a report counts at it, killed if any are; 0 if none does */
export function tollOf(node) {
  const killed = node.tolls.filter((toll) => toll.kind === "killed");
  return Math.max(0, ...(killed.length ? killed : node.tolls).map(sizeOf));
}

/** @param {Node} node @returns {{kind: string, tolls: Toll[]}[]} its tolls by kind, in the order of reporting */
export function tollsByKind(node) {
  return [...new Set(node.tolls.map((toll) => toll.kind))].map((kind) => ({
    kind,
    tolls: node.tolls.filter((toll) => toll.kind === kind),
  }));
}

/** @typedef {{edge: Edge, how: string}} Rival */

/**
 * The other reports of what an edge tells: the same with another status or by another voice, and another one in the same part in an event that is not settled.
 * @param {Edge} edge @returns {Rival[]}
 */
export function rivalsOf(edge) {
  /** @type {Rival[]} */
  const found = [];
  for (const other of edge.source.edges) {
    if (other === edge) continue;
    const same = other.relation === edge.relation,
      pair = other.source === edge.source && other.target === edge.target;
    if (same && (pair || (edge.symmetric && other.source === edge.target && other.target === edge.source))) {
      if (other.status !== edge.status || other.accordingTo !== edge.accordingTo) found.push({ edge: other, how: againstOf(edge, other) });
    } else if (
      same &&
      edge.origin === "role" &&
      edge.relation === "agent" &&
      other.source === edge.source &&
      (edge.status !== "Reported" || other.status !== "Reported")
    ) {
      found.push({ edge: other, how: "names another" });
    }
  }
  return [...found, ...denials(edge)];
}

/** @param {Edge} edge @param {Edge} other @returns {string} */
function againstOf(edge, other) {
  if ((other.status === "Denied") !== (edge.status === "Denied")) return "contradicts";
  return other.status === edge.status ? "says the same" : "says it otherwise";
}

/** Denials that one of its ends makes of the event at the other, or of the events that it was drawn from. @param {Edge} edge @returns {Rival[]} */
function denials(edge) {
  if (edge.relation === "denied") return [];
  const ends = new Set([edge.source, edge.target]),
    events = new Set([...ends, ...edge.through]);
  return [...events]
    .flatMap((event) => event.edges)
    .filter((other) => other.relation === "denied" && other !== edge && events.has(other.target) && ends.has(other.source))
    .filter((other, place, all) => all.indexOf(other) === place)
    .map((other) => ({ edge: other, how: "is denied" }));
}

/** @param {Edge} edge @returns {Edge[]} the other edges between its ends, either way, without roles that verbs tell */
export const besidesOf = (edge) =>
  edge.source.edges.filter(
    (other) =>
      other !== edge &&
      !other.covered &&
      [other.source, other.target].includes(edge.target) &&
      [other.source, other.target].includes(edge.source) &&
      (edge.source !== edge.target || other.source === other.target),
  );

/** @param {Evidence} evidence @returns {string} one line that names the sentence and where it stands */
export function citation({ pieces, start, end, from }) {
  const sentence = pieces
    .map(([text]) => text)
    .join("")
    .replace(/\s+/g, " ")
    .trim();
  const where = [
    from.publisher,
    from.title && `“${from.title}”`,
    from.published,
    !from.title && from.document,
    `characters ${start}–${end}`,
  ]
    .filter(Boolean)
    .join(", ");
  return `“${sentence}” (${where})${from.url ? ` ${from.url}` : ""}`;
}
