/**
 * The time bar: a histogram of what passes the other filters, under it a slider with two handles, whose steps are periods.
 */

import { announce, button, byId, counted, el, svg } from "./dom.js";
import { passer, timesOf } from "./filters.js";
import { overlap, periods } from "./time.js";

/** @import {Days, Graph, Settings} from "./types" */
/** @import {State} from "./state.js" */

/** A slider's motion is one step for undo, however many places it passes. @param {State} state */
export function motion(state) {
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

/** @param {Graph} graph @param {State} state */
export function makeTimeBar(graph, state) {
  const holder = byId("time");
  /** @type {ReturnType<typeof periods>} */
  let bars = [];
  let clock = "";
  let edges = -1;
  let wide = 0; // of the bar in pixels, when its dates were written
  const stepOf = () => 100 / Math.max(1, bars.length - 1);
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
    el("option", { value: "happened" }, "Happened"),
    el("option", { value: "published" }, "Published"),
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
    if (clock !== settings.clock || edges !== graph.edges.length) {
      clock = settings.clock;
      edges = graph.edges.length; // there are more when a server was asked
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
      step = stepOf(),
      thick = Math.min(0.72 * step, 3);
    chart.setAttribute("viewBox", "0 0 100 30");
    chart.replaceChildren(
      ...heights.map((height, place) => {
        const tall = height ? Math.max(2, 28 * Math.sqrt(height / top)) : 0.6; // by the root, as one busy day would flatten all others
        return svg(
          "rect",
          { x: place * step - thick / 2, width: thick, y: 30 - tall, height: tall, class: place >= first && place <= last ? "in" : "out" },
          svg("title", {}, `${bars[place].label}: ${counted(height, "edge")}`),
        );
      }),
    );
    mark(step);
  }

  /** Write dates under the bars, as many as find room. @param {number} step from bar to bar, in percent */
  function mark(step) {
    wide = holder.clientWidth;
    // A date takes some 66 pixels; the first and the last stand inwards, half of that nearer to their neighbours.
    const every = Math.ceil(108 / ((Math.max(240, (wide || 900) - 48) * step) / 100)),
      end = bars.length - 1;
    ticks.replaceChildren(
      ...bars.flatMap(({ label }, place) => {
        if (place !== end && (place % every || place + every > end)) return [];
        const tick = el("span", {}, label);
        tick.style.insetInlineStart = `${place * step}%`;
        return [tick];
      }),
    );
  }
  new ResizeObserver(() => {
    if (bars.length && holder.clientWidth !== wide) mark(stepOf());
  }).observe(holder);
  return { draw, bars: () => bars };
}
