/**
 * The panel at the side: what is known of the chosen node, edge, path or community, each with its sentences. It asks `actions` to do things and decides nothing.
 */

import { UNNAMED } from "./data.js";
import { bdi, button, counted, el } from "./dom.js";
import { besidesOf, placeOf, rivalsOf, tollsByKind } from "./facts.js";
import { groupIcon, lineIcon, lineOf } from "./look.js";
import { makeQuotes } from "./quotes.js";
import { inWords, precisionOf } from "./time.js";

/** @import {Edge, Graph, Node, Seen} from "./types" */
/** @import {State} from "./state.js" */
/** @import {Rival} from "./facts.js" */

/**
 * @typedef {{showNode: (id: string) => void, showEdge: (id: string) => void, only: (node: Node) => void, add: (node: Node) => void, collapse: (node: Node) => void,
 *   grow: (node: Node) => void, pathFrom: (node: Node | null) => void, hide: (node: Node) => void, pin: (node: Node) => void, openCommunity: (number: number) => void, back: () => void}} Actions
 */

const ROWS = 60; // edges in a card; the table has all

/** @param {Graph} graph @param {State} state @param {Actions} actions @param {() => import("./walk.js").Walk} walk */
export function makeCards(graph, state, actions, walk) {
  const { badge, voice, sentence, quotes, idLink, tollTable } = makeQuotes(graph);
  const tellsApart = graph.communities.filter(({ size }) => (size ?? 0) > 2).length > 1;
  const nameButton = (/** @type {Node} */ node) => {
    const made = button("", () => actions.showNode(node.id), { class: "name" });
    made.append(bdi(node.name));
    return made;
  };

  // ---------- an edge

  /** @param {Edge} edge @returns {HTMLElement[]} */
  function edgeCard(edge) {
    const evidence = edge.evidence(),
      rivals = rivalsOf(edge);
    const facts = [
      edge.outlets ? counted(edge.outlets, "independent outlet") : "",
      edge.confidence === undefined ? "" : `confidence ${Math.round(edge.confidence * 100)} %`,
    ]
      .filter(Boolean)
      .join(" · ");
    return [
      el(
        "h2",
        {},
        nameButton(edge.source),
        el("span", { class: "verb" }, ` ${edge.relation} ${edge.symmetric ? "↔" : "→"} `),
        nameButton(edge.target),
      ),
      el("p", { class: "how" }, badge(edge.status), el("span", { class: "soft" }, lineOf(graph, edge.status).meaning)),
      el("p", {}, voice(edge.accordingTo, edge.origin)),
      ...(facts ? [el("p", { class: "soft" }, facts)] : []),
      el("h3", {}, evidence.length === 1 ? "The sentence it rests on" : `The ${evidence.length} sentences it rests on`),
      ...(evidence.length
        ? quotes(evidence, rivals.length ? 3 : ROWS)
        : [el("p", { class: "soft" }, "No sentence is recorded for this edge.")]),
      ...(rivals.length
        ? [
            el(
              "section",
              { class: "rivals" },
              el("h3", {}, rivals.length === 1 ? "Another report of this" : `${rivals.length} other reports of this`),
              ...rivals.slice(0, ROWS).map(rivalRow),
            ),
          ]
        : []),
      ...besides(edge, rivals),
      ...unsettledTolls(edge),
    ];
  }

  /** What else joins the same two: the picture draws edges of one status as one stroke. @param {Edge} edge @param {Rival[]} rivals @returns {HTMLElement[]} */
  function besides(edge, rivals) {
    const told = new Set([edge, ...rivals.map((rival) => rival.edge)]),
      others = besidesOf(edge).filter((other) => !told.has(other));
    return others.length
      ? [
          el("h3", {}, "Also between the two"),
          el(
            "ul",
            { class: "rows" },
            ...others
              .slice(0, ROWS)
              .map((other) =>
                el(
                  "li",
                  {},
                  el(
                    "button",
                    { type: "button", click: () => actions.showEdge(other.id) },
                    lineIcon(lineOf(graph, other.status)),
                    el(
                      "span",
                      {},
                      bdi(other.source.name),
                      el("span", { class: "verb" }, ` ${other.label} ${other.symmetric ? "↔" : "→"} `),
                      bdi(other.target.name),
                      ...saidBy(other),
                    ),
                  ),
                ),
              ),
          ),
        ]
      : [];
  }

  /** @param {Rival} rival */
  function rivalRow({ edge, how }) {
    const [first] = edge.evidence();
    return el(
      "div",
      { class: `rival ${how === "contradicts" || how === "is denied" ? "against" : ""}` },
      el(
        "p",
        {},
        el("span", { class: "how-word" }, how),
        " ",
        badge(edge.status),
        edge.accordingTo ? " " : "",
        edge.accordingTo && voice(edge.accordingTo, edge.origin),
      ),
      el("p", {}, edgeButton(edge)),
      first && sentence(first),
      first && el("footer", {}, bdi(first.from.publisher || UNNAMED), first.from.published ? ` · ${inWords(first.from.published)}` : ""),
    );
  }

  /** @param {Edge} edge */
  function edgeButton(edge) {
    const made = button("", () => actions.showEdge(edge.id), { class: "name" });
    made.append(
      bdi(edge.source.name),
      el("span", { class: "verb" }, ` ${edge.relation} ${edge.symmetric ? "↔" : "→"} `),
      bdi(edge.target.name),
    );
    return made;
  }

  /** Counts of the events at its ends on which reports differ. @param {Edge} edge @returns {HTMLElement[]} */
  function unsettledTolls(edge) {
    const events = [...new Set([edge.source, edge.target])].filter((node) =>
      tollsByKind(node).some(({ tolls }) => new Set(tolls.map((toll) => toll.number)).size > 1),
    );
    return events.flatMap((node) => [el("h3", {}, "Reports differ on its counts"), ...tollTable(node)]);
  }

  // ---------- a node

  /** @param {Node} node @param {Seen} seen @returns {HTMLElement[]} */
  function nodeCard(node, seen) {
    const drawn = node.edges.filter((edge) => !edge.covered || state.settings.roles),
      told = node.edges.filter((edge) => edge.covered && !state.settings.roles);
    const place = placeOf(node),
      missing = drawn.filter((edge) => !seen.edgeSet.has(edge)).length;
    const date = node.date
      ? `${inWords(node.date)}${{ year: " (only the year is known)", month: " (only the month is known)", day: "", unknown: "" }[precisionOf(node.date)]}`
      : "";
    const facts = /** @type {[string, any][]} */ ([
      ["Kind", node.type],
      ["When", date],
      ["Where", place ? nameButton(place) : ""],
      ["Also called", node.aliases.length ? bdi(node.aliases.join(", ")) : ""],
      ["Known as", node.ids.length ? el("span", {}, ...node.ids.flatMap((iri) => [idLink(iri), " "])) : ""],
      ["Told in", node.documents ? counted(node.documents, "article") : ""],
      ["Community", tellsApart && graph.communities[node.community]?.size !== 1 ? communityButton(node.community) : ""],
    ]).filter(([, value]) => value);
    const heading = el("h2", {}, groupIcon(graph, node.group), " ", bdi(node.name));
    return [
      heading,
      el("dl", {}, ...facts.flatMap(([term, value]) => [el("dt", {}, term), el("dd", {}, value)])),
      deeds(node, missing),
      ...(node.tolls.length ? [el("h3", {}, "Counts, each by its source"), ...tollTable(node)] : []),
      ...edgeLists(node, drawn, told),
    ];
  }

  /** @param {Node} node @param {number} missing edges that are not drawn now @returns {HTMLElement} */
  function deeds(node, missing) {
    const { settings } = state,
      opened = settings.opened.includes(node.id),
      pinned = node.id in settings.pinned;
    return el(
      "div",
      { class: "deeds" },
      opened
        ? button("Collapse", () => actions.collapse(node), { title: "Take away what opening it added" })
        : button(settings.only ? "Open neighbours" : "Only its neighbours", () => actions.only(node), { title: "Also by a double-click" }),
      !opened &&
        missing > 0 &&
        !settings.only &&
        button(`Add ${counted(missing, "edge")}`, () => actions.add(node), { title: "Draw its neighbours that are left out" }),
      button("Path to …", () => actions.pathFrom(node), { title: "Then choose where it should lead" }),
      button("Hide", () => actions.hide(node)),
      button(pinned ? "Unpin" : "Pin", () => actions.pin(node), { "aria-pressed": String(pinned) }),
      ...atServer(node),
    );
  }

  /** What a server may know besides. @param {Node} node @returns {HTMLElement[]} */
  function atServer(node) {
    const walker = walk(),
      page = walker?.page(node);
    return [
      ...(walker?.hasMore(node)
        ? [
            button(walker.isNew(node) ? "Ask for its neighbours" : "Ask for more neighbours", () => actions.grow(node), {
              title: "From the server, a page at a time",
            }),
          ]
        : []),
      ...(page ? [el("a", { href: page }, "All that is said")] : []),
    ];
  }

  /** @param {Node} node @param {Edge[]} drawn @param {Edge[]} told @returns {HTMLElement[]} */
  function edgeLists(node, drawn, told) {
    if (!node.edges.length) return [el("p", { class: "soft" }, "No edges.")];
    const rows = (/** @type {Edge[]} */ edges) => el("ul", { class: "rows" }, ...edges.slice(0, ROWS).map((edge) => edgeRow(edge, node)));
    const more =
      drawn.length > ROWS ? [el("p", { class: "soft" }, `and ${counted(drawn.length - ROWS, "more edge")}; the table lists them.`)] : [];
    return [
      el("h3", {}, counted(drawn.length, "edge")),
      rows(drawn),
      ...more,
      ...(told.length
        ? [el("details", {}, el("summary", { class: "soft" }, `${counted(told.length, "edge")} that drawn verbs tell already`), rows(told))]
        : []),
    ];
  }

  /** @param {Edge} edge @param {Node} self */
  function edgeRow(edge, self) {
    const out = edge.source === self,
      other = out ? edge.target : edge.source,
      arrow = edge.symmetric ? "↔" : "→";
    const words = out
      ? [el("span", { class: "verb" }, `${edge.label} ${arrow} `), bdi(other.name)]
      : [bdi(other.name), el("span", { class: "verb" }, ` ${edge.label} ${arrow}`)];
    return el(
      "li",
      {},
      el(
        "button",
        { type: "button", click: () => actions.showEdge(edge.id) },
        lineIcon(lineOf(graph, edge.status)),
        el("span", {}, ...words, ...saidBy(edge)),
      ),
    );
  }

  /** Who says so: edges of the same two that are meant alike differ in nothing else. @param {Edge} edge @returns {HTMLElement[]} */
  function saidBy(edge) {
    return edge.accordingTo ? [el("span", { class: "soft" }, ", according to ", bdi(edge.accordingTo))] : [];
  }

  /** @param {number} number */
  function communityButton(number) {
    const made = button("", () => actions.openCommunity(number), { class: "name" });
    made.append(bdi(graph.communities[number].label));
    return made;
  }

  // ---------- the rest

  /** @param {Seen} seen @returns {HTMLElement[]} */
  function pathCard(seen) {
    const [from, to] = /** @type {[string, string]} */ (state.settings.path).map((id) => /** @type {Node} */ (graph.node.get(id)));
    const heading = el("h2", {}, "From ", nameButton(from), " to ", nameButton(to)),
      back = el("div", { class: "deeds" }, button("Back to the whole (Esc)", actions.back));
    if (!seen.edges.length) return [heading, el("p", {}, "No path leads there among what the filters let through."), back];
    const steps = new Map(),
      order = [...seen.edges];
    for (let rim = [from], far = 0; rim.length; far++) {
      rim.forEach((node) => steps.set(node, far));
      rim = [
        ...new Set(
          rim.flatMap((node) =>
            order
              .filter((edge) => edge.source === node || edge.target === node)
              .map((edge) => (edge.source === node ? edge.target : edge.source)),
          ),
        ),
      ].filter((node) => !steps.has(node));
    }
    const length = steps.get(to) ?? 0,
      at = (/** @type {Edge} */ edge) => Math.min(steps.get(edge.source), steps.get(edge.target));
    order.sort((a, b) => at(a) - at(b) || b.outlets - a.outlets);
    return [
      heading,
      el("p", { class: "soft" }, `The shortest way has ${counted(length, "step")}. All edges on ways of that length are drawn.`),
      back,
      ...Array.from({ length }, (_, step) => step).flatMap((step) => [
        el("h3", {}, `Step ${step + 1}`),
        el(
          "ul",
          { class: "rows" },
          ...order
            .filter((edge) => at(edge) === step)
            .slice(0, ROWS)
            .map((edge) => el("li", {}, lineIcon(lineOf(graph, edge.status)), " ", edgeButton(edge))),
        ),
      ]),
    ];
  }

  /** @param {Node} from */
  const pathQuestion = (from) => [
    el("h2", {}, "A path from ", nameButton(from)),
    el("p", {}, "Choose where it should lead: click a name in the picture, or search for it."),
    el(
      "div",
      { class: "deeds" },
      button("Cancel (Esc)", () => actions.pathFrom(null)),
    ),
  ];

  /** @param {number} number @param {Seen} seen @returns {HTMLElement[]} */
  function communityCard(number, seen) {
    const members = graph.nodes.filter((node) => node.community === number && node.edges.length),
      { label } = graph.communities[number];
    return [
      el("h2", {}, bdi(label)),
      el("p", { class: "soft" }, `A community: ${counted(members.length, "node")} that are told of together more than with the rest.`),
      el(
        "div",
        { class: "deeds" },
        state.settings.community === number
          ? button("Back to the whole (Esc)", actions.back)
          : button("Open it", () => actions.openCommunity(number)),
      ),
      ...busiest(members, seen, "Most connected in it"),
    ];
  }

  /** @param {Node[]} nodes @param {Seen} seen @param {string} title @returns {HTMLElement[]} */
  function busiest(nodes, seen, title) {
    const ranked = nodes
      .map((node) => ({ node, count: node.edges.filter((edge) => seen.edgeSet.has(edge)).length }))
      .sort((a, b) => b.count - a.count)
      .slice(0, 8)
      .filter(({ count }) => count > 0);
    if (!ranked.length) return [];
    return [
      el("h3", {}, title),
      el(
        "ul",
        { class: "rows" },
        ...ranked.map(({ node, count }) =>
          el(
            "li",
            {},
            el(
              "button",
              { type: "button", click: () => actions.showNode(node.id) },
              groupIcon(graph, node.group),
              el("span", {}, bdi(node.name), el("span", { class: "soft" }, ` ${count}`)),
            ),
          ),
        ),
      ),
    ];
  }

  /** Edges on which reports disagree, the most telling first. @param {Seen} seen @returns {HTMLElement[]} */
  function disputed(seen) {
    const found = seen.edges
      .filter((edge) => edge.status !== "Reported")
      .sort((a, b) => b.outlets - a.outlets || Number(b.origin === "derived") - Number(a.origin === "derived"))
      .slice(0, 5);
    return found.length
      ? [
          el("h3", {}, "Not told as fact"),
          el(
            "ul",
            { class: "rows" },
            ...found.map((edge) =>
              el(
                "li",
                {},
                el(
                  "button",
                  { type: "button", click: () => actions.showEdge(edge.id) },
                  lineIcon(lineOf(graph, edge.status)),
                  el("span", {}, bdi(edge.source.name), el("span", { class: "verb" }, ` ${edge.label} → `), bdi(edge.target.name)),
                ),
              ),
            ),
          ),
        ]
      : [];
  }

  /** @param {Seen} seen @returns {HTMLElement[]} */
  function welcome(seen) {
    const left = graph.leftOut,
      { over } = seen;
    return [
      el("h2", {}, "Click an edge to read its sentences"),
      el(
        "p",
        { class: "soft" },
        "Click a name for its card, double-click it to see only its neighbours. Dashes tell how a thing is said: solid as fact, dashed as somebody's claim. Thickness tells how many outlets say it.",
      ),
      ...(over
        ? [
            el(
              "p",
              { class: "note" },
              `Drawn are the ${counted(seen.nodes.length, "node")} that are told of most; ${over.toLocaleString("en")} more pass the filters. Search finds them all.`,
              " ",
              seen.nodes.length + over <= 1000 &&
                button(`Draw all ${(seen.nodes.length + over).toLocaleString("en")}`, () => state.change({ most: graph.nodes.length }), {
                  class: "plain",
                }),
            ),
          ]
        : []),
      ...(left.nodes || left.edges
        ? [el("p", { class: "note" }, `Not in this page: ${counted(left.nodes, "node")} and ${counted(left.edges, "edge")}.`)]
        : []),
      ...busiest(seen.nodes, seen, "Most connected"),
      ...disputed(seen),
    ];
  }

  return { nodeCard, edgeCard, pathCard, pathQuestion, communityCard, welcome, badge, nameButton };
}

/** @typedef {ReturnType<typeof makeCards>} Cards */
