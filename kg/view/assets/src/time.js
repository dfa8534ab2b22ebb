/**
 * Dates as far as they are known: "2024", "2024-01" or "2024-01-03" come in, spans of days go out. A date that is none of these is text only.
 */

const DAY = 86_400_000;
const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
const BARS = 48; // more would be too thin to tell apart

/** @import {Days} from "./types" */

/** @param {number} year @param {number} month @param {number} day */
function count(year, month, day) {
  const date = new Date(0);
  date.setUTCFullYear(year, month, day); // Date.UTC takes the years 0 to 99 for 1900 to 1999
  return Math.round(date.getTime() / DAY);
}

/** @type {Map<string, Days | undefined>} Dates that were read before: a graph speaks of the same few thousand again and again. */
const read = new Map();

/**
 * The days that a date stands for, or undefined if it is no date.
 * @param {string | undefined} text
 * @returns {Days | undefined}
 */
export function daysOf(text) {
  if (text && !read.has(text)) read.set(text, parsed(text));
  return text ? read.get(text) : undefined;
}

/** @param {string} text @returns {Days | undefined} */
function parsed(text) {
  const found = /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T.*)?)?)?$/.exec(text);
  if (!found) return undefined;
  const year = Number(found[1]),
    month = Number(found[2] ?? 1) - 1,
    day = Number(found[3] ?? 1);
  if (month < 0 || month > 11 || day < 1 || day > 31) return undefined;
  const from = count(year, month, day);
  if (found[3]) return [from, from];
  return [from, (found[2] ? count(year, month + 1, 1) : count(year + 1, 0, 1)) - 1];
}

/** @type {Map<number, string>} Days that were written before. */
const written = new Map();

/** @param {number} day @returns {string} a day as an ISO date */
export function isoOf(day) {
  let text = written.get(day);
  if (text === undefined) written.set(day, (text = new Date(day * DAY).toISOString().slice(0, 10)));
  return text;
}

/** @param {string} text @returns {"day" | "month" | "year" | "unknown"} how precise a date is */
export function precisionOf(text) {
  if (!daysOf(text)) return "unknown";
  return text.length <= 4 ? "year" : text.length <= 7 ? "month" : "day";
}

/** @param {string} text @returns {string} a date in words, as precise as it is: "3 January 2024", "January 2024", "2024" */
export function inWords(text) {
  if (!daysOf(text)) return text;
  const [year, month, day] = text.slice(0, 10).split("-");
  return [day ? Number(day) : "", month ? MONTHS[Number(month) - 1] : "", Number(year)].filter(Boolean).join(" ");
}

/** @param {Days} a @param {Days} b */
export const overlap = (a, b) => a[0] <= b[1] && b[0] <= a[1];

/**
 * Periods that together hold all spans, empty ones left out: years, of which the busiest are split into months and those into days while there is room.
 * @param {Days[]} spans
 * @returns {{span: Days, label: string}[]} in order
 */
export function periods(spans) {
  let found = years(spans);
  for (;;) {
    const wide = found
      .filter((period) => period.inside.length > 1 && period.label.length < 10)
      .sort((a, b) => b.inside.length - a.inside.length);
    const next = wide
      .map((period) => ({ period, parts: split(period) }))
      .find(({ parts }) => parts.length > 0 && found.length + parts.length - 1 <= BARS);
    if (!next) return found.map(({ span, label }) => ({ span, label }));
    found = found.flatMap((period) => (period === next.period ? next.parts : [period]));
  }
}

/** @typedef {{span: Days, label: string, inside: Days[]}} Period */

/** @param {Days[]} spans @returns {Period[]} */
function years(spans) {
  return gathered(spans, (day) => isoOf(day).slice(0, -6));
}

/** @param {Period} period @returns {Period[]} its months or days; none where hardly a span is known that precisely */
function split(period) {
  const fine = period.inside.filter((span) => span[1] - span[0] < period.span[1] - period.span[0]);
  const length = period.label.length < 7 ? 7 : 10;
  return fine.length > 1 ? gathered(period.inside, (day) => isoOf(day).slice(0, length)) : [];
}

/** @param {Days[]} spans @param {(day: number) => string} name @returns {Period[]} */
function gathered(spans, name) {
  /** @type {Map<string, Days[]>} */
  const by = new Map();
  for (const span of spans) {
    const label = name(span[0]),
      others = by.get(label);
    if (others) others.push(span);
    else by.set(label, [span]);
  }
  return [...by.entries()]
    .map(([label, inside]) => ({ label, inside, span: daysOf(label) ?? inside[0] }))
    .sort((a, b) => a.span[0] - b.span[0]);
}
