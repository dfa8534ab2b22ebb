
"use strict";
/* Draws the data block of the page. All text reaches the document by textContent or onto the canvas, never as HTML.
   For scripts and tests: window.kgView.{showEdge(id), showNode(id), search(text), visible(), network}. */
window.kgView = (function () {
  const data = JSON.parse(document.getElementById("data").textContent);
  const byId = (id) => document.getElementById(id);
  // Items that a caller added through pyvis lack what ours carry.
  for (const node of data.nodes) { node.name = node.name || String(node.label || node.id); node.group = node.group || "thing"; }
  data.edges.forEach((edge, number) => { edge.id = edge.id ?? `added-${number}`; edge.label = String(edge.label ?? ""); edge.relation = edge.relation ?? edge.label; edge.status = edge.status || "Reported"; });
  const nodesById = new Map(data.nodes.map((node) => [node.id, node]));
  const edgesById = new Map(data.edges.map((edge) => [edge.id, edge]));
  const groups = new Map(data.groups.map((group) => [group.id, group]));
  const lines = new Map(data.lines.map((line) => [line.status, line]));
  const touching = new Map(data.nodes.map((node) => [node.id, []]));
  for (const edge of data.edges) {
    touching.get(edge.from).push(edge);
    if (edge.to !== edge.from) touching.get(edge.to).push(edge);
  }
  const state = { offGroups: new Set(), offStatuses: new Set(), roles: false, loose: !data.edges.some((edge) => !edge.covered), chosen: null, table: false };
  const nameOf = (id) => nodesById.get(id).name;
  const lineOf = (edge) => lines.get(edge.status) || data.lines[0];
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().split(/\s+/).filter(Boolean).join(" ");
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  // ---------- the document

  function el(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (typeof value === "function") element.addEventListener(name, value);
      else if (value !== null && value !== undefined) element.setAttribute(name, value);
    }
    element.append(...children.filter((child) => child !== null && child !== ""));
    return element;
  }
  /* A name in the midst of other text, whatever its direction of writing; dates are not broken over lines. */
  const bdi = (text) => el("bdi", {}, ...String(text).split(/(\d{4}-\d\d(?:-\d\d)?)/).map((part, i) => (i % 2 ? el("span", { class: "date" }, part) : part)));

  function svg(width, height, tag, attributes) {
    const space = "http://www.w3.org/2000/svg";
    const icon = document.createElementNS(space, "svg");
    for (const [name, value] of Object.entries({ class: "icon", width, height, viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" })) icon.setAttribute(name, value);
    const shape = document.createElementNS(space, tag);
    for (const [name, value] of Object.entries(attributes)) shape.setAttribute(name, value);
    icon.append(shape);
    return icon;
  }
  const SHAPES = {
    hexagon: "13,7 10,12.2 4,12.2 1,7 4,1.8 10,1.8", square: "2,2 12,2 12,12 2,12", triangle: "7,1.5 13,12.5 1,12.5",
    diamond: "7,0.5 13.5,7 7,13.5 0.5,7", star: "7,0.5 8.8,5 13.6,5.2 9.9,8.2 11.2,12.9 7,10.2 2.8,12.9 4.1,8.2 0.4,5.2 5.2,5",
  };
  function groupIcon(id) {
    const group = groups.get(id) || groups.get("thing");
    const fill = `var(--group-${group.id})`;
    return group.shape === "dot" ? svg(14, 14, "circle", { cx: 7, cy: 7, r: 6, fill }) : svg(14, 14, "polygon", { points: SHAPES[group.shape], fill });
  }
  const lineIcon = (line) => svg(30, 8, "line", { x1: 0, y1: 4, x2: 30, y2: 4, stroke: `var(--status-${line.status})`, "stroke-width": 2.5, "stroke-dasharray": line.dashes.join(" ") || "none" });

  // ---------- what is visible

  const drawn = (edge) => state.roles || !edge.covered;
  const nodeOn = (node) => !state.offGroups.has(node.group);
  const edgeShown = (edge) => drawn(edge) && !state.offStatuses.has(edge.status) && nodeOn(nodesById.get(edge.from)) && nodeOn(nodesById.get(edge.to));
  const nodeShown = (node) => nodeOn(node) && (state.loose || touching.get(node.id).some(edgeShown));
  const inLegend = (node) => state.loose || touching.get(node.id).some(drawn);
  const visible = () => ({ nodes: data.nodes.filter(nodeShown).map((node) => node.id), edges: data.edges.filter(edgeShown).map((edge) => edge.id) });

  // ---------- the picture

  const nodes = new vis.DataSet(), edges = new vis.DataSet();
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const network = new vis.Network(byId("picture"), { nodes, edges }, {
    physics: false, layout: { improvedLayout: false }, groups: { useDefaultGroups: false },
    interaction: { hover: true, keyboard: false, hideEdgesOnDrag: data.edges.length > 600 },
    edges: { arrows: { to: { enabled: true, scaleFactor: 0.65 } }, selectionWidth: 1.5, hoverWidth: 0.8 },
    nodes: { borderWidth: 1.5, borderWidthSelected: 3, scaling: { label: { drawThreshold: 4 } } },
  });

  function near() {
    if (!state.chosen) return null;
    const kept = new Set();
    if (state.chosen.edge) for (const end of [state.chosen.edge.from, state.chosen.edge.to]) kept.add(end);
    else for (const edge of touching.get(state.chosen.node.id)) if (edgeShown(edge)) kept.add(edge.from).add(edge.to);
    if (state.chosen.node) kept.add(state.chosen.node.id);
    return kept;
  }
  const bright = (edge) => !state.chosen || edge === state.chosen.edge || (state.chosen.node && (edge.from === state.chosen.node.id || edge.to === state.chosen.node.id));

  function paint() {
    const kept = near(), ink = colour("--ink"), field = colour("--field");
    nodes.update(data.nodes.map((node) => {
      const group = groups.get(node.group) || groups.get("thing"), base = colour(`--group-${group.id}`), off = kept && !kept.has(node.id);
      return {
        ...("color" in node ? { color: node.color } : { color: { background: base, border: field, highlight: { background: base, border: ink }, hover: { background: base, border: ink } } }),
        id: node.id, x: node.x, y: node.y, size: node.size, shape: node.shape || group.shape, hidden: !nodeShown(node), opacity: off ? 0.25 : 1, chosen: true,
      };
    }));
    edges.update(data.edges.map((edge) => {
      const line = lineOf(edge), base = colour(`--status-${line.status}`), on = bright(edge);
      return {
        id: edge.id, from: edge.from, to: edge.to, width: edge.width, dashes: line.dashes.length ? line.dashes : false, smooth: edge.smooth, selfReference: edge.selfReference,
        color: { color: base, highlight: base, hover: base, opacity: on ? 1 : 0.15 }, arrows: { to: { enabled: true, type: line.head, scaleFactor: line.head === "bar" ? 0.9 : 0.65 }, from: { enabled: edge.symmetric === true, scaleFactor: 0.65 } },
        hidden: !edgeShown(edge),
      };
    }));
    declutter();
  }

  const FACE = "system-ui, Segoe UI, Roboto, Liberation Sans, DejaVu Sans, sans-serif";
  const pen = document.createElement("canvas").getContext("2d");
  const widths = new Map();
  function widest(label) {
    if (!widths.has(label)) { pen.font = `100px ${FACE}`; widths.set(label, Math.max(...label.split("\n").map((row) => pen.measureText(row).width)) / 100); }
    return widths.get(label);
  }

  /* Gives labels room by rank (chosen first, then by size), and leaves out those that would overlap one that is drawn; zooming in brings them back. */
  function declutter() {
    const scale = network.getScale(), kept = near(), taken = [];
    const ink = colour("--ink"), soft = colour("--soft"), field = colour("--field");
    const free = (box) => taken.every((other) => box[2] <= other[0] || other[2] <= box[0] || box[3] <= other[1] || other[3] <= box[1]);
    const rank = (node) => (kept && kept.has(node.id) ? 1000 : 0) + (node.size || 10);
    const size = Math.min(64, Math.max(15, 12 / scale));
    const place = network.getPositions();
    const shown = data.nodes.filter(nodeShown).sort((a, b) => rank(b) - rank(a));
    const disc = (node) => { const { x, y } = place[node.id], r = node.size || 10; return [x - r, y - r, x + r, y + r, node.id]; };
    const roomy = shown.length <= 80; // in a large picture labels may hide small nodes, as no name would fit otherwise
    if (roomy) taken.push(...shown.map(disc));
    nodes.update(shown.map((node) => {
      const rows = String(node.label || "").split("\n"), { x, y } = place[node.id], top = y + (node.size || 10) + 2;
      const half = (widest(node.label || "") * size) / 2;
      const box = [x - half, top, x + half, top + rows.length * size * 1.15, node.id];
      const fits = taken.every((other) => other[4] === node.id || box[2] <= other[0] || other[2] <= box[0] || box[3] <= other[1] || other[3] <= box[1]);
      if (!roomy) taken.push(disc(node));
      if (fits) taken.push(box);
      const dim = kept && !kept.has(node.id);
      return { id: node.id, label: fits && !dim ? node.label : " ", font: { size, color: ink, strokeWidth: size / 4, strokeColor: field, face: FACE } };
    }));
    const small = Math.max(12, 10 / scale);
    edges.update(data.edges.filter(edgeShown).sort((a, b) => bright(b) - bright(a) || (b.origin === "derived") - (a.origin === "derived") || b.width - a.width).map((edge) => {
      const { x, y } = middle(edge, place), half = (widest(edge.label) * small) / 2;
      const box = [x - half, y - small * 0.6, x + half, y + small * 0.6];
      const fits = bright(edge) && (scale > 0.2 || state.chosen !== null) && free(box);
      if (fits) taken.push(box);
      return { id: edge.id, label: fits ? edge.label : " ", font: { size: small, color: edge.origin === "derived" ? ink : soft, strokeWidth: 3, strokeColor: field, align: "horizontal", face: FACE } };
    }));
  }

  /* Where an edge's label stands, as vis-network bends it. */
  function middle(edge, place) {
    const a = place[edge.from], b = place[edge.to];
    if (edge.from === edge.to) return { x: a.x + 30, y: a.y - 30 };
    const line = network.body.edges[edge.id];
    return line && line.edgeType && line.edgeType.getPoint ? line.edgeType.getPoint(0.5) : { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
  }

  let settled = 0;
  network.on("zoom", () => { clearTimeout(settled); settled = setTimeout(declutter, 120); });
  network.on("dragEnd", () => declutter());
  network.on("animationFinished", () => declutter());
  network.on("click", (event) => {
    if (event.nodes.length) showNode(event.nodes[0]);
    else if (event.edges.length) showEdge(event.edges[0]);
    else choose(null);
  });

  function fit() { network.fit({ nodes: data.nodes.filter(nodeShown).map((node) => node.id), animation: false, maxZoomLevel: 1.25 }); declutter(); }

  // ---------- the panel

  function choose(chosen) {
    state.chosen = chosen;
    network.setSelection({ nodes: chosen && chosen.node ? [chosen.node.id] : [], edges: chosen && chosen.edge ? [chosen.edge.id] : [] }, { highlightEdges: false });
    paint();
    byId("panel").replaceChildren(...(chosen === null ? welcome() : chosen.node ? nodeCard(chosen.node) : edgeCard(chosen.edge)));
    byId("panel").scrollTop = 0;
  }
  function reveal(ids) {
    if (state.table || !ids.length) return;
    const place = network.getPositions(ids), box = byId("picture").getBoundingClientRect();
    const outside = ids.some((id) => { const p = network.canvasToDOM(place[id]); return p.x < 30 || p.y < 30 || p.x > box.width - 30 || p.y > box.height - 30; });
    if (outside) network.focus(ids[0], { scale: Math.max(0.8, network.getScale()), animation: still ? false : { duration: 350 } });
  }
  function showNode(id) {
    const node = nodesById.get(id);
    if (!nodeShown(node)) { state.offGroups.delete(node.group); if (!nodeShown(node)) state.roles = true; if (!nodeShown(node)) state.loose = true; legend(); tabulate(); }
    choose({ node });
    reveal([id]);
  }
  function showEdge(id) {
    const edge = edgesById.get(id);
    if (edge.covered && !state.roles) { state.roles = true; legend(); tabulate(); }
    choose({ edge });
    reveal([edge.from, edge.to]);
  }

  const nameButton = (id) => el("button", { type: "button", class: "name", click: () => showNode(id) }, bdi(nameOf(id)));
  function badge(status) {
    const line = lines.get(status) || data.lines[0];
    const found = el("span", { class: "badge", title: line.meaning }, lineIcon(line), status);
    found.style.color = `var(--status-${line.status})`;
    return found;
  }
  const says = (who, origin) => (who ? el("span", {}, "according to ", bdi(who)) : el("span", { class: "soft" }, origin === "derived" ? "follows from what the sentences say" : "in the article's own words"));

  function quote(evidence) {
    const from = [evidence.publisher, evidence.published].filter(Boolean).join(", ");
    const title = evidence.title || evidence.document;
    return el("blockquote", {},
      el("p", { dir: "auto" }, ...evidence.pieces.map(([text, marked]) => (marked ? el("mark", {}, text) : text))),
      el("footer", {}, from ? bdi(from) : "", from && title ? " · " : "",
        title ? (evidence.url ? el("a", { href: evidence.url, target: "_blank", rel: "noopener noreferrer nofollow" }, bdi(title)) : bdi(title)) : "",
        el("br"), `characters ${evidence.start}–${evidence.end}`));
  }

  function edgeCard(edge) {
    const count = edge.evidence ? edge.evidence.length : 0;
    const facts = [edge.outlets ? `${edge.outlets} ${edge.outlets === 1 ? "outlet" : "outlets"}` : "", edge.confidence === null || edge.confidence === undefined ? "" : `confidence ${Math.round(edge.confidence * 100)} %`];
    return [
      el("h2", {}, nameButton(edge.from), el("span", { class: "verb" }, ` ${edge.relation} → `), nameButton(edge.to)),
      el("p", {}, badge(edge.status), " ", says(edge.accordingTo, edge.origin)),
      el("p", { class: "soft" }, facts.filter(Boolean).join(" · ")),
      el("h3", {}, count === 1 ? "The sentence it rests on" : `The ${count} sentences it rests on`),
      ...(count ? edge.evidence.map(quote) : [el("p", { class: "soft" }, "No sentence is recorded for this edge.")]),
    ];
  }

  function edgeRow(edge, self) {
    const line = lineOf(edge), out = edge.from === self, other = out ? edge.to : edge.from;
    return el("li", {}, el("button", { type: "button", click: () => showEdge(edge.id) }, lineIcon(line),
      el("span", {}, ...(out ? [el("span", { class: "verb" }, `${edge.label} → `), bdi(nameOf(other))] : [bdi(nameOf(other)), el("span", { class: "verb" }, ` ${edge.label} →`)]))));
  }

  function nodeCard(node) {
    const mine = touching.get(node.id), told = mine.filter((edge) => !drawn(edge)), tolls = node.tolls || [];
    const rows = (some) => el("ul", { class: "rows" }, ...some.map((edge) => edgeRow(edge, node.id)));
    const facts = [node.type, node.date, node.documents ? `in ${node.documents} ${node.documents === 1 ? "article" : "articles"}` : ""].filter(Boolean).join(" · ");
    return [
      el("h2", {}, groupIcon(node.group), " ", bdi(nameOf(node.id))),
      el("p", { class: "soft" }, bdi(facts)),
      ...(node.aliases && node.aliases.length ? [el("p", {}, el("span", { class: "soft" }, "also: "), bdi(node.aliases.join(", ")))] : []),
      ...(tolls.length ? [el("h3", {}, "Counts, each by its source"), ...tolls.map(tollCard)] : []),
      ...(mine.length ? [el("h3", {}, mine.length === 1 ? "1 edge" : `${mine.length} edges`), rows(mine.filter(drawn))] : [el("p", { class: "soft" }, "No edges.")]),
      ...(told.length ? [el("details", {}, el("summary", { class: "soft" }, `${told.length} roles that drawn verbs already tell`), rows(told))] : []),
    ];
  }
  function tollCard(toll) {
    const where = toll.evidence.map((evidence) => evidence.publisher || evidence.title || evidence.document).filter(Boolean).join(", ");
    const notes = [toll.reportedOn || "", where].filter(Boolean).join(" · ");
    const head = el("span", {}, el("strong", {}, bdi(toll.number)), " ", bdi(toll.kind), toll.status === "Reported" ? "" : " ", toll.status === "Reported" ? "" : badge(toll.status), " ", toll.accordingTo ? says(toll.accordingTo) : "", el("br"), el("span", { class: "soft" }, bdi(notes)));
    return toll.evidence.length ? el("details", {}, el("summary", {}, head), ...toll.evidence.map(quote)) : el("p", {}, head);
  }

  function welcome() {
    const busiest = data.nodes.filter(nodeShown).map((node) => [touching.get(node.id).filter(edgeShown).length, node]).sort((a, b) => b[0] - a[0]).slice(0, 8);
    const left = data.leftOut;
    return [
      el("h2", {}, "Click an edge to read its sentence"),
      el("p", { class: "soft" }, "Click a name for its card. A line's dashes tell how a thing is said: solid as fact, dashed as somebody's claim or suspicion."),
      ...(left.nodes || left.edges ? [el("p", {}, `Drawn are the ${data.nodes.length} nodes that are told of most. Left out: ${left.nodes} nodes, ${left.edges} edges. Narrow the view to a name to see its surroundings.`)] : []),
      ...(busiest.length ? [el("h3", {}, "Most connected"), el("ul", { class: "rows" }, ...busiest.map(([count, node]) =>
        el("li", {}, el("button", { type: "button", click: () => showNode(node.id) }, groupIcon(node.group), el("span", {}, bdi(nameOf(node.id)), el("span", { class: "soft" }, ` ${count}`))))))] : []),
    ];
  }

  // ---------- legend, search, table

  function chip(on, toggle, extra, ...children) {
    return el("button", { type: "button", "aria-pressed": String(on), class: extra ? "extra" : null, title: extra || null, click: () => { toggle(); refresh(); } }, ...children);
  }
  const flip = (set, value) => { if (!set.delete(value)) set.add(value); };

  function legend() {
    const focused = document.activeElement && byId("legend").contains(document.activeElement) ? [...byId("legend").children].indexOf(document.activeElement) : -1;
    const count = (label, n) => [el("span", {}, label), el("span", { class: "n" }, String(n))];
    const chips = [];
    for (const group of data.groups) {
      const n = data.nodes.filter((node) => node.group === group.id && inLegend(node)).length;
      if (n) chips.push(chip(!state.offGroups.has(group.id), () => flip(state.offGroups, group.id), null, groupIcon(group.id), ...count(group.label, n)));
    }
    if (chips.length) chips.push(el("span", { class: "rule" }));
    for (const line of data.lines) {
      const n = data.edges.filter((edge) => lineOf(edge) === line && drawn(edge)).length;
      if (n) chips.push(chip(!state.offStatuses.has(line.status), () => flip(state.offStatuses, line.status), null, lineIcon(line), ...count(line.status, n)));
    }
    const covered = data.edges.filter((edge) => edge.covered).length, loose = data.nodes.filter((node) => !touching.get(node.id).length).length;
    if (covered || (loose && data.edges.length)) chips.push(el("span", { class: "rule" }));
    if (covered) chips.push(chip(state.roles, () => { state.roles = !state.roles; }, "Roles that a drawn verb already tells", ...count("All roles", covered)));
    if (loose && data.edges.length) chips.push(chip(state.loose, () => { state.loose = !state.loose; }, "Nodes without edges", ...count("Unconnected", loose)));
    byId("legend").replaceChildren(...chips);
    if (focused >= 0 && chips[focused]) chips[focused].focus();
    const shown = visible();
    byId("counts").textContent = `${shown.nodes.length} nodes, ${shown.edges.length} edges` + (data.leftOut.nodes ? ` · ${data.leftOut.nodes} nodes left out` : "");
  }

  function tabulate() {
    const rows = data.edges.filter(edgeShown).sort((a, b) => nameOf(a.from).localeCompare(nameOf(b.from)) || a.relation.localeCompare(b.relation));
    byId("table").replaceChildren(el("table", {},
      el("caption", {}, `The ${rows.length} edges of the picture. The verb opens an edge's sentences.`),
      el("thead", {}, el("tr", {}, ...["From", "Relation", "To", "Status", "According to", "Sentence"].map((head) => el("th", { scope: "col" }, head)))),
      el("tbody", {}, ...rows.map((edge) => el("tr", { "data-edge": edge.id },
        el("td", {}, nameButton(edge.from)), el("td", {}, el("button", { type: "button", class: "name", click: () => showEdge(edge.id) }, edge.relation)), el("td", {}, nameButton(edge.to)),
        el("td", {}, badge(edge.status)), el("td", {}, edge.accordingTo ? bdi(edge.accordingTo) : ""),
        el("td", { class: "sentence", dir: "auto" }, edge.evidence && edge.evidence.length ? el("div", {}, ...edge.evidence[0].pieces.map(([text, marked]) => (marked ? el("mark", {}, text) : text))) : ""))))));
  }

  function search(query) {
    const wanted = fold(query), list = byId("found");
    const hits = wanted ? data.nodes.filter((node) => (node.keys || [fold(nameOf(node.id))]).some((key) => key.includes(wanted))) : [];
    hits.sort((a, b) => touching.get(b.id).length - touching.get(a.id).length);
    list.hidden = !wanted;
    list.replaceChildren(...hits.slice(0, 8).map((node) => el("li", {}, el("button", { type: "button", click: () => { list.hidden = true; showNode(node.id); } }, groupIcon(node.group), " ", bdi(nameOf(node.id))))),
      ...(hits.length > 8 ? [el("li", { class: "note" }, `and ${hits.length - 8} more`)] : []), ...(wanted && !hits.length ? [el("li", { class: "note" }, "No name like this.")] : []));
    return hits.map((node) => node.id);
  }

  function refresh() { legend(); tabulate(); choose(null); }
  function view(table) {
    state.table = table;
    byId("picture").hidden = table; byId("table").hidden = !table;
    byId("to-picture").setAttribute("aria-pressed", String(!table)); byId("to-table").setAttribute("aria-pressed", String(table));
    if (!table) { network.setSize("100%", "100%"); network.redraw(); fit(); }
  }

  // ---------- wiring

  byId("to-picture").addEventListener("click", () => view(false));
  byId("to-table").addEventListener("click", () => view(true));
  byId("fit").addEventListener("click", fit);
  byId("theme").addEventListener("click", () => {
    const dark = colour("--paper") === "#161b22";
    document.documentElement.dataset.theme = dark ? "light" : "dark";
    paint();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", paint);
  byId("search").addEventListener("input", (event) => search(event.target.value));
  byId("search").addEventListener("keydown", (event) => {
    if (event.key === "Enter") { const hits = search(event.target.value); if (hits.length) { byId("found").hidden = true; showNode(hits[0]); } }
    if (event.key === "ArrowDown") { const first = byId("found").querySelector("button"); if (first) { first.focus(); event.preventDefault(); } }
  });
  document.addEventListener("click", (event) => { if (!event.target.closest(".search")) byId("found").hidden = true; });
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && event.target.tagName !== "INPUT") { byId("search").focus(); event.preventDefault(); }
    if (event.key === "Escape") { byId("search").value = ""; byId("found").hidden = true; choose(null); fit(); }
  });
  byId("picture").addEventListener("keydown", (event) => {
    const steps = { ArrowLeft: [-60, 0], ArrowRight: [60, 0], ArrowUp: [0, -60], ArrowDown: [0, 60] }, zooms = { "+": 1.25, "=": 1.25, "-": 0.8 };
    if (!(event.key in steps) && !(event.key in zooms)) return;
    const at = network.getViewPosition(), scale = network.getScale(), step = steps[event.key] || [0, 0];
    network.moveTo({ position: { x: at.x + step[0] / scale, y: at.y + step[1] / scale }, scale: scale * (zooms[event.key] || 1), animation: false });
    if (event.key in zooms) declutter();
    event.preventDefault();
  });

  if (!data.nodes.length) byId("picture").append(el("p", { class: "empty" }, "Nothing to draw: the network has no nodes."));
  refresh();
  fit();
  return { showEdge, showNode, search, visible, network };
})();
