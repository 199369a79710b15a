// Slices of a tensor as a stack of cards: the chosen one lies on top, with its numbers.

import { drawn, made, put, write } from "./dom.js";
import { said } from "./frames.js";
import { heatTable } from "./heat.js";

const STEP = { x: 40, y: 34 };
const EDGE = { left: 30, top: 24 };
const TAB = 52; // room for a card's name beside it

/** One card: the table of a slice, and its name beside it. */
function sheet(choose) {
  const tab = made("span", { class: "bpt-tab" });
  const { table, update } = heatTable();
  put(table, "aria-hidden", "true");
  const element = made("div", { class: "bpt-sheet", role: "radio" }, table, tab);
  element.addEventListener("click", () => choose(element));
  return { element, table, tab, update };
}

/** The part `{kind: "stack", name, label, chosen, cards: [{name, words, table}], axes}`. */
export function stack(context) {
  const element = made("div", { class: "bpt-stack", role: "radiogroup" });
  const arrows = drawn("svg", { class: "bpt-depth", "aria-hidden": "true", width: 1, height: 1 });
  const sheets = [];
  let part = null;

  const choose = (place) => context.move({ [part.name]: part.cards[place].value });
  const clicked = (one) => {
    choose(sheets.findIndex((each) => each.element === one));
    one.focus();
  };

  element.addEventListener("keydown", (event) => {
    const last = part.cards.length - 1;
    const [on, back] = [part.chosen + 1, part.chosen - 1];
    const to = { ArrowDown: on, ArrowRight: on, ArrowUp: back, ArrowLeft: back, Home: 0, End: last }[event.key];
    if (to === undefined || event.altKey || event.shiftKey) return;
    event.preventDefault();
    if (to >= 0 && to <= last) choose(to);
  });

  function lay() {
    const width = element.clientWidth;
    if (!part || !width) return;
    const count = part.cards.length;
    const size = { x: sheets[0].table.offsetWidth, y: sheets[0].table.offsetHeight };
    const free = (width - EDGE.left - size.x - TAB) / Math.max(count - 1, 1);
    const step = { x: Math.min(STEP.x, Math.max(12, free)), y: STEP.y };
    sheets.forEach(({ element: { style } }, k) => {
      style.setProperty("--x", `${EDGE.left + k * step.x}px`);
      style.setProperty("--y", `${EDGE.top + k * step.y}px`);
      style.setProperty("--z", k === part.chosen ? 99 : k);
    });
    element.style.height = `${EDGE.top + (count - 1) * step.y + size.y + 8}px`;
    drawArrows(step, size, count);
  }

  function drawArrows(step, size, count) {
    const { down, right, deep } = part.axes;
    const [x, y] = [EDGE.left, EDGE.top];
    const far = Math.max(count - 1, 0.6);
    const foot = { x: x - 10, y: y + size.y + 2 };
    const end = { x: foot.x + far * step.x, y: foot.y + far * step.y };
    const head = `M${end.x - 8},${end.y - 2}L${end.x},${end.y}L${end.x - 3},${end.y - 8}`;
    arrows.replaceChildren(
      drawn("text", { x: x + 2, y: y - 9 }, `${right} →`),
      drawn("text", { x: x - 24, y: y + 17 }, `${down} ↓`),
      drawn("path", { d: `M${foot.x},${foot.y}L${end.x},${end.y}${head}` }),
      drawn("text", { x: (foot.x + end.x) / 2 - 14, y: (foot.y + end.y) / 2 + 12 }, deep),
    );
  }

  element.append(arrows);
  const resized = new ResizeObserver(lay);
  resized.observe(element);
  return {
    element,
    update(now) {
      const focused = element.contains(document.activeElement);
      part = now;
      put(element, "aria-label", said(part.label));
      while (sheets.length > part.cards.length) sheets.pop().element.remove();
      while (sheets.length < part.cards.length) {
        const one = sheet(clicked);
        sheets.push(one);
        element.append(one.element);
      }
      part.cards.forEach((each, k) => {
        const one = sheets[k];
        one.update(each.table);
        write(one.tab, said(each.name));
        put(one.element, "aria-label", said(each.words));
        put(one.element, "aria-checked", k === part.chosen ? "true" : "false");
        put(one.element, "tabindex", k === part.chosen ? 0 : -1);
      });
      if (focused) sheets[part.chosen].element.focus();
      lay();
    },
    drop: () => resized.disconnect(),
  };
}
