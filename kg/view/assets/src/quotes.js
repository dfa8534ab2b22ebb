/**
 * What stands on a card: sentences with their marks and sources, statuses, voices, counts, links to ids elsewhere. Nothing here knows what is chosen.
 */

import { UNNAMED } from "./data.js";
import { announce, bdi, button, copy, counted, el } from "./dom.js";
import { citation, tollsByKind } from "./facts.js";
import { lineIcon, lineOf } from "./look.js";
import { inWords } from "./time.js";

/** @import {Evidence, Graph, Node, Toll} from "./types" */

const SOURCES = new Map([
  ["wikidata.org", "Wikidata"],
  ["geonames.org", "GeoNames"],
  ["iso.org", "ISO 3166"],
]);

/** @param {Graph} graph */
export function makeQuotes(graph) {
  /** @param {string} status */
  function badge(status) {
    const line = lineOf(graph, status),
      made = el("span", { class: "badge", title: line.meaning }, lineIcon(line), status);
    made.style.color = `var(--status-${line.status})`;
    return made;
  }
  const voice = (/** @type {string} */ who, /** @type {string} */ origin) =>
    who
      ? el("span", {}, "according to ", bdi(who))
      : el("span", { class: "soft" }, origin === "derived" ? "follows from what the sentences say" : "in the article's own words");

  /** @param {Evidence} evidence */
  const sentence = (evidence) =>
    el("p", { dir: "auto" }, ...evidence.pieces.map(([text, marked]) => (marked ? el("mark", {}, text) : text)));

  /** @param {Evidence} evidence */
  function quote(evidence) {
    const { publisher, published, title, document: id, url } = evidence.from,
      heading = title || id;
    const cite = button(
      "Copy citation",
      async () => {
        const done = await copy(citation(evidence));
        cite.textContent = done ? "Copied" : "Could not copy";
        announce(done ? "The citation was copied." : "The citation could not be copied.");
        setTimeout(() => {
          cite.textContent = "Copy citation";
        }, 1600);
      },
      { class: "plain" },
    );
    const source =
      heading && (url ? el("a", { href: url, target: "_blank", rel: "noopener noreferrer nofollow" }, bdi(heading)) : bdi(heading));
    return el(
      "blockquote",
      {},
      sentence(evidence),
      el(
        "footer",
        {},
        el("span", { class: "strong" }, bdi(publisher || UNNAMED)),
        published ? ` · ${inWords(published)}` : "",
        source && el("br"),
        source,
        el("div", { class: "line" }, el("span", { class: "offsets" }, `characters ${evidence.start}–${evidence.end}`), cite),
      ),
    );
  }

  /** @param {Evidence[]} evidence @param {number} first how many are open from the start */
  function quotes(evidence, first) {
    const rest = evidence.slice(first);
    return [
      ...evidence.slice(0, first).map(quote),
      ...(rest.length ? [el("details", {}, el("summary", {}, counted(rest.length, "more sentence")), ...rest.map(quote))] : []),
    ];
  }

  /** @param {string} iri */
  function idLink(iri) {
    const host = iri.replace(/^https?:\/\/(www\.|sws\.)?/i, "").split("/"),
      end = iri.replace(/\/$/, "").split(/[/:]/).pop();
    const known = SOURCES.get(host[0].toLowerCase()) ?? host[0];
    return el("a", { href: iri, target: "_blank", rel: "noopener noreferrer nofollow" }, bdi(`${known} ${end}`));
  }

  /** @param {Node} node @returns {HTMLElement[]} */
  const tollTable = (node) =>
    tollsByKind(node).flatMap(({ kind, tolls }) => [el("div", { class: "tolls" }, el("h4", {}, bdi(kind)), ...tolls.map(tollRow))]);

  /** @param {Toll} toll */
  function tollRow(toll) {
    const outlets = [...new Set(toll.evidence.map(({ from }) => from.publisher || from.title || from.document).filter(Boolean))].join(", ");
    const notes = [outlets, toll.reportedOn && inWords(toll.reportedOn)].filter(Boolean).join(" · ");
    const head = [
      el("strong", {}, bdi(toll.number)),
      " ",
      toll.status && toll.status !== "Reported" && badge(toll.status),
      " ",
      toll.accordingTo && voice(toll.accordingTo, ""),
      " ",
      el("span", { class: "soft" }, bdi(notes)),
    ];
    return toll.evidence.length ? el("details", {}, el("summary", {}, ...head), ...toll.evidence.map(quote)) : el("p", {}, ...head);
  }

  return { badge, voice, sentence, quotes, idLink, tollTable };
}
