// Keys that are the widget's own: JupyterLab would take letters and arrows for its commands,
// insert cells on `a` and delete them on `d d`.

const LEFT_TO_THE_PAGE = new Set(["Escape", "Tab"]);

/** Keep the keys pressed inside `root` from the page, but for Ctrl, Meta, Escape and Shift+Enter. */
export function guardKeys(root) {
  const stop = (event) => {
    const command = event.ctrlKey || event.metaKey;
    const runCell = event.key === "Enter" && event.shiftKey;
    if (!command && !runCell && !LEFT_TO_THE_PAGE.has(event.key)) {
      event.stopPropagation();
    }
  };
  root.addEventListener("keydown", stop);
  return () => root.removeEventListener("keydown", stop);
}

/** Let one element of a group be reached by Tab, and the arrows go through the group. */
export function rove(group, selector) {
  const items = () => [...group.querySelectorAll(selector)];
  const enter = (item) => {
    for (const one of items()) one.tabIndex = one === item ? 0 : -1;
    item.focus();
  };
  group.addEventListener("keydown", (event) => {
    const all = items();
    const at = all.indexOf(event.target);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (at < 0 || to === undefined || event.altKey) return;
    event.preventDefault();
    if (all[to]) enter(all[to]);
  });
  const first = items();
  first.forEach((one, k) => { one.tabIndex = k ? -1 : 0; });
}

/** Name a key as `button(key=...)` names it: "S", "Shift+S", "Alt+ArrowLeft", " ". */
export function keyName(event) {
  const letter = event.key.length === 1 && event.key.toUpperCase() !== event.key.toLowerCase();
  const key = letter ? event.key.toUpperCase() : event.key;
  const shift = event.shiftKey && (letter || event.key.length > 1) ? "Shift+" : "";
  return `${event.altKey ? "Alt+" : ""}${shift}${key}`;
}

const SIGNS = { ArrowUp: "↑", ArrowDown: "↓", ArrowLeft: "←", ArrowRight: "→", " ": "Space" };

/** Write a key as it is shown. */
export function keySign(key) {
  return key.replace(/Arrow\w+|^ $/, (name) => SIGNS[name] ?? name);
}

const MOVES = /^(Shift\+)?(Arrow\w+|Home|End|PageUp|PageDown)$/;

/** Whether the element under focus has a use of its own for a key. */
export function isNative(element, key) {
  if (element.matches("select, textarea, input:not([type=range], [type=radio], [type=checkbox])")) return true;
  if (element.matches("input[type=range]")) return MOVES.test(key);
  if (element.matches("input[type=radio]")) return MOVES.test(key) || key === " ";
  return element.matches("button, summary, a[href], input") && (key === " " || key === "Enter");
}
