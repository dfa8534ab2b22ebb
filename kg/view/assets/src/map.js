/**
 * The map: events and places that are seen, where they are, on the outlines of countries. Leaflet moves it; no tile is asked for, so nothing leaves the page.
 */

import { feature } from "topojson-client";
import { bdi, byId, colour, counted, el } from "./dom.js";
import { siteOf, tollOf } from "./facts.js";

/** @import {Node, Seen} from "./types" */
/** @import {Actions} from "./cards.js" */

/** @typedef {{key: string, name: string, place: Node, at: [number, number], events: Node[], others: Node[]}} Site */

const ANTARCTICA = "010"; // lies round the pole, so it has no outline on a flat map

/** @param {Actions} actions */
export function makeMap(actions) {
  const world = document.getElementById("world");
  if (!world?.textContent || typeof L === "undefined") return null;
  const topology = JSON.parse(world.textContent),
    countries = /** @type {any[]} */ (/** @type {any} */ (feature(topology, topology.objects.countries)).features).filter(
      ({ id }) => id !== ANTARCTICA,
    );
  countries.forEach(({ geometry }) => unwrap(geometry));
  const middles = new Map(countries.map((/** @type {any} */ country) => [country.id, middleOf(country.geometry)]));
  /** @type {any} */
  let map = null;
  /** @type {any} */
  let land = null;
  /** @type {any} */
  let marks = null;
  let fitted = false;

  function begin() {
    map = L.map(byId("map-field"), {
      attributionControl: false,
      zoomControl: true,
      minZoom: 1,
      maxZoom: 8,
      worldCopyJump: false,
      zoomSnap: 0.25,
      maxBounds: [
        [-75, -200],
        [86, 200],
      ],
      keyboard: true,
      fadeAnimation: false,
      zoomAnimation: false,
      markerZoomAnimation: false,
    });
    land = L.geoJSON(countries, { interactive: false });
    land.addTo(map);
    marks = L.layerGroup().addTo(map);
    map.setView([25, 20], 2);
    map.on("zoomend", declutter);
  }

  /** @param {Seen} seen @param {Node | undefined} chosen */
  function draw(seen, chosen) {
    if (!map) begin();
    map.invalidateSize({ animate: false });
    const told = new Set(),
      sites = sitesOf(seen);
    land.setStyle({ color: colour("--shore"), weight: 0.8, fillColor: colour("--land"), fillOpacity: 1 });
    marks.clearLayers();
    const most = Math.max(1, ...sites.map((site) => site.events.length));
    for (const site of [...sites].sort((a, b) => b.events.length - a.events.length)) {
      site.events.forEach((node) => told.add(node));
      const on = chosen && (site.place === chosen || site.events.includes(chosen));
      const radius = site.events.length ? 6 + 14 * Math.sqrt(site.events.length / most) : 4;
      const dot = L.circleMarker(site.at, {
        radius,
        color: colour(on ? "--ink" : "--field"),
        weight: on ? 3 : 1.5,
        fillColor: colour(site.events.length ? "--group-event" : "--group-country"),
        fillOpacity: site.events.length ? 0.8 : 0.9,
      });
      dot.on("click", () => show(site));
      dot.on("add", () => name(dot, site));
      dot.addTo(marks);
      label(site, radius);
    }
    if (!fitted && sites.length) {
      fitted = true;
      const told = sites.filter((site) => site.events.length);
      map.fitBounds(L.latLngBounds((told.length ? told : sites).map((site) => site.at)).pad(0.3), { maxZoom: 6, animate: false });
    }
    declutter();
    const without = seen.nodes.filter((node) => node.group === "event" && !told.has(node));
    byId("map-note").textContent =
      `${counted(told.size, "event")} at ${counted(sites.filter((site) => site.events.length).length, "place")}` +
      (without.length ? `; ${without.length.toLocaleString("en")} without a known place are not on the map` : "") +
      ". Countries stand for what is only known to be in them.";
  }

  /** Reachable and named for those who do not see it. @param {any} dot @param {Site} site */
  function name(dot, site) {
    const path = dot.getElement?.();
    if (!path) return;
    path.setAttribute("role", "button");
    path.setAttribute("tabindex", "0");
    path.setAttribute("aria-label", `${site.name}: ${counted(site.events.length, "event")}`);
    path.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
      if (event.key === "Enter" || event.key === " ") {
        show(site);
        event.preventDefault();
      }
    });
  }

  /** Below its circle. @param {Site} site @param {number} radius in pixels */
  function label(site, radius) {
    const words = el("span", {}, bdi(site.name), site.events.length > 1 && el("span", { class: "n" }, ` ${site.events.length}`));
    words.style.top = `${Math.round(radius)}px`;
    const icon = L.divIcon({ className: `site ${site.events.length ? "" : "minor"}`, html: words, iconSize: null });
    L.marker(site.at, { icon, interactive: false, keyboard: false }).addTo(marks);
  }

  /** Names that would lie on another are left out; the most told of stay. */
  function declutter() {
    /** @type {DOMRect[]} */
    const taken = [];
    const names = [...byId("map-field").querySelectorAll(".site")];
    for (const element of names) {
      const span = /** @type {HTMLElement} */ (element.firstElementChild);
      span.style.visibility = "visible";
      const box = span.getBoundingClientRect(),
        free = taken.every((other) => box.right < other.left || other.right < box.left || box.bottom < other.top || other.bottom < box.top);
      if (free) taken.push(box);
      else span.style.visibility = "hidden";
    }
  }

  /** @param {Seen} seen @returns {Site[]} */
  function sitesOf(seen) {
    /** @type {Map<string, Site>} */
    const sites = new Map();
    const add = (/** @type {Node} */ place) => {
      const at = place.at ?? /** @type {[number, number] | undefined} */ (middles.get(place.country ?? ""));
      if (!at) return undefined;
      const key = at.join(" ");
      if (!sites.has(key)) sites.set(key, { key, name: place.name, place, at, events: [], others: [] });
      return sites.get(key);
    };
    for (const node of seen.nodes) {
      if (node.group === "event") {
        const place = siteOf(node);
        if (place) add(place)?.events.push(node);
      } else if (node.at || node.country) add(node)?.others.push(node);
    }
    return [...sites.values()];
  }

  /** @param {Site} site */
  function show(site) {
    const events = [...site.events].sort((a, b) => (a.days?.[0] ?? Infinity) - (b.days?.[0] ?? Infinity) || tollOf(b) - tollOf(a));
    actions.showNode(site.place.id);
    byId("panel").append(
      el("h3", {}, counted(events.length, "event here", "events here")),
      el(
        "ul",
        { class: "rows" },
        ...events.map((node) =>
          el(
            "li",
            {},
            el(
              "button",
              { type: "button", click: () => actions.showNode(node.id) },
              el("span", { class: "date soft" }, node.date || "no date"),
              el("span", {}, bdi(node.name)),
            ),
          ),
        ),
      ),
    );
  }

  return {
    draw,
    refit() {
      fitted = false;
    },
    sites: sitesOf,
  };
}

/** Countries that cross the 180th meridian go on beyond it, instead of jumping to the other side of the map. @param {any} geometry */
function unwrap(geometry) {
  for (const polygon of geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates) {
    for (const ring of polygon) {
      for (let place = 1; place < ring.length; place++) {
        const jump = ring[place][0] - ring[place - 1][0];
        if (Math.abs(jump) > 180) ring[place] = [ring[place][0] - 360 * Math.sign(jump), ring[place][1]];
      }
    }
  }
}

/** The middle of a country's largest part. @param {any} geometry @returns {[number, number]} latitude, longitude */
function middleOf(geometry) {
  const rings = (geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates).map(
    (/** @type {any} */ polygon) => polygon[0],
  );
  let best = [0, 0, 0];
  for (const ring of rings) {
    let area = 0,
      x = 0,
      y = 0;
    ring.forEach((/** @type {[number, number]} */ [x1, y1], /** @type {number} */ place) => {
      const [x2, y2] = ring[(place + 1) % ring.length],
        cross = x1 * y2 - x2 * y1;
      area += cross / 2;
      x += ((x1 + x2) * cross) / 6;
      y += ((y1 + y2) * cross) / 6;
    });
    if (Math.abs(area) > Math.abs(best[0])) best = [area, x / area, y / area];
  }
  return [best[2], best[1]];
}
