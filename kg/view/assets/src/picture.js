/**
 * Draws a scene with vis-network: it moves, zooms and finds what lies under the pointer; symbols and words are drawn by us on its canvas, at the same
 * size on the screen whatever the zoom.
 */

import { arrange } from "./arrange.js";
import { colour } from "./dom.js";
import { FACE, ROW } from "./labels.js";
import { trace } from "./look.js";

/** @import {Box} from "./types" */
/** @import {Label} from "./arrange.js" */
/** @import {Mark, Scene, Stroke} from "./scene.js" */

/**
 * @typedef {{node: (id: string) => void, edge: (id: string) => void, nothing: () => void, open: (id: string) => void, moved: (id: string, x: number, y: number) => void}} Handlers
 */

const MANY = 600; // edges above which they are not drawn while one drags
const HEADS = 3000; // edges above which their heads are left out: too small and too many to be told apart, and half of the time of drawing
const CROWD = 1500; // nodes above which names wait until zooming stops
const TIDY = 1500; // milliseconds

/** @param {HTMLElement} container @param {Handlers} handlers */
export function makePicture(container, handlers) {
  const dots = new vis.DataSet(),
    lines = new vis.DataSet();
  /** @type {Scene} */
  let scene = { marks: [], strokes: [] };
  /** @type {Map<string, Mark>} */
  let marks = new Map();
  /** @type {Map<string, string>} what vis-network knows of each item */
  const known = new Map();
  /** @type {{scale: number, list: Label[]} | null} */
  let labels = null;
  /** @type {Record<string, string>} */
  let palette = {};
  let hides = false,
    moving = false,
    settled = 0,
    drawnAt = 0;

  const network = new vis.Network(
    container,
    { nodes: dots, edges: lines },
    {
      physics: false,
      layout: { improvedLayout: false },
      groups: { useDefaultGroups: false },
      interaction: { hover: true, keyboard: false, selectConnectedEdges: false, hoverConnectedEdges: false, zoomSpeed: 0.7 },
      nodes: { shape: "custom", ctxRenderer: symbol, borderWidth: 0, chosen: false, labelHighlightBold: false },
      edges: { selectionWidth: 0, hoverWidth: 0, chosen: false, font: { size: 0 } },
    },
  );
  const scaleNow = () => network.getScale();
  const paint = (/** @type {string} */ name) => (name.startsWith("--") ? (palette[name] ??= colour(name)) : name);

  /** vis-network calls this for each node. @param {{ctx: CanvasRenderingContext2D, id: string, x: number, y: number, state: {hover: boolean, selected: boolean}}} drawn */
  function symbol({ ctx, id, x, y, state }) {
    const mark = marks.get(id),
      scale = scaleNow(),
      radius = (mark?.radius ?? 8) / scale;
    return {
      drawNode() {
        if (!mark) return;
        ctx.globalAlpha = mark.dim ? 0.22 : 1;
        trace(ctx, mark.shape, x, y, radius);
        ctx.fillStyle = paint("--group-thing");
        ctx.fillStyle = paint(mark.colour);
        if (mark.community !== undefined) ctx.globalAlpha = 0.8;
        ctx.fill();
        ctx.globalAlpha = mark.dim ? 0.3 : 1;
        ctx.lineWidth = 1.5 / scale;
        ctx.strokeStyle = paint(state.selected || state.hover ? "--ink" : "--field");
        if (state.selected) ctx.lineWidth = 2.5 / scale;
        ctx.stroke();
        if (mark.pinned || mark.more) ring(ctx, mark, x, y, radius, scale);
      },
      nodeDimensions: { width: 2 * radius, height: 2 * radius },
    };
  }

  /** A pinned node wears a ring, one with neighbours that are not drawn a dotted one. @param {CanvasRenderingContext2D} ctx @param {Mark} mark @param {number} x @param {number} y @param {number} radius @param {number} scale */
  function ring(ctx, mark, x, y, radius, scale) {
    ctx.beginPath();
    ctx.arc(x, y, radius + 4 / scale, 0, 2 * Math.PI);
    ctx.setLineDash(mark.pinned ? [] : [1.5 / scale, 3 / scale]);
    ctx.strokeStyle = paint("--soft");
    ctx.lineWidth = 1.3 / scale;
    ctx.stroke();
    ctx.setLineDash([]);
  }

  /** @param {Stroke} stroke @param {number} scale */
  function lineItem(stroke, scale) {
    const base = paint(stroke.colour),
      loop = stroke.from === stroke.to,
      head = 0.34 / scale;
    return {
      id: stroke.id,
      from: stroke.from,
      to: stroke.to,
      width: stroke.width / scale,
      dashes: stroke.dashes.length ? stroke.dashes.map((length) => length / scale) : false,
      color: {
        color: base,
        highlight: base,
        hover: base,
        opacity: stroke.dim ? 0.1 : stroke.rank >= 1e6 ? 1 : stroke.strong ? 0.62 : 0.42,
        inherit: false,
      },
      arrows: {
        to: {
          enabled: stroke.head !== "" && scene.strokes.length <= HEADS,
          type: stroke.head || "triangle",
          scaleFactor: stroke.head === "bar" ? head * 1.5 : head,
        },
        from: { enabled: stroke.both, scaleFactor: head },
      },
      smooth:
        stroke.bend && !loop
          ? { enabled: true, type: stroke.bend > 0 ? "curvedCW" : "curvedCCW", roundness: Math.abs(stroke.bend) }
          : { enabled: false },
      ...(loop ? { selfReference: { size: (16 + 40 * Math.abs(stroke.bend)) / scale, angle: 0.8 } } : {}),
    };
  }

  /** Tell vis-network what is new, and only that. @param {any} set @param {{id: string}[]} items @param {string} kind */
  function sync(set, items, kind) {
    const now = new Set(items.map((item) => item.id));
    const gone = set.getIds().filter((/** @type {string} */ id) => !now.has(id));
    if (gone.length) set.remove(gone);
    gone.forEach((/** @type {string} */ id) => known.delete(kind + id));
    const fresh = items.filter((item) => known.get(kind + item.id) !== JSON.stringify(item));
    fresh.forEach((item) => known.set(kind + item.id, JSON.stringify(item)));
    if (fresh.length) set.update(fresh);
  }

  /** @param {number} scale */
  function syncLines(scale) {
    drawnAt = scale;
    sync(
      lines,
      scene.strokes.map((stroke) => lineItem(stroke, scale)),
      "edge ",
    );
  }

  /** @param {Scene} wanted @param {string | undefined} node @param {string | undefined} edge ids of what is chosen */
  function show(wanted, node, edge) {
    scene = wanted;
    marks = new Map(scene.marks.map((mark) => [mark.id, mark]));
    palette = {};
    if (hides !== scene.strokes.length > MANY) {
      hides = scene.strokes.length > MANY; // not told without need: at every option vis-network draws anew
      network.setOptions({ interaction: { hideEdgesOnDrag: hides, hideEdgesOnZoom: hides } });
    }
    const ids = new Set(scene.strokes.map((stroke) => stroke.id)),
      gone = lines.getIds().filter((/** @type {string} */ id) => !ids.has(id));
    if (gone.length) lines.remove(gone); // before their ends, so that vis-network need not mend them
    gone.forEach((/** @type {string} */ id) => known.delete(`edge ${id}`));
    sync(
      dots,
      scene.marks.map(({ id, x, y }) => ({ id, x, y })),
      "node ",
    );
    syncLines(scaleNow());
    network.setSelection(
      { nodes: node && marks.has(node) ? [node] : [], edges: edge && ids.has(edge) ? [edge] : [] },
      { highlightEdges: false },
    );
    relabel();
  }

  /** Draw anew in the next frame, once, however often it is asked for. */
  function relabel() {
    labels = null;
    network.body.emitter.emit("_requestRedraw");
  }

  // ---------- words

  /** @returns {Label[]} */
  function words() {
    const scale = scaleNow(),
      { width, height } = container.getBoundingClientRect(),
      { x, y } = network.getViewPosition();
    /** @type {Box} */
    const view = [x * scale - width / 2 + 2, y * scale - height / 2 + 2, x * scale + width / 2 - 2, y * scale + height / 2 - 2];
    return arrange(scene, { scale, view, middle, span });
  }

  /** @param {Stroke} stroke @returns {number} how far its ends lie apart, in the plane */
  function span(stroke) {
    const a = /** @type {Mark} */ (marks.get(stroke.from)),
      b = /** @type {Mark} */ (marks.get(stroke.to));
    return a === b ? Infinity : Math.hypot(a.x - b.x, a.y - b.y);
  }

  /** Where the word of an edge stands, as vis-network bends it. @param {Stroke} stroke @returns {{x: number, y: number}} */
  function middle(stroke) {
    const a = /** @type {Mark} */ (marks.get(stroke.from)),
      b = /** @type {Mark} */ (marks.get(stroke.to));
    if (a === b) return { x: a.x + 30 / scaleNow(), y: a.y - 30 / scaleNow() };
    return network.body.edges[stroke.id]?.edgeType?.getPoint?.(0.5) ?? { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
  }

  network.on("afterDrawing", (/** @type {CanvasRenderingContext2D} */ ctx) => {
    const scale = scaleNow();
    if (moving && scene.marks.length > CROWD) return;
    if (!labels || labels.scale !== scale) labels = { scale, list: words() };
    ctx.save();
    ctx.scale(1 / scale, 1 / scale);
    ctx.textAlign = "center";
    ctx.textBaseline = "top";
    ctx.lineJoin = "round";
    ctx.strokeStyle = paint("--field");
    for (const label of labels.list) {
      ctx.font = `${label.weight} ${label.size}px ${FACE}`;
      ctx.lineWidth = label.size / 3.5;
      ctx.fillStyle = paint(label.ink);
      label.text.forEach((row, number) => {
        const y = label.y + number * label.size * ROW + 1;
        ctx.strokeText(row, label.x, y);
        ctx.fillText(row, label.x, y);
      });
    }
    ctx.restore();
  });

  // ---------- moving about

  network.on("animationFinished", () => relabel());
  network.on("zoom", () => {
    moving = true;
    clearTimeout(settled);
    settled = setTimeout(calm, 120);
  });
  function calm() {
    moving = false;
    if (Math.abs(scaleNow() / drawnAt - 1) > 0.02) syncLines(scaleNow());
    relabel();
  }
  network.on("dragEnd", (/** @type {any} */ event) => {
    relabel();
    for (const id of event.nodes) {
      const { x, y } = network.getPosition(id),
        mark = marks.get(id);
      if (mark) handlers.moved(id, Math.round(x), Math.round(y));
    }
  });
  network.on("click", (/** @type {any} */ event) => {
    const under = event.nodes.length
      ? { node: event.nodes[0] }
      : event.edges.length && !labelAt(event)
        ? { edge: event.edges[0] }
        : labelAt(event);
    if (under?.node !== undefined) handlers.node(under.node);
    else if (under?.edge !== undefined) handlers.edge(under.edge);
    else handlers.nothing();
  });
  network.on("doubleClick", (/** @type {any} */ event) => {
    const id = event.nodes[0] ?? labelAt(event)?.node;
    if (id !== undefined) handlers.open(id);
  });
  network.on("resize", () => relabel());
  network.on("hoverNode", () => {
    container.style.cursor = "pointer";
  });
  network.on("hoverEdge", () => {
    container.style.cursor = "pointer";
  });
  network.on("blurNode", () => {
    container.style.cursor = "";
  });
  network.on("blurEdge", () => {
    container.style.cursor = "";
  });

  /** @param {any} event @returns {{node?: string, edge?: string} | undefined} what the word under the pointer names */
  function labelAt(event) {
    const scale = scaleNow(),
      x = event.pointer.canvas.x * scale,
      y = event.pointer.canvas.y * scale;
    const hit = labels?.list.find(({ box }) => x >= box[0] && x <= box[2] && y >= box[1] && y <= box[3]);
    return hit && (hit.kind === "node" ? { node: hit.id } : { edge: hit.id });
  }

  /** Show all that is drawn, names included. @param {number} [closest] the largest scale */
  function fit(closest = 1.6) {
    if (!scene.marks.length) return;
    const xs = scene.marks.map((mark) => mark.x),
      ys = scene.marks.map((mark) => mark.y);
    const low = [Math.min(...xs), Math.min(...ys)],
      high = [Math.max(...xs), Math.max(...ys)];
    const { width, height } = container.getBoundingClientRect();
    if (width < 10 || height < 10) return;
    const [wide, tall] = inner(),
      scale = Math.min(closest, wide / Math.max(1, high[0] - low[0]), tall / Math.max(1, high[1] - low[1]));
    network.moveTo({ position: { x: (low[0] + high[0]) / 2, y: (low[1] + high[1]) / 2 + 14 / scale }, scale, animation: false });
    calm();
  }

  /** @returns {[number, number]} the width and height that marks may fill so that names beside them find room */
  function inner() {
    const { width, height } = container.getBoundingClientRect();
    return [width - 2 * Math.min(70, width / 7), height - 112];
  }

  /** Bring these nodes into the picture, if they are not in it. @param {string[]} ids @param {boolean} still without a motion */
  function reveal(ids, still) {
    const box = container.getBoundingClientRect(),
      there = ids.filter((id) => marks.has(id));
    const outside = there.some((id) => {
      const mark = /** @type {Mark} */ (marks.get(id)),
        { x, y } = network.canvasToDOM(mark);
      return x < 40 || y < 30 || x > box.width - 40 || y > box.height - 40;
    });
    if (!outside) return;
    const points = there.map((id) => /** @type {Mark} */ (marks.get(id)));
    const middle = {
      x: points.reduce((sum, { x }) => sum + x, 0) / points.length,
      y: points.reduce((sum, { y }) => sum + y, 0) / points.length,
    };
    network.moveTo({ position: middle, scale: scaleNow(), animation: still ? false : { duration: 350, easingFunction: "easeInOutQuad" } });
  }

  /** Let the nodes that are drawn find room by themselves, for a moment. @param {(places: Map<string, [number, number]>) => void} done */
  function tidy(done) {
    dots.update(scene.marks.map((mark) => ({ id: mark.id, fixed: mark.pinned })));
    network.setOptions({
      physics: {
        enabled: true,
        solver: "forceAtlas2Based",
        forceAtlas2Based: { gravitationalConstant: -90, springLength: 110, centralGravity: 0.012, avoidOverlap: 0.3 },
        stabilization: false,
      },
    });
    labels = { scale: scaleNow(), list: [] };
    setTimeout(() => {
      network.setOptions({ physics: { enabled: false } });
      dots.update(scene.marks.map((mark) => ({ id: mark.id, fixed: false })));
      const places = network.getPositions();
      known.clear();
      done(new Map(scene.marks.map(({ id }) => [id, [Math.round(places[id].x), Math.round(places[id].y)]])));
    }, TIDY);
  }

  return {
    show,
    fit,
    inner,
    reveal,
    tidy,
    relabel,
    network,
    labels: () => (labels ??= { scale: scaleNow(), list: words() }).list,
    scene: () => scene,
    middle,
    paint,
    /** @param {number} dx @param {number} dy in pixels @param {number} zoom */
    move(dx, dy, zoom) {
      const at = network.getViewPosition(),
        scale = scaleNow();
      network.moveTo({ position: { x: at.x + dx / scale, y: at.y + dy / scale }, scale: scale * zoom, animation: false });
      if (zoom !== 1) calm();
      else relabel();
    },
    resize() {
      network.setSize("100%", "100%");
      network.redraw();
    },
  };
}

/** @typedef {ReturnType<typeof makePicture>} Picture */
