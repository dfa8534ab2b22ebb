/**
 * Puts the page together: reads the data block, and keeps picture, table, timeline, map, legend and panel in step with the one state.
 *
 * For scripts and tests, `window.kgView` holds: `showNode(id)`, `showEdge(id)`, `search(text)`, `visible()`, `labels()`, `state`, `graph`, `network`, `file(format)`.
 */

import { makeActions } from "./actions.js";
import { makeCards } from "./cards.js";
import { drawFilters, drawLegend, makeConfidence } from "./controls.js";
import { unpack } from "./data.js";
import { announce, byId, counted, el } from "./dom.js";
import { csv, download, fileName, gexf, graphml, png, svgFile } from "./exports.js";
import { counts, passer, seen as see, shortestWays } from "./filters.js";
import { makeMap } from "./map.js";
import { makePicture } from "./picture.js";
import { sceneOf } from "./scene.js";
import { makeSearch } from "./search.js";
import { fromHash, makeState, toHash } from "./state.js";
import { spread } from "./spread.js";
import { makeTable } from "./table.js";
import { makeTimeBar } from "./timebar.js";
import { makeTimeline } from "./timeline.js";
import { makeWalk } from "./walk.js";

/** @import {Node, Seen, Settings} from "./types" */

const VIEWS = /** @type {const} */ (["picture", "timeline", "map", "table"]);
const OWN_PAGE = window.top === window; // in a notebook's frame there is no address to write to

const graph = unpack(JSON.parse(byId("data").textContent ?? "{}"));
const state = makeState(graph);
const title = document.title;
const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** @type {Seen} */
let seen = { nodes: [], edges: [], nodeSet: new Set(), edgeSet: new Set(), over: 0 };
/** @type {Map<string, [number, number]>} */
let moved = new Map(); // by tidying
/** @type {Map<string, [number, number]>} */
let roomy = new Map(); // places at which the names of what is drawn find room
let scope = "";
const SPACE = 8000; // pixels of the screen for a node with its name; more nodes than find room are drawn on demand only

/** The picture holds as many nodes as find room, the other views all that pass the filters. @param {Settings} settings @param {Node[]} [wanted] */
function look(settings, wanted) {
  const most = state.view !== "picture" || settings.overview ? Infinity : settings.most || Math.min(graph.most, room);
  return see(graph, { ...settings, most }, wanted);
}
let room = 24;
function measure() {
  const { width, height } = byId("stage").getBoundingClientRect();
  room = Math.max(24, Math.floor((width * height) / SPACE));
}
const upright = () => byId("stage").clientHeight > 1.25 * byId("stage").clientWidth;

const walk = makeWalk(graph, graph.walk, () => drawControls());
const actions = makeActions(graph, state, {
  look,
  reveal: (ids) => reveal(ids),
  redrawPanel: () => drawPanel(),
  walk: () => walk,
  placeOf(node) {
    const mark = picture.scene().marks.find(({ id }) => id === node.id);
    return inPlane(mark?.x ?? 0, mark?.y ?? 0);
  },
});

/** @param {number} x @param {number} y where it is drawn @returns {[number, number]} its place, however the screen is turned */
const inPlane = (x, y) => (upright() ? [Math.round(y), Math.round(x)] : [Math.round(x), Math.round(y)]);

// ---------- the views

const picture = makePicture(byId("canvas"), {
  node(id) {
    const community = /^community (\d+)$/.exec(id);
    if (community && state.settings.overview) state.choose({ community: Number(community[1]) });
    else actions.showNode(id);
  },
  edge(id) {
    if (graph.edge.has(id)) actions.showEdge(id);
  },
  nothing() {
    if (!state.pathStart) state.choose(null);
  },
  open(id) {
    const community = /^community (\d+)$/.exec(id),
      node = graph.node.get(id);
    if (community && state.settings.overview) actions.openCommunity(Number(community[1]));
    else if (node && walk?.isNew(node)) void actions.grow(node);
    else if (node)
      state.settings.opened.includes(id) && state.settings.only && state.settings.opened.length > 1
        ? actions.collapse(node)
        : actions.only(node);
  },
  moved(id, x, y) {
    if (graph.node.has(id)) state.change({ pinned: { ...state.settings.pinned, [id]: inPlane(x, y) } });
  },
});
const cards = makeCards(graph, state, actions, () => walk),
  table = makeTable(cards, actions),
  timeline = makeTimeline(graph, actions),
  map = makeMap(actions);
const timeBar = makeTimeBar(graph, state),
  drawConfidence = makeConfidence(state),
  search = makeSearch(graph, (node) => actions.showNode(node.id), walk ? "/search" : "");

function reveal(/** @type {string[]} */ ids) {
  if (state.view === "picture") picture.reveal(ids, still());
}

function drawPicture() {
  picture.show(sceneOf(graph, state, seen, new Map([...roomy, ...moved]), upright()), state.chosen?.node?.id, state.chosen?.edge?.id);
  byId("nothing").hidden = seen.nodes.length > 0;
  byId("nothing").textContent = graph.nodes.length ? "Nothing passes the filters." : "Nothing to draw: the network has no nodes.";
}

function drawView() {
  for (const view of VIEWS) {
    byId(view).hidden = view !== state.view;
    byId(`to-${view}`).setAttribute("aria-pressed", String(view === state.view));
  }
  for (const id of ["fit", "tidy", "export-png", "export-svg"]) byId(id).hidden = state.view !== "picture";
  if (state.view === "picture") drawPicture();
  if (state.view === "table") table.draw(seen);
  if (state.view === "timeline") timeline.draw(seen, state.chosen?.node);
  if (state.view === "map") map?.draw(seen, state.chosen?.node);
}

function drawPanel() {
  const { chosen, settings } = state,
    panel = byId("panel");
  const content = state.pathStart
    ? cards.pathQuestion(state.pathStart)
    : chosen?.node
      ? cards.nodeCard(chosen.node, seen)
      : chosen?.edge
        ? cards.edgeCard(chosen.edge)
        : chosen?.community !== undefined
          ? cards.communityCard(chosen.community, seen)
          : settings.path
            ? cards.pathCard(seen)
            : cards.welcome(seen);
  const close = el(
    "button",
    {
      type: "button",
      class: "close",
      "aria-label": "Close the card",
      click: () => {
        state.pathStart = null;
        state.choose(null);
      },
    },
    "×",
  );
  const idle = !chosen && !state.pathStart && !settings.path;
  panel.classList.toggle("idle", idle);
  panel.replaceChildren(...(idle ? [] : [close]), ...content);
  panel.scrollTop = 0;
}

function drawCounts() {
  const { over } = seen;
  const left = over + graph.leftOut.nodes;
  byId("counts").textContent =
    `${counted(seen.nodes.length, "node")}, ${counted(seen.edges.length, "edge")}${left ? ` · ${left.toLocaleString("en")} nodes left out` : ""}`;
  byId("undo").toggleAttribute("disabled", !state.canUndo());
  byId("redo").toggleAttribute("disabled", !state.canRedo());
  const { only, path, community, overview } = state.settings,
    whole = !only && !path && community < 0;
  byId("whole").hidden = whole && (overview || !graph.overview);
}

function drawControls() {
  const found = counts(graph, state.settings);
  drawLegend(graph, state, found);
  drawFilters(graph, state, found);
  drawConfidence();
  timeBar.draw();
}

/** @param {"settings" | "chosen" | "view"} what */
function follow(what) {
  if (what === "settings") drawControls();
  seen = look(
    state.settings,
    [state.chosen?.node, state.chosen?.edge?.source, state.chosen?.edge?.target].filter((node) => node !== undefined),
  );
  drawCounts();
  drawView();
  if (what !== "view" || !state.chosen) drawPanel();
  const { opened, only, path, community, overview, most } = state.settings,
    now = JSON.stringify([only && opened, path, community, overview, most]);
  if (now !== scope || what === "view") {
    if (now !== scope) map?.refit();
    scope = now;
    if (state.view === "picture") settle();
  }
  write();
}

/** What is drawn anew as a whole finds room for its names and fills the screen. */
function settle() {
  picture.resize();
  const [width, height] = picture.inner();
  roomy = new Map();
  const { marks } = sceneOf(graph, state, seen, moved, upright());
  roomy = new Map([...spread(marks, width, height)].map(([id, [x, y]]) => [id, inPlane(x, y)]));
  drawPicture();
  picture.fit();
}

let writing = 0;
function write() {
  if (!OWN_PAGE) return;
  clearTimeout(writing);
  writing = setTimeout(() => {
    const hash = toHash(graph, state);
    if (hash !== location.hash.slice(1)) history.replaceState(null, "", hash ? `#${hash}` : location.pathname + location.search);
  }, 150); // browsers refuse more than some hundred changes in half a minute
}

function read() {
  const { settings, chosen, view } = fromHash(graph, location.hash.slice(1));
  if (view === "map" && !map) state.view = "picture";
  else state.view = view;
  state.chosen = chosen;
  state.settings = settings;
  drawControls();
  measure();
  follow("settings");
}

// ---------- exports

/** @type {Record<string, () => Promise<Blob> | Blob>} */
const FILES = {
  png: () => png(byId("canvas"), title),
  svg: () => new Blob([svgFile(picture, title)], { type: "image/svg+xml" }),
  gexf: () => new Blob([gexf(seen, new Map(picture.scene().marks.map((mark) => [mark.id, mark])))], { type: "application/xml" }),
  graphml: () => new Blob([graphml(seen)], { type: "application/xml" }),
  csv: () => new Blob(["\ufeff", csv(seen)], { type: "text/csv" }), // the mark tells spreadsheets that it is UTF-8
};

for (const [format, make] of Object.entries(FILES)) {
  byId(`export-${format}`).addEventListener("click", async () => {
    byId("exports").removeAttribute("open");
    download(`${fileName(title)}.${format}`, await make());
    announce(`The ${format.toUpperCase()} file of what is seen was made.`);
  });
}

// ---------- wiring

for (const view of VIEWS) byId(`to-${view}`).addEventListener("click", () => state.look(view));
byId("to-map").hidden = !map;
byId("fit").addEventListener("click", () => picture.fit());
byId("reset").addEventListener("click", () => state.reset());
byId("whole").addEventListener("click", actions.back);
byId("undo").addEventListener("click", () => state.undo());
byId("redo").addEventListener("click", () => state.redo());
byId("tidy").addEventListener("click", () =>
  picture.tidy((places) => {
    moved = new Map([...moved, ...[...places].map(([id, [x, y]]) => /** @type {[string, [number, number]]} */ ([id, inPlane(x, y)]))]);
    drawPicture();
    picture.fit();
  }),
);
byId("theme").addEventListener("click", () => {
  const { dataset } = document.documentElement,
    dark = dataset.theme ? dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  dataset.theme = dark ? "light" : "dark";
  drawView();
});
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawView);
byId("to-filters").addEventListener("click", () => showFilters(byId("filters").hasAttribute("hidden")));
byId("close-filters").addEventListener("click", () => {
  showFilters(false);
  byId("to-filters").focus();
});

/** @param {boolean} on */
function showFilters(on) {
  byId("filters").hidden = !on;
  byId("to-filters").setAttribute("aria-expanded", String(on));
  measure();
  scope = "";
  follow("view");
}

document.addEventListener("click", (event) => {
  if (!(/** @type {Element} */ (event.target).closest("#exports"))) byId("exports").removeAttribute("open");
});
document.addEventListener("keydown", (event) => {
  const target = /** @type {HTMLElement} */ (event.target),
    typing = target.matches("input[type=search], textarea, select");
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z" && !typing) {
    event.shiftKey ? state.redo() : state.undo();
    event.preventDefault();
  } else if (event.ctrlKey || event.metaKey || event.altKey) return;
  else if (event.key === "/" && !typing) {
    byId("search").focus();
    event.preventDefault();
  } else if (event.key === "Escape") {
    search.clear();
    byId("exports").removeAttribute("open");
    actions.back();
    if (state.view === "picture") picture.fit();
  }
});
byId("canvas").addEventListener("keydown", (event) => {
  const step = { ArrowLeft: [-60, 0], ArrowRight: [60, 0], ArrowUp: [0, -60], ArrowDown: [0, 60] }[event.key],
    zoom = { "+": 1.25, "=": 1.25, "-": 0.8 }[event.key];
  if (!step && !zoom) return;
  picture.move(step?.[0] ?? 0, step?.[1] ?? 0, zoom ?? 1);
  event.preventDefault();
});
window.addEventListener("hashchange", read);
let resized = 0;
window.addEventListener("resize", () => {
  clearTimeout(resized);
  resized = setTimeout(() => {
    measure();
    scope = "";
    follow("view");
  }, 150);
});

state.listen(follow);
const asked = location.hash.slice(1);
read();
if (walk && asked)
  void walk.restore(asked).then((came) => {
    if (!came) return;
    history.replaceState(null, "", `#${asked}`);
    read();
  });

Object.assign(window, {
  kgView: {
    showNode: actions.showNode,
    showEdge: actions.showEdge,
    search: (/** @type {string} */ text) => search.search(text).map((node) => node.id),
    visible: () => ({ nodes: seen.nodes.map((node) => node.id), edges: seen.edges.map((edge) => edge.id) }),
    labels: () => picture.labels(),
    state,
    graph,
    picture,
    map,
    network: picture.network,
    actions,
    timeBar,
    walk,
    file: async (/** @type {string} */ format) => FILES[format](),
    path: (/** @type {string} */ from, /** @type {string} */ to) =>
      shortestWays(/** @type {Node} */ (graph.node.get(from)), /** @type {Node} */ (graph.node.get(to)), passer(graph, state.settings)).map(
        (edge) => edge.id,
      ),
  },
});
