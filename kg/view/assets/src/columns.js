/**
 * Turns columns into items again: a table that kg/view/columns.py wrote comes in, the list of items goes out.
 */

/**
 * @param {{count: number, fields: Record<string, any>}} table
 * @returns {any[]} items that have only the fields that hold something
 */
export function itemsOf({ count, fields }) {
  const items = Array.from({ length: count }, () => /** @type {Record<string, unknown>} */ ({}));
  for (const [name, column] of Object.entries(fields)) fill(items, name, column);
  return items;
}

/** @param {Record<string, unknown>[]} items @param {string} name @param {any} column */
function fill(items, name, column) {
  let at = 0;
  valuesOf(column.gaps ? column.values : column).forEach((value, number) => {
    at = column.gaps ? at + column.gaps[number] : number;
    if (value !== null) items[at][name] = value;
  });
}

/** @param {any} column @returns {unknown[]} */
function valuesOf(column) {
  if (Array.isArray(column)) return column;
  if (column.of) return column.at.map((/** @type {number | null} */ number) => (number === null ? null : column.of[number]));
  return column.rest.map((/** @type {string | null} */ rest) => (rest === null ? null : column.start + rest));
}
