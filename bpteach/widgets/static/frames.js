// Frames: pieces of a spec that Python made for each value of a field; see frames.py.

/** Join a text that was given in pieces. */
export function said(text) {
  return Array.isArray(text) ? text.map(said).join("") : String(text ?? "");
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
    let about = known.get(node);
    if (!about) {
      const fields = new Set();
      if ("along" in node) fields.add(node.along);
      if (typeof node.at === "string" && Object.keys(node).length === 1) fields.add(node.at);
      for (const inner of Object.values(node)) {
        if (inner && typeof inner === "object") for (const one of lookAt(inner).fields) fields.add(one);
      }
      about = { fields: [...fields], memo: new Map() };
      known.set(node, about);
    }
    return about;
  }

  function pick(node, position) {
    if ("along" in node) return resolve(node.frames[String(position[node.along])], position);
    if (typeof node.at === "string" && Object.keys(node).length === 1) return String(position[node.at]);
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
