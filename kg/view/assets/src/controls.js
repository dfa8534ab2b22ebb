/**
 * Legend, filters, time bar and search: they show what could be chosen, with counts, and tell the state what was chosen.
 */

import { announce, bdi, button, byId, counted, el, svg } from "./dom.js";
import { fold } from "./data.js";
import { counts, filtersSet, passer, timesOf } from "./filters.js";
import { groupIcon, lineIcon } from "./look.js";
import { isoOf, overlap, periods } from "./time.js";

/** @import {Days, Graph, Node, Settings} from "./types" */
/** @import {State} from "./state.js" */

const FOUND = 8; // names shown under the search field

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
  /** @param {string} key @param {boolean} on @param {() => void} click @param {Node | any} icon @param {string} words @param {number} number @param {string} [title] */
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

/** A slider's motion is one step for undo, however many places it passes. @param {State} state */
function motion(state) {
  let began = false;
  return {
    step(/** @type {Partial<Settings>} */ part) {
      state.change(part, !began);
      began = true;
    },
    end() {
      began = false;
    },
  };
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
  const sizes = [...new Set([50, 100, 200, graph.most, 1000, 2000, settings.most])]
    .filter((size) => size > 0 && size < graph.nodes.length)
    .sort((a, b) => a - b);
  const most = el(
    "select",
    { "data-key": "most", "aria-label": "Most nodes drawn at once", change: (event) => state.change({ most: Number(event.target.value) }) },
    el("option", { value: 0, selected: settings.most === 0 }, "what finds room"),
    ...sizes.map((size) => el("option", { value: size, selected: size === settings.most }, `${size.toLocaleString("en")} nodes`)),
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
    found.covered > 0 && option("roles", "Roles that a drawn verb tells", found.covered),
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

// ---------- time

/** @param {Graph} graph @param {State} state */
export function makeTimeBar(graph, state) {
  const holder = byId("time");
  /** @type {ReturnType<typeof periods>} */
  let bars = [];
  let clock = "";
  const from = /** @type {HTMLInputElement} */ (
    el("input", { type: "range", min: 0, step: 1, "aria-label": "First period", input: () => slide(false), change: () => slide(true) })
  );
  const to = /** @type {HTMLInputElement} */ (
    el("input", { type: "range", min: 0, step: 1, "aria-label": "Last period", input: () => slide(false), change: () => slide(true) })
  );
  const words = el("output", { class: "range" }),
    chart = svg("svg", { class: "bars", preserveAspectRatio: "none", "aria-hidden": "true" }),
    ticks = el("div", { class: "ticks", "aria-hidden": "true" });
  const which = el(
    "select",
    { "aria-label": "Which time counts", change: (event) => state.change({ clock: event.target.value, time: null }) },
    el("option", { value: "happened" }, "When it happened"),
    el("option", { value: "published" }, "When it was published"),
  );
  const undated = /** @type {HTMLInputElement} */ (
    el("input", { type: "checkbox", change: () => state.change({ undated: undated.checked }) })
  );
  const undatedWords = el("span", {}, "undated");
  const whole = button("All time", () => state.change({ time: null }), { class: "plain" });
  holder.replaceChildren(
    el("div", { class: "line" }, which, words, whole, el("label", { class: "check" }, undated, undatedWords)),
    el("div", { class: "slider" }, chart, from, to, ticks),
  );

  const moves = motion(state);
  /** @param {boolean} done */
  function slide(done) {
    if (done) {
      moves.end();
      return announce(words.textContent ?? "");
    }
    const [first, last] = [Number(from.value), Number(to.value)].sort((a, b) => a - b);
    moves.step({ time: first === 0 && last === bars.length - 1 ? null : [bars[first].span[0], bars[last].span[1]] });
  }

  function draw() {
    const { settings } = state;
    if (clock !== settings.clock) {
      clock = settings.clock;
      bars = periods(
        graph.edges
          .filter((edge) => !edge.covered)
          .flatMap((edge) => timesOf(settings, edge))
          .concat(clock === "happened" ? graph.nodes.flatMap((node) => (node.days ? [node.days] : [])) : []),
      );
      from.max = to.max = String(Math.max(0, bars.length - 1));
    }
    /** @type {HTMLSelectElement} */ (which).value = settings.clock;
    holder.classList.toggle("empty", bars.length < 2);
    const [first, last] = rangeOf(settings.time);
    from.value = String(first);
    to.value = String(last);
    for (const [input, place] of /** @type {[HTMLInputElement, number][]} */ ([
      [from, first],
      [to, last],
    ]))
      input.setAttribute("aria-valuetext", bars[place]?.label ?? "");
    words.textContent = bars.length ? (first === last ? bars[first].label : `${bars[first].label} – ${bars[last].label}`) : "No dates";
    whole.hidden = settings.time === null;
    undated.checked = settings.undated;
    histogram(first, last);
  }

  /** @param {Days | null} time @returns {[number, number]} the periods that it spans */
  function rangeOf(time) {
    if (!time || !bars.length) return [0, Math.max(0, bars.length - 1)];
    const inside = bars.flatMap(({ span }, place) => (overlap(span, time) ? [place] : []));
    return inside.length ? [inside[0], inside[inside.length - 1]] : [0, bars.length - 1];
  }

  /** @param {number} first @param {number} last */
  function histogram(first, last) {
    const passes = passer(graph, { ...state.settings, time: null, undated: true }),
      heights = bars.map(() => 0);
    let without = 0;
    for (const edge of graph.edges) {
      if (!passes(edge)) continue;
      const times = timesOf(state.settings, edge);
      if (!times.length) without++;
      for (const place of new Set(times.map((span) => bars.findIndex((bar) => span[0] <= bar.span[1])))) if (place >= 0) heights[place]++;
    }
    undatedWords.textContent = `undated (${without.toLocaleString("en")})`;
    const top = Math.max(1, ...heights),
      step = 100 / Math.max(1, bars.length - 1),
      wide = Math.min(0.72 * step, 3);
    chart.setAttribute("viewBox", "0 0 100 30");
    chart.replaceChildren(
      ...heights.map((height, place) => {
        const tall = height ? Math.max(2, 28 * Math.sqrt(height / top)) : 0.6; // by the root, as one busy day would flatten all others
        return svg(
          "rect",
          { x: place * step - wide / 2, width: wide, y: 30 - tall, height: tall, class: place >= first && place <= last ? "in" : "out" },
          svg("title", {}, `${bars[place].label}: ${counted(height, "edge")}`),
        );
      }),
    );
    const every = Math.ceil(86 / ((Math.max(300, holder.clientWidth - 48) * step) / 100)),
      end = bars.length - 1; // a date takes some 80 pixels
    ticks.replaceChildren(
      ...bars.flatMap(({ label }, place) => {
        if (place !== end && (place % every || place + every > end)) return [];
        const tick = el("span", {}, label);
        tick.style.insetInlineStart = `${place * step}%`;
        return [tick];
      }),
    );
  }
  return { draw, bars: () => bars };
}

/** @param {Settings} settings @returns {string} */
export const timeInWords = (settings) => (settings.time ? `${isoOf(settings.time[0])} to ${isoOf(settings.time[1])}` : "all time");

// ---------- search

/** @param {Graph} graph @param {string} query @returns {Node[]} whose name or alias holds the query; those that begin with it first, then the most connected */
export function matches(graph, query) {
  const wanted = fold(query);
  if (!wanted) return [];
  const hits = graph.nodes.flatMap((node) =>
    node.keys.some((key) => key.includes(wanted))
      ? [{ node, first: node.keys.some((key) => key.startsWith(wanted)), exact: node.keys.includes(wanted) }]
      : [],
  );
  return hits
    .sort(
      (a, b) =>
        Number(b.exact) - Number(a.exact) ||
        Number(b.first) - Number(a.first) ||
        b.node.edges.length - a.node.edges.length ||
        a.node.index - b.node.index,
    )
    .map(({ node }) => node);
}

/** @param {Graph} graph @param {(node: Node) => void} choose */
export function makeSearch(graph, choose) {
  const field = /** @type {HTMLInputElement} */ (byId("search")),
    list = byId("found");
  const close = () => {
    list.hidden = true;
    field.setAttribute("aria-expanded", "false");
  };
  const pick = (/** @type {Node} */ node) => {
    close();
    field.value = "";
    choose(node);
  };
  /** @param {string} query @returns {Node[]} */
  function search(query) {
    const hits = matches(graph, query),
      typed = fold(query) !== "";
    list.hidden = !typed;
    field.setAttribute("aria-expanded", String(typed));
    list.replaceChildren(
      ...hits.slice(0, FOUND).map((node) => {
        const alias = node.keys[0].includes(fold(query)) ? "" : (node.aliases.find((name) => fold(name).includes(fold(query))) ?? "");
        return el(
          "li",
          {},
          el(
            "button",
            { type: "button", click: () => pick(node) },
            groupIcon(graph, node.group),
            el("span", {}, bdi(node.name), alias && el("span", { class: "soft" }, " ", bdi(alias))),
          ),
        );
      }),
      ...(hits.length > FOUND ? [el("li", { class: "note" }, `and ${(hits.length - FOUND).toLocaleString("en")} more`)] : []),
      ...(typed && !hits.length ? [el("li", { class: "note" }, "No name like this.")] : []),
    );
    if (typed) announce(hits.length ? `${counted(hits.length, "name")} found` : "No name like this.");
    return hits;
  }
  field.addEventListener("input", () => search(field.value));
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      const [first] = search(field.value);
      if (first) pick(first);
    }
    if (event.key === "ArrowDown") {
      list.querySelector("button")?.focus();
      event.preventDefault();
    }
  });
  list.addEventListener("keydown", (event) => {
    const buttons = [...list.querySelectorAll("button")],
      at = buttons.indexOf(/** @type {any} */ (document.activeElement));
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      (buttons[at + (event.key === "ArrowDown" ? 1 : -1)] ?? field).focus();
      event.preventDefault();
    }
  });
  document.addEventListener("click", (event) => {
    if (!(/** @type {Element} */ (event.target).closest(".search"))) close();
  });
  return {
    search,
    close,
    clear() {
      field.value = "";
      close();
    },
  };
}
