/**
 * Files of what is seen: PNG, SVG, GEXF, GraphML, CSV. Made in the page, handed to the browser as downloads; text of the news is escaped for each format.
 */

import { colour, el } from "./dom.js";
import { FACE } from "./labels.js";
import { pathOf, round } from "./look.js";

/** @import {Edge, Node, Seen} from "./types" */
/** @import {Picture} from "./picture.js" */

/** @param {string} name @param {Blob} blob */
export function download(name, blob) {
  const link = el("a", { href: URL.createObjectURL(blob), download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(/** @type {HTMLAnchorElement} */ (link).href), 10_000);
}

/** @param {string} title @returns {string} a file's name without what file systems refuse */
export const fileName = (title) =>
  title
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 60) || "graph";

/** XML 1.0 holds neither control characters nor lone surrogates. @param {unknown} value */
const xml = (value) =>
  String(value ?? "")
    .replace(
      /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
      "\ufffd",
    )
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("\n", "&#10;")
    .replaceAll("\t", "&#9;")
    .replaceAll("\r", "&#13;");

/** @type {[string, "string" | "integer" | "double", (node: Node) => unknown][]} */
const NODE_FACTS = [
  ["kind", "string", (node) => node.group],
  ["type", "string", (node) => node.type],
  ["date", "string", (node) => node.date],
  ["aliases", "string", (node) => node.aliases.join(" | ")],
  ["ids", "string", (node) => node.ids.join(" | ")],
  ["documents", "integer", (node) => node.documents],
];
/** @type {[string, "string" | "integer" | "double", (edge: Edge) => unknown][]} */
const EDGE_FACTS = [
  ["relation", "string", (edge) => edge.relation],
  ["status", "string", (edge) => edge.status],
  ["according_to", "string", (edge) => edge.accordingTo],
  ["origin", "string", (edge) => edge.origin],
  ["confidence", "double", (edge) => edge.confidence ?? ""],
  ["outlets", "integer", (edge) => edge.outlets],
  ["evidence", "string", (edge) => JSON.stringify(edge.evidence().map(plain))],
];

/** @param {import("./types").Evidence} evidence */
const plain = ({ pieces, start, end, from }) => ({ sentence: pieces.map(([text]) => text).join(""), start, end, ...from });

/** @param {Seen} seen @returns {string} GraphML as networkx and Gephi read it */
export function graphml(seen) {
  const keys = [
    ...NODE_FACTS.map(([name, type]) => ["node", name, type]),
    ["node", "label", "string"],
    ...EDGE_FACTS.map(([name, type]) => ["edge", name, type]),
  ];
  const data = (/** @type {string} */ kind, /** @type {string} */ name, /** @type {unknown} */ value) =>
    value === "" || value === undefined || value === null ? "" : `<data key="${kind}_${name}">${xml(value)}</data>`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
${keys.map(([kind, name, type]) => `<key id="${kind}_${name}" for="${kind}" attr.name="${name}" attr.type="${type === "integer" ? "long" : type}"/>`).join("\n")}
<graph edgedefault="directed">
${seen.nodes.map((node) => `<node id="${xml(node.id)}">${data("node", "label", node.name)}${NODE_FACTS.map(([name, , value]) => data("node", name, value(node))).join("")}</node>`).join("\n")}
${seen.edges.map((edge) => `<edge id="${xml(edge.id)}" source="${xml(edge.source.id)}" target="${xml(edge.target.id)}">${EDGE_FACTS.map(([name, , value]) => data("edge", name, value(edge))).join("")}</edge>`).join("\n")}
</graph>
</graphml>
`;
}

/** @param {Seen} seen @returns {string} GEXF 1.2, with places where the picture has them */
export function gexf(seen, /** @type {Map<string, {x: number, y: number}>} */ places) {
  const attributes = (/** @type {any[]} */ facts, /** @type {string} */ kind) =>
    `<attributes class="${kind}">${facts.map(([name, type], number) => `<attribute id="${number}" title="${name}" type="${type === "integer" ? "long" : type}"/>`).join("")}</attributes>`;
  const values = (/** @type {any[]} */ facts, /** @type {any} */ item) => {
    const told = facts.map(([, , value], number) => [number, value(item)]).filter(([, value]) => value !== "" && value !== undefined);
    return told.length
      ? `<attvalues>${told.map(([number, value]) => `<attvalue for="${number}" value="${xml(value)}"/>`).join("")}</attvalues>`
      : "";
  };
  const place = (/** @type {Node} */ node) => {
    const at = places.get(node.id);
    return at ? `<viz:position x="${round(at.x)}" y="${round(-at.y)}" z="0"/>` : "";
  };
  return `<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://www.gexf.net/1.2draft" xmlns:viz="http://www.gexf.net/1.2draft/viz" version="1.2">
<graph defaultedgetype="directed" mode="static">
${attributes(NODE_FACTS, "node")}
${attributes(EDGE_FACTS, "edge")}
<nodes>
${seen.nodes.map((node) => `<node id="${xml(node.id)}" label="${xml(node.name)}">${values(NODE_FACTS, node)}${place(node)}</node>`).join("\n")}
</nodes>
<edges>
${seen.edges.map((edge) => `<edge id="${xml(edge.id)}" source="${xml(edge.source.id)}" target="${xml(edge.target.id)}" label="${xml(edge.label)}" weight="${Math.max(1, edge.outlets)}">${values(EDGE_FACTS, edge)}</edge>`).join("\n")}
</edges>
</graph>
</gexf>
`;
}

/** A cell that a spreadsheet would take for a formula begins with an apostrophe. @param {unknown} value */
function cell(value) {
  const text = String(value ?? ""),
    safe = /^[=+\-@\t\r]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** @param {Seen} seen @returns {string} a row for each sentence of each edge */
export function csv(seen) {
  const heads = [
    "from",
    "relation",
    "to",
    "status",
    "according_to",
    "confidence",
    "outlets",
    "sentence",
    "publisher",
    "published",
    "title",
    "document",
    "start",
    "end",
    "url",
    "from_id",
    "to_id",
    "edge_id",
  ];
  const rows = seen.edges.flatMap((edge) => {
    const evidence = edge.evidence(),
      told = evidence.length ? evidence.map(plain) : [/** @type {any} */ ({})];
    return told.map((item) => [
      edge.source.name,
      edge.relation,
      edge.target.name,
      edge.status,
      edge.accordingTo,
      edge.confidence,
      edge.outlets,
      item.sentence,
      item.publisher,
      item.published,
      item.title,
      item.document,
      item.start,
      item.end,
      item.url,
      edge.source.id,
      edge.target.id,
      edge.id,
    ]);
  });
  return `${[heads, ...rows].map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
}

/** @param {Picture} picture @param {string} title @returns {string} the whole picture as it is drawn, names included */
export function svgFile(picture, title) {
  const { marks, strokes } = picture.scene(),
    scale = picture.network.getScale(),
    ink = colour("--ink"),
    paper = colour("--field");
  const at = new Map(marks.map((mark) => [mark.id, mark])),
    labels = picture.labels();
  const px = (/** @type {number} */ value) => round(value * scale);
  const xs = [...marks.map(({ x }) => x * scale), ...labels.flatMap(({ box }) => [box[0], box[2]])],
    ys = [...marks.map(({ y }) => y * scale), ...labels.flatMap(({ box }) => [box[1], box[3]])];
  const low = [Math.min(0, ...xs) - 30, Math.min(0, ...ys) - 30],
    size = [Math.max(1, ...xs) - low[0] + 30, Math.max(1, ...ys) - low[1] + 30];
  const lines = strokes.map((stroke) => {
    const a = at.get(stroke.from),
      b = at.get(stroke.to);
    if (!a || !b) return "";
    const via = picture.network.body.edges[stroke.id]?.edgeType?.getViaNode?.(),
      loop = a === b,
      r = 14;
    const d = loop
      ? `M${px(a.x)} ${px(a.y)}a${r} ${r} 0 1 1 0.1 -0.1`
      : `M${px(a.x)} ${px(a.y)}${via ? `Q${px(via.x)} ${px(via.y)} ` : "L"}${px(b.x)} ${px(b.y)}`;
    return `<path d="${d}" fill="none" stroke="${xml(picture.paint(stroke.colour))}" stroke-width="${round(stroke.width)}" stroke-dasharray="${stroke.dashes.join(" ") || "none"}"${stroke.dim ? ' opacity="0.15"' : ""}/>${loop || !stroke.head ? "" : head(via ? { x: via.x * scale, y: via.y * scale } : { x: a.x * scale, y: a.y * scale }, { x: b.x * scale, y: b.y * scale }, b.radius, picture.paint(stroke.colour), stroke.head)}`;
  });
  const dots = marks.map(
    (mark) =>
      `<path d="${pathOf(mark.shape, px(mark.x), px(mark.y), mark.radius)}" fill="${xml(picture.paint(mark.colour))}" stroke="${paper}"${mark.dim ? ' opacity="0.25"' : ""}/>`,
  );
  const words = labels.flatMap((label) =>
    label.text.map(
      (row, number) =>
        `<text x="${round(label.x)}" y="${round(label.y + (number + 0.85) * label.size * 1.18)}" font-size="${label.size}" font-weight="${label.weight}" fill="${picture.paint(label.ink)}">${xml(row)}</text>`,
    ),
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" viewBox="${low.map(round).join(" ")} ${size.map(round).join(" ")}" width="${round(size[0])}" height="${round(size[1])}" font-family="${xml(FACE)}" text-anchor="middle">
<title>${xml(title)}</title>
<rect x="${round(low[0])}" y="${round(low[1])}" width="100%" height="100%" fill="${paper}"/>
${lines.join("\n")}
${dots.join("\n")}
<g fill="${ink}" stroke="${paper}" stroke-width="3" stroke-linejoin="round" paint-order="stroke">
${words.join("\n")}
</g>
</svg>
`;
}

/** @param {{x: number, y: number}} from @param {{x: number, y: number}} to @param {number} gap @param {string} fill @param {string} kind */
function head(from, to, gap, fill, kind) {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1,
    x = (to.x - from.x) / length,
    y = (to.y - from.y) / length;
  const tip = [to.x - x * (gap + 2), to.y - y * (gap + 2)],
    foot = kind === "bar" ? 2 : 7,
    wide = kind === "bar" ? 5 : 3;
  const corner = (/** @type {number} */ back, /** @type {number} */ side) =>
    `${round(tip[0] - x * back - y * side)} ${round(tip[1] - y * back + x * side)}`;
  return `<path d="M${kind === "bar" ? `${corner(0, wide)}L${corner(0, -wide)}` : `${round(tip[0])} ${round(tip[1])}`}L${corner(foot, -wide)}L${corner(foot, wide)}Z" fill="${xml(fill)}"/>`;
}

/** @param {HTMLElement} holder of the picture @param {string} title @returns {Promise<Blob>} the picture as it is on the screen, with its title */
export function png(holder, title) {
  const canvas = /** @type {HTMLCanvasElement} */ (holder.querySelector("canvas")),
    strip = Math.round((28 * canvas.width) / holder.clientWidth);
  const page = document.createElement("canvas"),
    pen = /** @type {CanvasRenderingContext2D} */ (page.getContext("2d"));
  page.width = canvas.width;
  page.height = canvas.height + strip;
  pen.fillStyle = colour("--field");
  pen.fillRect(0, 0, page.width, page.height);
  pen.drawImage(canvas, 0, strip);
  pen.fillStyle = colour("--ink");
  pen.font = `600 ${Math.round(strip / 2)}px ${FACE}`;
  pen.textBaseline = "middle";
  pen.fillText(title, strip / 2, strip / 2, page.width - strip);
  return new Promise((resolve, reject) => {
    page.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("The browser could not make a picture."))), "image/png");
  });
}
