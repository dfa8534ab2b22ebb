/**
 * The search field: part of a name or an alias comes in, whatever its case, accents or script; the nodes that bear it go out.
 */

import { fold } from "./data.js";
import { announce, bdi, byId, counted, el } from "./dom.js";
import { groupIcon } from "./look.js";

/** @import {Graph, Node} from "./types" */

const FOUND = 8; // names shown under the search field

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

/**
 * For names that nothing bears: the nodes whose names are spelt nearly so. One letter may be added, lost, changed or swapped, two in words of six letters and more.
 * @param {Graph} graph @param {string} query @returns {Node[]} the nearest first, then those of the fewest words, then the most connected
 */
export function nearest(graph, query) {
  const wanted = wordsOf(fold(query));
  if (!wanted.length) return [];
  /** @param {Node} node @returns {number} how many letters differ; Infinity: too many */
  const far = (node) => {
    const words = node.keys.flatMap(wordsOf);
    let sum = 0;
    for (const word of wanted) {
      sum += Math.min(Infinity, ...words.map((other) => apart(word, other)));
      if (sum === Infinity) break; // most nodes have nothing like the first word
    }
    return sum;
  };
  return graph.nodes
    .map((node) => ({ node, far: far(node) }))
    .filter((hit) => hit.far < Infinity)
    .map((hit) => ({ ...hit, long: Math.min(...hit.node.keys.map((key) => wordsOf(key).length)) }))
    .sort((a, b) => a.far - b.far || a.long - b.long || b.node.edges.length - a.node.edges.length || a.node.index - b.node.index)
    .map(({ node }) => node);
}

/** @param {string} folded @returns {string[]} */
const wordsOf = (folded) => folded.match(/[\p{L}\p{N}]+/gu) ?? [];

/** How many letters a typed word differs from another or from its beginning; Infinity: too many. @param {string} typed @param {string} word @returns {number} */
function apart(typed, word) {
  const most = typed.length > 5 ? 2 : typed.length > 3 ? 1 : 0;
  const whole = letters(typed, word, most);
  return word.length > typed.length ? Math.min(whole, letters(typed, word.slice(0, typed.length), most)) : whole;
}

/** The optimal string alignment distance (a swap of neighbours is one step); Infinity: over `most`. @param {string} a @param {string} b @param {number} most */
function letters(a, b, most) {
  if (Math.abs(a.length - b.length) > most) return Infinity;
  if (!most) return a === b ? 0 : Infinity;
  /** @type {number[]} */
  let before = [];
  let last = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = Number(a[i - 1] !== b[j - 1]);
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    if (Math.min(...row) > most) return Infinity;
    before = last;
    last = row;
  }
  return last[b.length] <= most ? last[b.length] : Infinity;
}

/** @param {Graph} graph @param {(node: Node) => void} choose @param {string} [elsewhere] where a server searches all that it keeps; empty: nowhere */
export function makeSearch(graph, choose, elsewhere = "") {
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
    const named = matches(graph, query),
      typed = fold(query) !== "",
      hits = named.length ? named : nearest(graph, query),
      none = hits.length ? "No name like this. Nearly so:" : "No name like this.";
    list.hidden = !typed;
    field.setAttribute("aria-expanded", String(typed));
    list.replaceChildren(
      ...(typed && !named.length ? [el("li", { class: "note" }, none)] : []),
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
      ...(typed && elsewhere
        ? [el("li", { class: "note" }, el("a", { href: `${elsewhere}?${new URLSearchParams({ q: query })}` }, "Search the whole graph"))]
        : []),
    );
    if (typed) announce(named.length ? `${counted(named.length, "name")} found` : none);
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
