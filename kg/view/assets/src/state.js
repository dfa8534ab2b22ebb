/**
 * The one state of the page: what is filtered, hidden, opened and chosen. Every change goes through `change`, which undo takes back and all views follow.
 * The address keeps the state after "#", so that a link or a reload shows the same.
 */

/** @import {Chosen, Days, Graph, Node, Settings, View} from "./types" */

const KEPT = 200; // steps back

/** @param {Graph} graph @returns {Settings} nothing filtered */
export const beginning = (graph) => ({
  groups: [],
  statuses: [],
  relations: [],
  outlets: [],
  time: null,
  clock: "happened",
  undated: true,
  confidence: 0,
  roles: false,
  loose: !graph.edges.some((edge) => !edge.covered),
  most: 0,
  hidden: [],
  pinned: {},
  opened: [],
  only: false,
  path: null,
  community: -1,
  overview: graph.overview && graph.communities.length > 0,
  fields: false,
});

/** @param {Graph} graph */
export function makeState(graph) {
  /** @type {Settings[]} */
  let past = [];
  /** @type {Settings[]} */
  let future = [];
  /** @type {((what: "settings" | "chosen" | "view") => void)[]} */
  const listeners = [];
  const tell = (/** @type {"settings" | "chosen" | "view"} */ what) => listeners.forEach((listener) => listener(what));
  const state = {
    settings: beginning(graph),
    chosen: /** @type {Chosen | null} */ (null),
    /** Where a path begins whose end is yet to be chosen. */
    pathStart: /** @type {Node | null} */ (null),
    view: /** @type {View} */ ("picture"),
    /** @param {(what: "settings" | "chosen" | "view") => void} listener called after every change */
    listen(listener) {
      listeners.push(listener);
    },
    /** @param {Partial<Settings>} part @param {boolean} [lasting] false while a slider is being moved: no step of its own */
    change(part, lasting = true) {
      if (lasting) {
        past = [...past.slice(-KEPT), state.settings];
        future = [];
      }
      state.settings = { ...state.settings, ...part };
      tell("settings");
    },
    /** @param {Chosen | null} chosen */
    choose(chosen) {
      state.chosen = chosen;
      tell("chosen");
    },
    /** @param {View} view */
    look(view) {
      state.view = view;
      tell("view");
    },
    undo() {
      [past, future] = step(past, future);
    },
    redo() {
      [future, past] = step(future, past);
    },
    canUndo: () => past.length > 0,
    canRedo: () => future.length > 0,
    reset() {
      state.change(beginning(graph));
    },
  };
  /** @param {Settings[]} from @param {Settings[]} to @returns {[Settings[], Settings[]]} */
  function step(from, to) {
    const last = from.at(-1);
    if (!last) return [from, to];
    const left = [...to, state.settings];
    state.settings = last;
    tell("settings");
    return [from.slice(0, -1), left];
  }
  return state;
}

/** @typedef {ReturnType<typeof makeState>} State */

const LISTS = /** @type {const} */ (["groups", "statuses", "relations", "outlets", "hidden", "opened"]);
const SWITCHES = /** @type {const} */ (["undated", "roles", "loose", "only", "overview", "fields"]);
const NUMBERS = /** @type {const} */ (["confidence", "most", "community"]);
const VIEWS = /** @type {const} */ (["picture", "timeline", "map", "table"]);

/** @param {Graph} graph @param {State} state @returns {string} what differs from the beginning, as text for an address */
export function toHash(graph, state) {
  const words = new URLSearchParams(),
    start = beginning(graph),
    now = state.settings;
  if (state.view !== "picture") words.set("view", state.view);
  if (state.chosen?.node) words.set("node", state.chosen.node.id);
  if (state.chosen?.edge) words.set("edge", state.chosen.edge.id);
  for (const name of LISTS) for (const value of now[name]) words.append(name, value);
  for (const name of SWITCHES) if (now[name] !== start[name]) words.set(name, now[name] ? "1" : "0");
  for (const name of NUMBERS) if (now[name] !== start[name]) words.set(name, String(now[name]));
  if (now.time) words.set("time", now.time.join("_"));
  if (now.clock !== start.clock) words.set("clock", now.clock);
  if (now.path) now.path.forEach((end) => words.append("path", end));
  for (const [id, place] of Object.entries(now.pinned)) words.append("pin", [...place, id].join("_"));
  return words.toString();
}

/**
 * Read what an address says; what it says wrongly, or of things that are not in the graph, is left out.
 * @param {Graph} graph @param {string} hash without "#"
 * @returns {{settings: Settings, chosen: Chosen | null, view: View}}
 */
export function fromHash(graph, hash) {
  const words = new URLSearchParams(hash),
    settings = beginning(graph);
  const known = (/** @type {string} */ id) => graph.node.has(id);
  for (const name of LISTS)
    settings[name] = words.getAll(name).filter((value) => (name === "hidden" || name === "opened" ? known(value) : true));
  for (const name of SWITCHES) if (words.has(name)) settings[name] = words.get(name) === "1";
  for (const name of NUMBERS) if (words.has(name)) settings[name] = Number(words.get(name)) || 0;
  settings.most = Math.max(0, Math.floor(settings.most));
  if (!graph.communities[settings.community]) settings.community = -1;
  const time = (words.get("time") ?? "").split("_").map(Number);
  if (time.length === 2 && time.every(Number.isFinite)) settings.time = /** @type {Days} */ (time);
  if (words.get("clock") === "published") settings.clock = "published";
  const path = words.getAll("path");
  if (path.length === 2 && path.every(known)) settings.path = [path[0], path[1]];
  for (const pin of words.getAll("pin")) {
    const [x, y, ...rest] = pin.split("_"),
      id = rest.join("_");
    if (known(id) && Number.isFinite(Number(x)) && Number.isFinite(Number(y))) settings.pinned[id] = [Number(x), Number(y)];
  }
  const node = graph.node.get(words.get("node") ?? ""),
    edge = graph.edge.get(words.get("edge") ?? "");
  const view = VIEWS.find((name) => name === words.get("view")) ?? "picture";
  return { settings, view, chosen: node ? { node } : edge ? { edge } : null };
}
