/**
 * Legend and filters: they show what could be chosen, with counts, and tell the state what was chosen.
 */

import { bdi, button, byId, counted, el } from "./dom.js";
import { counts, filtersSet } from "./filters.js";
import { groupIcon, lineIcon } from "./look.js";
import { motion } from "./timebar.js";

/** @import {Graph} from "./types" */
/** @import {State} from "./state.js" */

const MANY = 2000; // nodes that a picture can hold at most and still be moved about

/** @param {string[]} list @param {string} value @returns {string[]} the list without the value, or with it */
export const flipped = (list, value) => (list.includes(value) ? list.filter((item) => item !== value) : [...list, value]);

/** Draw anew what an element holds, leaving the focus where it was. @param {HTMLElement} holder @param {HTMLElement[]} children */
function refill(holder, children) {
  const focused = document.activeElement?.getAttribute("data-key"),
    inside = holder.contains(document.activeElement);
  const open = new Set([...holder.querySelectorAll("details[open]")].map((element) => element.getAttribute("data-key")));
  holder.replaceChildren(...children);
  for (const element of holder.querySelectorAll("details"))
    if (open.has(element.getAttribute("data-key"))) element.setAttribute("open", "");
  if (inside && focused)
    /** @type {HTMLElement | undefined} */ (
      [...holder.querySelectorAll("[data-key]")].find((element) => element.getAttribute("data-key") === focused)
    )?.focus();
}

// ---------- legend

/** @param {Graph} graph @param {State} state @param {ReturnType<typeof counts>} found */
export function drawLegend(graph, state, found) {
  const { settings } = state;
  /** @param {string} key @param {boolean} on @param {() => void} click @param {Element} icon @param {string} words @param {number} number @param {string} [title] */
  const chip = (key, on, click, icon, words, number, title) =>
    el(
      "button",
      { type: "button", class: "chip", "data-key": key, "aria-pressed": String(on), title, click },
      icon,
      el("span", {}, words),
      el("span", { class: "n" }, number.toLocaleString("en")),
    );
  const kinds = graph.groups
    .filter(({ id }) => found.groups.get(id) || settings.groups.includes(id))
    .map(({ id, label }) =>
      chip(
        `group ${id}`,
        !settings.groups.includes(id),
        () => state.change({ groups: flipped(settings.groups, id) }),
        groupIcon(graph, id),
        label,
        found.groups.get(id) ?? 0,
      ),
    );
  const statuses = graph.lines
    .filter(({ status }) => found.statuses.get(status) || settings.statuses.includes(status))
    .map((line) =>
      chip(
        `status ${line.status}`,
        !settings.statuses.includes(line.status),
        () => state.change({ statuses: flipped(settings.statuses, line.status) }),
        lineIcon(line),
        line.status,
        found.statuses.get(line.status) ?? 0,
        line.meaning,
      ),
    );
  refill(byId("legend"), [
    el("div", { class: "chips", role: "group", "aria-label": "Kinds of nodes" }, ...kinds),
    el("div", { class: "chips", role: "group", "aria-label": "How edges are told" }, ...statuses),
  ]);
}

// ---------- filters

/** @param {Graph} graph @param {State} state @param {ReturnType<typeof counts>} found */
export function drawFilters(graph, state, found) {
  const { settings } = state;
  const number = filtersSet(settings),
    toggle = byId("to-filters");
  toggle.textContent = number ? `Filters (${number})` : "Filters";
  refill(byId("filter-list"), [
    checks("Relations", graph.relations, "relations", found.relations, state),
    checks(
      "Outlets",
      [...graph.outlets].sort((a, b) => (found.outlets.get(b) ?? 0) - (found.outlets.get(a) ?? 0)),
      "outlets",
      found.outlets,
      state,
    ),
    drawing(graph, state, found),
    ...hiddenNodes(graph, state),
  ]);
}

/** @param {string} title @param {string[]} values @param {"relations" | "outlets"} name @param {Map<string, number>} found @param {State} state */
function checks(title, values, name, found, state) {
  const off = state.settings[name];
  const shown = values.filter((value) => found.get(value) || off.includes(value));
  const rows = shown.map((value) =>
    el(
      "label",
      { class: "check" },
      el("input", {
        type: "checkbox",
        "data-key": `${name} ${value}`,
        checked: !off.includes(value),
        change: () => state.change({ [name]: flipped(state.settings[name], value) }),
      }),
      bdi(value),
      el("span", { class: "n" }, String(found.get(value) ?? 0)),
    ),
  );
  const all = el(
    "div",
    { class: "deeds" },
    button("All", () => state.change({ [name]: [] }), { "data-key": `all ${name}` }),
    button("None", () => state.change({ [name]: [...values] }), { "data-key": `none ${name}` }),
  );
  return el(
    "details",
    { "data-key": title, open: shown.length <= 12 && name === "outlets" },
    el("summary", {}, title, off.length ? ` (${values.length - off.length} of ${values.length})` : ` (${shown.length})`),
    all,
    el("div", { class: "checks" }, ...rows),
  );
}

/** The slider lies outside what is drawn anew, as it would be lost under the pointer. @param {State} state */
export function makeConfidence(state) {
  const output = el("output", {}),
    moves = motion(state);
  const slider = /** @type {HTMLInputElement} */ (
    el("input", {
      type: "range",
      min: 0,
      max: 100,
      step: 5,
      "aria-label": "Least confidence in percent",
      input: () => moves.step({ confidence: Number(slider.value) / 100 }),
      change: () => moves.end(),
    })
  );
  byId("confidence").replaceChildren(el("span", { class: "line" }, el("span", {}, "Confidence"), output), slider);
  return function draw() {
    const percent = Math.round(state.settings.confidence * 100);
    slider.value = String(percent);
    output.textContent = percent ? `at least ${percent} %` : "any";
    slider.setAttribute("aria-valuetext", output.textContent);
  };
}

/** @param {Graph} graph @param {State} state @param {ReturnType<typeof counts>} found */
function drawing(graph, state, found) {
  const { settings } = state;
  /** @param {"roles" | "loose" | "fields" | "overview"} name @param {string} words @param {number | null} count */
  const option = (name, words, count) =>
    el(
      "label",
      { class: "check" },
      el("input", { type: "checkbox", "data-key": name, checked: settings[name], change: () => state.change({ [name]: !settings[name] }) }),
      el("span", {}, words),
      count !== null && el("span", { class: "n" }, String(count)),
    );
  const communities = graph.communities.filter(({ size }) => (size ?? 0) > 2).length;
  const sizes = [...new Set([50, 100, 200, graph.most, 1000, MANY, settings.most])]
    .filter((size) => size > 0 && size < graph.nodes.length)
    .sort((a, b) => a - b);
  const most = el(
    "select",
    { "data-key": "most", "aria-label": "Most nodes drawn at once", change: (event) => state.change({ most: Number(event.target.value) }) },
    el("option", { value: 0, selected: settings.most === 0 }, "what finds room"),
    ...sizes.map((size) => el("option", { value: size, selected: size === settings.most }, `${size.toLocaleString("en")} nodes`)),
    graph.nodes.length <= MANY &&
      el(
        "option",
        { value: graph.nodes.length, selected: settings.most >= graph.nodes.length },
        `all ${counted(graph.nodes.length, "node")}`,
      ),
  );
  return el(
    "div",
    { class: "field" },
    el("span", {}, "Drawing"),
    found.covered > 0 && option("roles", "What drawn verbs tell already", found.covered),
    found.loose > 0 && graph.edges.length > 0 && option("loose", "Nodes without edges", found.loose),
    communities > 1 && option("fields", "Colours by community", communities),
    communities > 1 && option("overview", "Communities in place of nodes", null),
    el("label", { class: "check" }, el("span", {}, "At most"), most),
  );
}

/** @param {Graph} graph @param {State} state @returns {HTMLElement[]} */
function hiddenNodes(graph, state) {
  const { hidden } = state.settings;
  if (!hidden.length) return [];
  return [
    el(
      "div",
      { class: "field" },
      el("span", {}, "Hidden by you"),
      ...hidden.map((id) =>
        el(
          "div",
          { class: "check" },
          bdi(graph.node.get(id)?.name ?? id),
          button("Show", () => state.change({ hidden: hidden.filter((one) => one !== id) }), { class: "plain", "data-key": `show ${id}` }),
        ),
      ),
    ),
  ];
}
