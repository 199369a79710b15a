// Frames: pieces of a spec that Python made for each value of a field; see frames.py.

/** Join a text that was given in pieces. */
export function said(text) {
  return Array.isArray(text) ? text.map(said).join("") : String(text ?? "");
}

function isPlace(node) {
  return typeof node.at === "string" && Object.keys(node).length === 1;
}

/**
 * Make a function that picks from a spec what stands at a position.
 *
 * It gives the very same object again as long as no field changed on which the piece depends,
 * so that whoever draws a piece sees by `===` that there is nothing to do.
 */
export function resolver() {
  const known = new WeakMap();

  function lookAt(node) {
    if (!known.has(node)) known.set(node, { fields: fieldsOf(node), memo: new Map() });
    return known.get(node);
  }

  function fieldsOf(node) {
    const own = "along" in node ? [node.along] : isPlace(node) ? [node.at] : [];
    const inner = Object.values(node).filter((one) => one && typeof one === "object");
    return [...new Set([...own, ...inner.flatMap((one) => lookAt(one).fields)])];
  }

  function pick(node, position) {
    if ("along" in node) return resolve(node.frames[String(position[node.along])], position);
    if (isPlace(node)) return String(position[node.at]);
    if (Array.isArray(node)) return node.map((one) => resolve(one, position));
    return Object.fromEntries(Object.entries(node).map(([key, one]) => [key, resolve(one, position)]));
  }

  function resolve(node, position) {
    if (node === null || typeof node !== "object") return node;
    const { fields, memo } = lookAt(node);
    if (!fields.length) return node;
    const key = JSON.stringify(fields.map((field) => position[field]));
    if (!memo.has(key)) memo.set(key, pick(node, position));
    return memo.get(key);
  }

  return resolve;
}
