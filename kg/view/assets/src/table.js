/**
 * The table: the accessible twin of the picture, a row for each edge that is seen. It is drawn when it is looked at.
 */

import { bdi, button, byId, counted, el } from "./dom.js";

/** @import {Edge, Seen} from "./types" */
/** @import {Actions, Cards} from "./cards.js" */

const PAGE = 500; // rows at once

/** @type {[string, (edge: Edge) => string | number][]} */
const COLUMNS = [
  ["From", (edge) => edge.source.name],
  ["Relation", (edge) => edge.relation],
  ["To", (edge) => edge.target.name],
  ["Status", (edge) => edge.status],
  ["According to", (edge) => edge.accordingTo],
  ["Date", (edge) => edge.source.date || edge.target.date || edge.through.find((node) => node.date)?.date || ""],
  ["Outlets", (edge) => edge.outlets],
  ["Sentence", () => ""],
];

/** @param {Cards} cards @param {Actions} actions */
export function makeTable(cards, actions) {
  let order = 0,
    down = false,
    rows = PAGE;
  /** @type {Seen | null} */
  let shown = null;

  /** @param {Seen} seen */
  function draw(seen) {
    if (shown !== seen) rows = PAGE;
    shown = seen;
    const value = COLUMNS[order][1],
      sorted = [...seen.edges].sort(
        (a, b) =>
          (down ? -1 : 1) * compare(value(a), value(b)) ||
          compare(a.source.name, b.source.name) ||
          compare(a.relation, b.relation) ||
          a.index - b.index,
      );
    const more = sorted.length - rows;
    byId("table").replaceChildren(
      el(
        "table",
        {},
        el("caption", {}, `${counted(sorted.length, "edge")} that pass the filters. The relation opens its sentences.`),
        el(
          "thead",
          {},
          el(
            "tr",
            {},
            ...COLUMNS.map(([title], place) =>
              el(
                "th",
                { scope: "col", "aria-sort": place === order ? (down ? "descending" : "ascending") : null },
                title === "Sentence"
                  ? title
                  : button(`${title}${place === order ? (down ? " ↓" : " ↑") : ""}`, () => turn(place), { class: "plain" }),
              ),
            ),
          ),
        ),
        el("tbody", {}, ...sorted.slice(0, rows).map(row)),
      ),
      ...(more > 0
        ? [
            button(`Show ${Math.min(PAGE, more)} more of ${more.toLocaleString("en")}`, () => {
              rows += PAGE;
              draw(seen);
            }),
          ]
        : []),
    );
  }

  /** @param {number} place */
  function turn(place) {
    down = place === order ? !down : false;
    order = place;
    if (shown) draw(shown);
    /** @type {HTMLElement | null} */ (byId("table").querySelectorAll("th")[place].querySelector("button"))?.focus();
  }

  /** @param {Edge} edge */
  function row(edge) {
    const [first] = edge.evidence();
    return el(
      "tr",
      { "data-edge": edge.id },
      el("td", {}, cards.nameButton(edge.source)),
      el(
        "td",
        {},
        button(edge.relation, () => actions.showEdge(edge.id), { class: "name" }),
      ),
      el("td", {}, cards.nameButton(edge.target)),
      el("td", {}, cards.badge(edge.status)),
      el("td", {}, edge.accordingTo && bdi(edge.accordingTo)),
      el("td", { class: "date" }, String(COLUMNS[5][1](edge))),
      el("td", {}, edge.outlets ? String(edge.outlets) : ""),
      el(
        "td",
        { class: "sentence", dir: "auto" },
        first && el("div", {}, ...first.pieces.map(([text, marked]) => (marked ? el("mark", {}, text) : text))),
      ),
    );
  }
  return { draw };
}

/** @param {string | number} a @param {string | number} b */
const compare = (a, b) => (typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b)));
