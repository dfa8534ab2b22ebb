/**
 * What one can do, by whatever hand: each deed changes the state, and the views follow it. Nothing is drawn here.
 */

import { flipped } from "./controls.js";
import { announce } from "./dom.js";

/** @import {Graph, Node, Seen, Settings} from "./types" */
/** @import {State} from "./state.js" */

/**
 * What deeds need to know of the page.
 * @typedef {{look: (settings: Settings, wanted: Node[]) => Seen, placeOf: (node: Node) => [number, number], reveal: (ids: string[]) => void,
 *   redrawPanel: () => void, walk: () => import("./walk.js").Walk}} Page
 */

/** @param {Graph} graph @param {State} state @param {Page} page @returns {import("./cards.js").Actions} */
export function makeActions(graph, state, page) {
  return {
    showNode(id) {
      const node = graph.node.get(id);
      if (!node) return;
      if (state.pathStart && state.pathStart !== node) {
        const from = state.pathStart;
        state.pathStart = null;
        state.chosen = null;
        state.change({ path: [from.id, node.id], opened: [], only: false, overview: false });
        return;
      }
      unhide(node);
      state.choose({ node });
      page.reveal([id]);
    },
    showEdge(id) {
      const edge = graph.edge.get(id);
      if (!edge) return;
      if (edge.covered && !state.settings.roles) state.change({ roles: true });
      unhide(edge.source);
      unhide(edge.target);
      state.choose({ edge });
      page.reveal([edge.source.id, edge.target.id]);
    },
    only(node) {
      const { opened, only } = state.settings;
      state.chosen = { node };
      state.change({
        opened: only ? [...opened.filter((id) => id !== node.id), node.id] : [node.id],
        only: true,
        path: null,
        overview: false,
      });
    },
    async grow(node) {
      if (!(await page.walk()?.load(node.id))) return;
      const { opened } = state.settings;
      state.chosen = { node };
      state.change({ opened: [...opened.filter((id) => id !== node.id), node.id], path: null, overview: false });
    },
    add(node) {
      state.change({ opened: [...state.settings.opened, node.id], overview: false });
    },
    collapse(node) {
      const opened = state.settings.opened.filter((id) => id !== node.id);
      state.change({ opened, only: state.settings.only && opened.length > 0 });
    },
    pathFrom(node) {
      state.pathStart = node;
      page.redrawPanel();
      announce(node ? `Choose where a path from ${node.name} should lead.` : "");
    },
    hide(node) {
      state.chosen = null;
      state.change({ hidden: flipped(state.settings.hidden, node.id), opened: state.settings.opened.filter((id) => id !== node.id) });
    },
    pin(node) {
      const { [node.id]: old, ...rest } = state.settings.pinned;
      state.change({ pinned: old ? rest : { ...rest, [node.id]: page.placeOf(node) } });
    },
    openCommunity(number) {
      state.chosen = { community: number };
      state.change({ community: number, overview: false, opened: [], only: false, path: null });
    },
    back() {
      state.pathStart = null;
      state.chosen = null;
      const { opened, only, path, community } = state.settings,
        whole = { opened: [], only: false, path: null, community: -1, overview: graph.overview && graph.communities.length > 0 };
      if (opened.length || only || path || community >= 0 || state.settings.overview !== whole.overview) state.change(whole);
      else state.choose(null);
    },
  };

  /** What was found by search is shown, whatever was hidden or opened before. @param {Node} node */
  function unhide(node) {
    const { settings } = state;
    /** @type {Partial<Settings>} */
    const part = {};
    if (settings.hidden.includes(node.id)) part.hidden = settings.hidden.filter((id) => id !== node.id);
    if (settings.groups.includes(node.group)) part.groups = settings.groups.filter((id) => id !== node.group);
    if (settings.overview) part.overview = false;
    if (!page.look({ ...settings, ...part }, [node]).nodeSet.has(node)) Object.assign(part, { only: false, opened: [], path: null });
    if (Object.keys(part).length) state.change(part);
  }
}
