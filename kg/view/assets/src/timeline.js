/**
 * The timeline: events that are seen, in order, each as precise as its date is known and as large as its toll. A list, so that it reads on a phone and aloud.
 */

import { bdi, byId, counted, el, svg } from "./dom.js";
import { sizeOf, tollOf, tollsByKind } from "./facts.js";
import { lineOf } from "./look.js";
import { daysOf, inWords, precisionOf } from "./time.js";

/** @import {Edge, Graph, Node, Seen} from "./types" */
/** @import {Actions} from "./cards.js" */

const LARGEST = 21; // pixels, half of the column

/** @param {Graph} graph @param {Actions} actions */
export function makeTimeline(graph, actions) {
  /** @param {Seen} seen @param {Node | undefined} chosen */
  function draw(seen, chosen) {
    const events = seen.nodes.filter((node) => node.group === "event"),
      dated = events.filter((node) => node.days),
      undated = events.filter((node) => !node.days);
    dated.sort(
      (a, b) =>
        (a.days?.[0] ?? 0) - (b.days?.[0] ?? 0) || (b.days?.[1] ?? 0) - (a.days?.[1] ?? 0) || tollOf(b) - tollOf(a) || a.index - b.index,
    );
    const most = Math.max(1, ...events.map(tollOf));
    const years = grouped(dated);
    byId("timeline").replaceChildren(
      el(
        "p",
        { class: "soft" },
        `${counted(dated.length, "dated event")}${undated.length ? `, ${undated.length.toLocaleString("en")} without a date at the end` : ""}. A circle's area is the toll; a bar beside it shows a date of which only the month or year is known.`,
      ),
      ...[...years].map(([year, some]) => section(year, some, seen, most, chosen)),
      ...(undated.length ? [section("Without a date", undated, seen, most, chosen)] : []),
    );
  }

  /** @param {string} title @param {Node[]} events @param {Seen} seen @param {number} most @param {Node | undefined} chosen */
  function section(title, events, seen, most, chosen) {
    let last = "";
    return el(
      "section",
      {},
      el("h2", {}, bdi(title)),
      el(
        "ol",
        {},
        ...events.map((node) => {
          const date = node.date && node.date !== last ? inWords(node.date).replace(/ \d{1,4}$/, "") : "";
          last = node.date;
          return entry(node, precisionOf(node.date) === "year" ? "" : date, seen, most, node === chosen);
        }),
      ),
    );
  }

  /** @param {Node} node @param {string} date @param {Seen} seen @param {number} most @param {boolean} chosen */
  function entry(node, date, seen, most, chosen) {
    const toll = tollOf(node),
      precision = precisionOf(node.date),
      radius = toll ? Math.max(5, LARGEST * Math.sqrt(toll / most)) : 4.5;
    const note = { day: "", month: "day not known", year: "only the year is known", unknown: node.date ? "" : "" }[precision];
    return el(
      "li",
      { class: `${precision} ${chosen ? "chosen" : ""}` },
      el("div", { class: "when" }, daysOf(node.date) ? el("span", {}, date) : bdi(node.date), note && el("span", { class: "soft" }, note)),
      el("div", { class: "rail" }, symbol(radius, precision, toll)),
      el(
        "div",
        { class: "what" },
        el("button", { type: "button", class: "name", click: () => actions.showNode(node.id) }, bdi(node.name)),
        el("span", { class: "soft" }, " ", node.type),
        ...tolls(node),
        roles(node, seen),
      ),
    );
  }

  /** @param {number} radius @param {string} precision @param {number} toll */
  function symbol(radius, precision, toll) {
    const length = { day: 0, month: 20, year: 40, unknown: 0 }[precision] ?? 0;
    return svg(
      "svg",
      { width: 48, height: 46, viewBox: "-24 -23 48 46", "aria-hidden": "true" },
      length > 0 && svg("rect", { class: "span", x: -3, y: -length / 2 - 1, width: 6, height: length + 2, rx: 3 }),
      svg("circle", { r: radius, class: toll ? "toll" : "plain" }),
    );
  }

  /** @param {Node} node @returns {HTMLElement[]} the counts of an event in a line, the range where reports differ */
  function tolls(node) {
    const words = tollsByKind(node).map(({ kind, tolls: some }) => {
      const numbers = [...new Set([...some].sort((a, b) => sizeOf(a) - sizeOf(b)).map((toll) => toll.number))];
      return [
        bdi(numbers.length > 2 ? `${numbers[0]} … ${numbers[numbers.length - 1]}` : numbers.join(" or ")),
        " ",
        bdi(kind),
        numbers.length > 1 ? el("span", { class: "soft" }, " (reports differ)") : "",
      ];
    });
    return words.length ? [el("p", { class: "count" }, ...words.flatMap((some, place) => (place ? [", ", ...some] : some)))] : [];
  }

  /** @param {Node} node @param {Seen} seen */
  function roles(node, seen) {
    /** @type {Map<string, Edge>} */
    const told = new Map(); // several tell the same, by other voices or of two things of one name: the card has them all
    for (const edge of node.edges.filter((edge) => seen.edgeSet.has(edge))) {
      const words = [edge.relation, edge.source === node, edge.source.name, edge.target.name, edge.status].join("\n");
      if (!told.has(words)) told.set(words, edge);
    }
    return el("p", { class: "roles" }, ...[...told.values()].slice(0, 5).map((edge) => roleButton(edge, node)));
  }

  /** @param {Edge} edge @param {Node} self */
  function roleButton(edge, self) {
    const other = edge.source === self ? edge.target : edge.source,
      out = edge.source === self;
    const made = el(
      "button",
      { type: "button", class: "plain", click: () => actions.showEdge(edge.id) },
      out ? `${edge.relation} ` : "",
      bdi(other.name),
      out ? "" : ` ${edge.relation}`,
    );
    if (edge.status !== "Reported") made.append(el("span", { class: "status" }, ` (${lineOf(graph, edge.status).status.toLowerCase()})`));
    return made;
  }
  return { draw };
}

/** @param {Node[]} nodes @returns {Map<string, Node[]>} */
function grouped(nodes) {
  /** @type {Map<string, Node[]>} */
  const by = new Map();
  for (const node of nodes) by.set(node.date.slice(0, 4), [...(by.get(node.date.slice(0, 4)) ?? []), node]);
  return by;
}
