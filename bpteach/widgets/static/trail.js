// The way back: moves that the page made itself, and marks where Python made a change.

const TOGETHER = 400; // ms: a key held down is one move to undo
const LONGEST = 300;

export const BY_PYTHON = "by Python";

export function trail(now = () => Date.now()) {
  const past = [];
  let last = { field: null, time: 0 };

  return {
    /** Remember the position that a move of these fields leaves. */
    moved(position, fields) {
      const field = fields.join();
      const held = field === last.field && now() - last.time < TOGETHER && past.length && past.at(-1) !== BY_PYTHON;
      last = { field, time: now() };
      if (held) return;
      past.push(position);
      if (past.length > LONGEST) past.shift();
    },
    /** Remember that Python changed something. */
    changed() {
      past.push(BY_PYTHON);
      last.field = null;
    },
    /** Take what undo goes back to: a position, `BY_PYTHON`, or undefined. */
    back() {
      last.field = null;
      return past.pop();
    },
    get byPython() {
      return past.includes(BY_PYTHON);
    },
    get empty() {
      return !past.length;
    },
    clear() {
      past.length = 0;
    },
  };
}
