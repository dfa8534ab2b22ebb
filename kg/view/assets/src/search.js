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
      ...(typed && elsewhere
        ? [el("li", { class: "note" }, el("a", { href: `${elsewhere}?${new URLSearchParams({ q: query })}` }, "Search the whole graph"))]
        : []),
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
