/**
 * Builds what the page is made of: `npm ci && npm run build` in this folder. In come src/ and packages of the versions in package.json; out go page.js,
 * leaflet.js, leaflet.css, world.json and their licences. tests/test_view_assets.py checks that what is committed was built from what is committed.
 */

import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { build } from "esbuild";

const read = (path) => readFileSync(new URL(path, import.meta.url), "utf8");
const write = (path, text) => writeFileSync(new URL(path, import.meta.url), text);
const digest = (text) => createHash("sha256").update(text).digest("hex");
const version = (name) => JSON.parse(read(`node_modules/${name}/package.json`)).version;

const names = readdirSync(new URL("src/", import.meta.url))
  .filter((name) => name.endsWith(".js"))
  .sort();
const sources = digest(names.map((name) => `${name}\n${read(`src/${name}`)}`).join("\n"));
const { outputFiles } = await build({
  entryPoints: ["src/main.js"],
  absWorkingDir: new URL(".", import.meta.url).pathname,
  bundle: true,
  format: "iife",
  target: "es2022",
  minify: true,
  charset: "utf8",
  legalComments: "none",
  write: false,
});
const script = outputFiles[0].text.trim();
if (script.includes("</script")) throw new Error("page.js: a closing script tag would end the page's script; write it otherwise in src/");
write(
  "page.js",
  `/* kg's page. Built from src/ (sha256 ${sources}) by build.js; holds topojson-client ${version("topojson-client")} (ISC). sha256 of what follows: ${digest(script)} */\n${script}\n`,
);

const leaflet = read("node_modules/leaflet/dist/leaflet.js")
  .replace(/\n\/\/# sourceMappingURL=.*/, "")
  .trim();
write("leaflet.js", `${leaflet}\n`);
// The map has neither layer switch nor marker pictures: rules that name files would only be a temptation to ask for them.
const style = read("node_modules/leaflet/dist/leaflet.css")
  .replace(/\/\*[\s\S]*?\*\//g, "")
  .replace(/[^{}]+\{[^{}]*(url\(|behavior)[^{}]*\}/g, "")
  .replace(/\s+/g, " ")
  .trim();
write("leaflet.css", `/* Leaflet ${version("leaflet")}, BSD-2-Clause; rules that name files are left out */\n${style}\n`);

write("world.json", `${JSON.stringify(slimmed(JSON.parse(read("node_modules/world-atlas/countries-110m.json"))))}\n`);
for (const name of ["leaflet", "world-atlas", "topojson-client"]) write(`LICENSE.${name}.txt`, read(`node_modules/${name}/LICENSE`));

/** Only the countries, with their numbers: names come from the graph. */
function slimmed({ type, transform, arcs, objects: { countries } }) {
  const geometries = countries.geometries.map(({ type: shape, arcs: lines, id }) => ({ type: shape, arcs: lines, id }));
  return { type, transform, objects: { countries: { type: "GeometryCollection", geometries } }, arcs };
}
