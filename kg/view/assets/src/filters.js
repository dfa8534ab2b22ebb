/**
 * Decides what is seen: the graph and the settings come in, the nodes and edges to show go out. Pure: nothing is drawn or changed.
 */

import { overlap } from "./time.js";

/** @import {Days, Edge, Graph, Node, Seen, Settings} from "./types" */

const CORE = 0.5; // share of the heaviest nodes in a picture; the rest link them
const COMPANY = 16; // neighbours that come along with what is chosen and was not drawn
const LINKS = 3; // nodes of the core that one node links; more tell no more of it

/** @typedef {"groups" | "statuses" | "relations" | "outlets" | "time"} Facet */

/**
 * @param {Graph} graph @param {Settings} settings @param {Facet} [without] a filter to leave aside
 * @returns {(edge: Edge) => boolean} whether an edge passes the filters
 */
export function passer(graph, settings, without) {
  const off = (/** @type {Facet} */ name, /** @type {string[]} */ list) => new Set(without === name ? [] : list);
  const groups = off("groups", settings.groups),
    statuses = off("statuses", settings.statuses),
    relations = off("relations", settings.relations);
  const outlets = new Set([...off("outlets", settings.outlets)].map((name) => graph.outlets.indexOf(name)));
  const hidden = new Set(settings.hidden),
    timely = without === "time" ? () => true : clockwise(settings);
  const nodeOn = (/** @type {Node} */ node) => !groups.has(node.group) && !hidden.has(node.id);
  return (edge) =>
    (settings.roles || !edge.covered) &&
    !statuses.has(edge.status) &&
    !relations.has(edge.relation) &&
    nodeOn(edge.source) &&
    nodeOn(edge.target) &&
    (settings.confidence === 0 || (edge.confidence ?? 1) >= settings.confidence) &&
    (outlets.size === 0 || edge.publishers.length === 0 || edge.publishers.some((number) => !outlets.has(number))) &&
    timely(edge);
}

/** @param {Settings} settings @param {Edge} edge @returns {Days[]} the times of an edge by the clock that is set */
export const timesOf = (settings, edge) => edge[settings.clock];

/** @param {Settings} settings @returns {(edge: Edge) => boolean} */
function clockwise(settings) {
  const { time, undated } = settings;
  if (!time && undated) return () => true;
  return (edge) => {
    const times = timesOf(settings, edge);
    return times.length === 0 ? undated : !time || times.some((span) => overlap(span, time));
  };
}

/** @param {Settings} settings @returns {(node: Node) => boolean} whether a node without edges passes the filters */
function lonelyPasser(settings) {
  const { time, undated } = settings;
  return (node) => settings.loose && node.edges.length === 0 && (node.days ? !time || overlap(node.days, time) : undated);
}

/** @param {Node} node @param {(edge: Edge) => boolean} passes @returns {Node[]} the node and its neighbours, as far as edges pass */
export function surroundings(node, passes) {
  const found = new Set([node]);
  for (const edge of node.edges) if (passes(edge)) found.add(edge.source).add(edge.target);
  return [...found];
}

/**
 * The nodes and edges on shortest ways between two nodes, whatever the edges' direction.
 * @param {Node} from @param {Node} to @param {(edge: Edge) => boolean} passes
 * @returns {Edge[]} none if there is no way
 */
export function shortestWays(from, to, passes) {
  const steps = new Map([[from, 0]]);
  for (let rim = [from], length = 1; rim.length > 0 && !steps.has(to); length++) {
    /** @type {Node[]} */
    const next = [];
    for (const node of rim) {
      for (const edge of node.edges) {
        const other = edge.source === node ? edge.target : edge.source;
        if (passes(edge) && !steps.has(other)) {
          steps.set(other, length);
          next.push(other);
        }
      }
    }
    rim = next;
  }
  return steps.has(to) ? backwards(to, steps, passes) : [];
}

/** @param {Node} to @param {Map<Node, number>} steps @param {(edge: Edge) => boolean} passes @returns {Edge[]} */
function backwards(to, steps, passes) {
  /** @type {Set<Edge>} */
  const found = new Set();
  for (let rim = new Set([to]); rim.size > 0; ) {
    /** @type {Set<Node>} */
    const next = new Set();
    for (const node of rim) {
      for (const edge of node.edges) {
        const other = edge.source === node ? edge.target : edge.source;
        if (passes(edge) && steps.get(other) === (steps.get(node) ?? 0) - 1) {
          found.add(edge);
          next.add(other);
        }
      }
    }
    rim = next;
  }
  return [...found];
}

/**
 * @param {Graph} graph @param {Settings} settings @param {Node[]} wanted nodes to draw in any case: what is chosen
 * @returns {Seen}
 */
export function seen(graph, settings, wanted = []) {
  const passes = passer(graph, settings),
    passing = graph.edges.filter(passes),
    hidden = new Set(settings.hidden);
  if (settings.path) {
    const [from, to] = settings.path.map((id) => /** @type {Node} */ (graph.node.get(id)));
    const ways = shortestWays(from, to, passes);
    return gathered(ways, [from, to], 0);
  }
  const opened = settings.opened
    .map((id) => /** @type {Node} */ (graph.node.get(id)))
    .filter((node) => !hidden.has(node.id) && !settings.groups.includes(node.group));
  const near = new Set(opened.flatMap((node) => surroundings(node, passes)));
  if (settings.only) return among(near, passing, 0);
  const lonely = graph.nodes.filter(lonelyPasser(settings)).filter((node) => !settings.groups.includes(node.group) && !hidden.has(node.id));
  const inside = settings.community < 0 ? () => true : (/** @type {Node} */ node) => node.community === settings.community;
  const weights = weigh(passing, inside);
  for (const node of lonely) if (inside(node)) weights.set(node, 0);
  const ranked = weights.size <= settings.most ? [...weights.keys()] : telling(weights, settings.most, passes);
  const chosen = wanted.filter((node) => !hidden.has(node.id) && !settings.groups.includes(node.group));
  const roles = rolesOf(chosen, graph, settings, passes),
    rankedSet = new Set(ranked);
  const company = chosen.filter((node) => !rankedSet.has(node)).flatMap((node) => surroundings(node, passes).slice(0, COMPANY));
  const drawn = new Set([...ranked, ...near, ...chosen, ...company, ...roles.flatMap((edge) => [edge.source, edge.target])]);
  return among(drawn, [...passing, ...roles], weights.size - ranked.length);
}

/**
 * What is chosen and has only roles that verbs tell ("a claim") is drawn with these, as nothing else would show what it is about.
 * @param {Node[]} chosen @param {Graph} graph @param {Settings} settings @param {(edge: Edge) => boolean} passes @returns {Edge[]}
 */
function rolesOf(chosen, graph, settings, passes) {
  const withRoles = passer(graph, { ...settings, roles: true });
  return [...new Set(chosen.filter((node) => !node.edges.some(passes)).flatMap((node) => node.edges.filter(withRoles)))];
}

/** @param {Edge[]} edges @param {(node: Node) => boolean} inside @returns {Map<Node, number>} a node weighs as many as its edges have outlets */
function weigh(edges, inside) {
  /** @type {Map<Node, number>} */
  const weights = new Map();
  for (const edge of edges) {
    const worth = edge.covered ? 0.01 : Math.max(1, edge.outlets);
    for (const node of [edge.source, edge.target]) if (inside(node)) weights.set(node, (weights.get(node) ?? 0) + worth);
  }
  return weights;
}

/**
 * The nodes that tell most together: the heaviest, and those that link them best. A picture of the heaviest alone may have hardly an edge.
 * @param {Map<Node, number>} weights @param {number} most @param {(edge: Edge) => boolean} passes @returns {Node[]}
 */
function telling(weights, most, passes) {
  const heavier = (/** @type {Node} */ a, /** @type {Node} */ b) => (weights.get(b) ?? 0) - (weights.get(a) ?? 0) || a.index - b.index;
  const heaviest = [...weights.keys()].sort(heavier).slice(0, most),
    core = new Set(heaviest.slice(0, Math.ceil(most * CORE)));
  /** @type {Map<Node, Set<Node>>} */
  const links = new Map();
  for (const node of core) {
    for (const edge of node.edges) {
      const other = edge.source === node ? edge.target : edge.source;
      if (!passes(edge) || !weights.has(other) || other === node) continue;
      const linked = links.get(other);
      if (linked) linked.add(node);
      else links.set(other, new Set([node]));
    }
  }
  const count = (/** @type {Node} */ node) => Math.min(LINKS, links.get(node)?.size ?? 0);
  const others = [...links.keys()].filter((node) => !core.has(node)).sort((a, b) => count(b) - count(a) || heavier(a, b));
  return [...new Set([...core, ...others, ...heaviest])].slice(0, most);
}

/** @param {Set<Node>} nodes @param {Edge[]} passing @param {number} over @returns {Seen} */
function among(nodes, passing, over) {
  return gathered(
    passing.filter((edge) => nodes.has(edge.source) && nodes.has(edge.target)),
    [...nodes],
    over,
  );
}

/** @param {Edge[]} edges @param {Node[]} nodes @param {number} over @returns {Seen} in the graph's order */
function gathered(edges, nodes, over) {
  const nodeSet = new Set(nodes);
  for (const edge of edges) nodeSet.add(edge.source).add(edge.target);
  const sorted = [...edges].sort((a, b) => a.index - b.index);
  return { nodes: [...nodeSet].sort((a, b) => a.index - b.index), edges: sorted, nodeSet, edgeSet: new Set(sorted), over };
}

/**
 * How many things each choice of a filter holds, given all other filters.
 * @param {Graph} graph @param {Settings} settings
 */
export function counts(graph, settings) {
  const count = () => /** @type {Map<string, number>} */ (new Map());
  const add = (/** @type {Map<string, number>} */ map, /** @type {string} */ key) => map.set(key, (map.get(key) ?? 0) + 1);
  const found = { groups: count(), statuses: count(), relations: count(), outlets: count(), covered: 0, loose: 0 };
  for (const name of /** @type {const} */ (["statuses", "relations", "outlets"])) {
    const passes = passer(graph, settings, name);
    for (const edge of graph.edges) {
      if (!passes(edge)) continue;
      if (name === "statuses") add(found.statuses, edge.status);
      else if (name === "relations") add(found.relations, edge.relation);
      else for (const number of edge.publishers) add(found.outlets, graph.outlets[number]);
    }
  }
  const passes = passer(graph, settings, "groups"),
    alone = lonelyPasser(settings);
  for (const node of graph.nodes) if (node.edges.some(passes) || alone(node)) add(found.groups, node.group);
  found.covered = graph.edges.filter((edge) => edge.covered).length;
  found.loose = graph.nodes.filter((node) => node.edges.length === 0).length;
  return found;
}

/** @param {Settings} settings @returns {number} how many filters are set */
export function filtersSet(settings) {
  const lists = [settings.groups, settings.statuses, settings.relations, settings.outlets, settings.hidden];
  return (
    lists.filter((list) => list.length > 0).length +
    [settings.time !== null, !settings.undated, settings.confidence > 0].filter(Boolean).length
  );
}
