/**
 * Walks a graph that a server keeps: a node comes in, what else it is linked to is asked for and put into the graph. Only a page that says so asks anybody.
 */

import { merge } from "./data.js";
import { announce, counted } from "./dom.js";

/** @import {Graph, Node, Start} from "./types" */

const HERE = "/id/"; // the path at which the server shows a thing in words
const RESTORED = 20; // nodes of an address that are asked for

/**
 * @param {Graph} graph @param {Start | undefined} start what the page holds already; undefined: the page asks nobody
 * @param {() => void} grown called after the graph has grown
 */
export function makeWalk(graph, start, grown) {
  const ask = /** @type {NonNullable<Window["kgAsk"]>} */ (window.kgAsk);
  if (!start || !ask) return null;
  const { base } = start;
  /** The number of the page that follows, by node; null: all is here. @type {Map<string, number | null>} */
  const next = new Map([[start.node, start.next]]);
  /** @type {Set<string>} */
  const asking = new Set();
  const path = (/** @type {string} */ id) => id.slice(base.length);
  const ours = (/** @type {string} */ id) => id.startsWith(base);

  /** Ask for the next page of what a node is linked to. @param {string} id @returns {Promise<boolean>} whether it came */
  async function load(id) {
    const page = next.has(id) ? next.get(id) : 1;
    if (page === null || asking.has(id) || !ours(id)) return false;
    asking.add(id);
    try {
      const answer = await ask(`/around/${path(id)}?page=${page}`);
      if (!answer.ok) throw new Error((await answer.text()).slice(0, 300));
      const block = await answer.json();
      const before = graph.nodes.length;
      merge(graph, block);
      next.set(id, block.walk.next);
      announce(`${counted(graph.nodes.length - before, "node")} came from the server.`);
      grown();
      return true;
    } catch (error) {
      announce(`The server did not answer: ${error instanceof Error ? error.message : error}`);
      return false;
    } finally {
      asking.delete(id);
    }
  }

  return {
    load,
    /** Whether the server may know of more. @param {Node} node */
    hasMore: (node) => ours(node.id) && next.get(node.id) !== null,
    /** Whether nothing was asked about it yet. @param {Node} node */
    isNew: (node) => ours(node.id) && !next.has(node.id),
    /** Where the server tells of it in words. @param {Node} node */
    page: (node) => (ours(node.id) ? HERE + path(node.id) : ""),
    /** Ask for what an address names and the page does not hold. @param {string} hash @returns {Promise<boolean>} whether anything came */
    async restore(hash) {
      const words = new URLSearchParams(hash);
      const wanted = ["opened", "node", "path"].flatMap((name) => words.getAll(name)).filter((id) => ours(id) && !next.has(id));
      let came = false;
      for (const id of [...new Set(wanted)].slice(0, RESTORED)) came = (await load(id)) || came;
      return came;
    },
  };
}

/** @typedef {ReturnType<typeof makeWalk>} Walk */
