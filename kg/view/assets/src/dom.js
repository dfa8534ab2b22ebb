/**
 * Builds pieces of the document. Text of the news becomes text nodes only; nothing here takes HTML.
 */

/** @typedef {Node | string | null | undefined | false} Child */
/** @typedef {Record<string, string | number | boolean | null | undefined | ((event: any) => void)>} Attributes */

const SVG = "http://www.w3.org/2000/svg";

/** @param {string} id @returns {HTMLElement} */
export const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/**
 * @param {string} tag @param {Attributes} [attributes] functions listen to the event of their name; null, undefined and false are left out
 * @param {...Child} children
 */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  fill(element, attributes);
  element.append(...children.filter(isThere));
  return element;
}

/** @param {string} tag @param {Attributes} [attributes] @param {...Child} children */
export function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  fill(element, attributes);
  element.append(...children.filter(isThere));
  return element;
}

/** @param {Child} child @returns {child is Node | string} */
const isThere = (child) => child !== null && child !== undefined && child !== false && child !== "";

/** @param {Element} element @param {Attributes} attributes */
function fill(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : String(value));
  }
}

/** A name in the midst of other text, whatever its direction of writing. @param {string | number} text */
export const bdi = (text) => el("bdi", {}, String(text));

/** @param {string} words @param {(event: MouseEvent) => void} click @param {Attributes} [attributes] */
export const button = (words, click, attributes = {}) => el("button", { type: "button", click, ...attributes }, words);

/** @param {number} number @param {string} one @param {string} [many] */
export const counted = (number, one, many = `${one}s`) => `${number.toLocaleString("en")} ${number === 1 ? one : many}`;

/** @param {string} name a CSS variable @returns {string} its value in the theme that is on */
export const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** Say something to screen readers. @param {string} text */
export function announce(text) {
  byId("said").textContent = text;
}

/** @param {string} text @returns {Promise<boolean>} whether it lies on the clipboard now */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = /** @type {HTMLTextAreaElement} */ (el("textarea", { "aria-hidden": "true", class: "offscreen" }));
    field.value = text;
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy"); // the only way in frames without leave to use the clipboard
    field.remove();
    return done;
  }
}
