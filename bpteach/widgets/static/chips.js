// Factors of a product as grids drawn to scale, and what happens where two of them meet.

import { drawn, made, put, write } from "./dom.js";
import { dragAlong } from "./dragging.js";
import { said } from "./frames.js";

const CELL = { most: 30, least: 13 };
const SIDE = 30; // room for a size and a variable beside a grid
const BETWEEN = 44; // room between two factors, where the joint is
const FRAME = 20; // a factor's own padding and border
const RESULT = 2 * SIDE + 60; // what stands beside the product's grid
const TIMING = { duration: 240, easing: "ease-in-out" };
const PLACES = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1, Home: -Infinity, End: Infinity };

function isStill() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

/** A grid with a size and a variable on both sides: a factor, or the product. */
function cellGrid() {
  const svg = drawn("svg", { class: "bpt-cells", "aria-hidden": "true" });
  const [left, right] = [made("span", { class: "bpt-side" }), made("span", { class: "bpt-side" })];
  const update = ([rows, row], [columns, column], cell) => {
    const [wide, high] = [columns * cell, rows * cell];
    put(svg, "width", wide + 2);
    put(svg, "height", high + 2);
    put(svg, "viewBox", `-1 -1 ${wide + 2} ${high + 2}`);
    let lines = "";
    for (let k = 1; k < rows; k += 1) lines += `M0,${k * cell}H${wide}`;
    for (let k = 1; k < columns; k += 1) lines += `M${k * cell},0V${high}`;
    svg.replaceChildren(
      drawn("rect", { width: wide, height: high }),
      drawn("path", { d: lines }),
      drawn("rect", { class: "bpt-edge", width: wide, height: high }),
    );
    left.replaceChildren(made("b", {}, String(rows)), row);
    right.replaceChildren(made("b", {}, String(columns)), column);
  };
  return { element: made("div", { class: "bpt-sides" }, left, svg, right), svg, left, right, update };
}

/** One factor that can be chosen. */
function chip() {
  const name = made("span", { class: "bpt-chip-name" });
  const grid = cellGrid();
  const element = made("div", { class: "bpt-chip", role: "radio" }, name, grid.element);
  return { element, name, grid, shape: "" };
}

/** What the factors make: its grid, or that there is none. */
function productChip() {
  const words = made("span", { class: "bpt-chip-name" });
  const grid = cellGrid();
  const result = made("div", { class: "bpt-chip-result" }, words, grid.element);
  const equals = made("span", { class: "bpt-sign" }, "=");
  const element = made("div", { class: "bpt-chip-product", "aria-hidden": "true" }, equals, result);
  const update = (now, cell) => {
    element.hidden = !now;
    if (!now) return;
    put(element, "data-role", now.role);
    write(words, `${now.sign} ${said(now.words)}`);
    grid.element.hidden = !now.rows;
    if (now.rows) grid.update(now.rows, now.columns, cell);
  };
  return { element, update };
}

/** Where an element lies in a frame. */
function placed(element, frame) {
  const { left, right, top, bottom } = element.getBoundingClientRect();
  return { top: top - frame.top, bottom: bottom - frame.top, middle: (left + right) / 2 - frame.left };
}

/** The bracket of a joint, and its words under it. */
function bracket(joint, d, x, y) {
  return drawn(
    "g",
    { "data-role": joint.role },
    drawn("path", { class: "bpt-line", d }),
    drawn("text", { x, y: y + 17, "text-anchor": "middle" }, `${joint.sign} ${joint.words}`),
  );
}

/** The part `{kind: "chips", forms, line: {chips, joints, swaps, product}, board, chosen, keys, …}`. */
export function chips(context) {
  const line = made("div", { class: "bpt-chip-line", role: "radiogroup" });
  const empty = made("p", { class: "bpt-text", "data-role": "muted" });
  const brackets = drawn("svg", { class: "bpt-brackets", "aria-hidden": "true" });
  const product = productChip();
  const element = made("div", { class: "bpt-chips" }, line, product.element, empty, brackets);
  const control = { element };
  const known = new Map();
  let part = null;
  let shown = [];
  let widthBefore = 0;

  const count = () => part.line.chips.length;
  const chosen = () => Math.min(Number(part.chosen), count()) - 1;
  const isUpright = () => element.classList.contains("bpt-upright");
  const choose = (place) => {
    if (place >= 0 && place < count()) context.move({ [part.name]: place + 1 });
  };

  line.addEventListener("keydown", (event) => {
    const by = PLACES[event.key];
    if (by === undefined || event.altKey || event.shiftKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    choose(Math.max(0, Math.min(chosen() + by, count() - 1)));
  });

  const dragged = dragAlong(line, {
    items: () => shown.map((one) => one.element),
    pressed(place) {
      choose(place);
      shown[place].element.focus({ preventScroll: true });
      return !isUpright();
    },
    swap: (left, to) => context.move({ [part.board]: part.line.swaps[left], [part.name]: to + 1 }),
    dropped(one, transform) {
      if (!isStill()) one.animate([{ transform }, { transform: "none" }], TIMING);
    },
  });

  /** Choose a size of cell: all in one line, else the product below, else all below each other. */
  function cellSize() {
    const factors = part.line.chips.map((one) => part.forms[one].columns[0]);
    const result = part.line.product?.rows ? part.line.product.columns[0] : 0;
    const sum = factors.reduce((all, one) => all + one, 0);
    const width = element.clientWidth;
    const room = width - factors.length * (2 * SIDE + FRAME + BETWEEN) + BETWEEN;
    const inLine = Math.floor((room - RESULT) / Math.max(sum + result, 1));
    const wrapped = Math.floor(room / Math.max(sum, 1));
    const upright = wrapped < CELL.least && factors.length > 1;
    element.classList.toggle("bpt-wrapped", inLine < CELL.least && !upright);
    element.classList.toggle("bpt-upright", upright);
    const alone = Math.floor((width - RESULT) / Math.max(1, result, ...factors));
    return Math.max(10, Math.min(CELL.most, upright ? alone : inLine < CELL.least ? wrapped : inLine));
  }

  function drawJoints() {
    const frame = element.getBoundingClientRect();
    put(brackets, "width", frame.width);
    put(brackets, "height", frame.height);
    const floor = Math.max(0, ...shown.map((one) => placed(one.element, frame).bottom));
    const all = part.line.joints.map((joint, k) => {
      const from = placed(shown[k].grid.right, frame);
      const to = placed(shown[k + 1].grid.left, frame);
      const y = isUpright() ? placed(shown[k].element, frame).bottom + 13 : floor + 15;
      const [start, end] = isUpright() ? [from.bottom + 3, to.top - 3] : [y - 11, y - 11];
      const d = `M${from.middle},${start}V${y}H${to.middle}V${end}`;
      return bracket(joint, d, (from.middle + to.middle) / 2, y);
    });
    brackets.replaceChildren(...all);
  }

  /** Set the factors in their order; give those that are transposed now. */
  function setChips(cell) {
    const forms = part.line.chips.map((one) => part.forms[one]);
    shown = forms.map(({ factor }) => {
      if (!known.has(factor)) known.set(factor, chip());
      return known.get(factor);
    });
    const same = line.children.length === shown.length && shown.every((one, k) => line.children[k] === one.element);
    if (!same) line.replaceChildren(...shown.map((one) => one.element));
    return shown.filter((one, k) => {
      const { name, rows, columns, words } = forms[k];
      const [before, shape] = [one.shape, `${rows} ${columns}`];
      one.shape = shape;
      write(one.name, name);
      one.grid.update(rows, columns, cell);
      put(one.element, "aria-checked", k === chosen() ? "true" : "false");
      put(one.element, "tabindex", k === chosen() ? 0 : -1);
      put(one.element, "aria-label", `${words}; factor ${k + 1} of ${count()}`);
      return before !== shape && before === `${columns} ${rows}`;
    });
  }

  /** Draw all; what changes its place or its shape goes there before the reader's eyes. */
  function draw(moves) {
    const focused = line.contains(document.activeElement);
    const before = new Map(shown.map((one) => [one, one.element.getBoundingClientRect()]));
    const cell = cellSize();
    const turned = setChips(cell);
    product.update(part.line.product, cell);
    if (focused && shown.length) shown[chosen()].element.focus({ preventScroll: true });
    drawJoints();
    if (moves && !isStill()) animate(before, turned);
  }

  function animate(before, turned) {
    let moved = turned.length > 0;
    for (const one of shown) {
      const [from, to] = [before.get(one), one.element.getBoundingClientRect()];
      if (!from || dragged() === one.element) continue;
      const x = (from.left + from.right - to.left - to.right) / 2;
      const y = (from.top + from.bottom - to.top - to.bottom) / 2;
      if (Math.abs(x) + Math.abs(y) < 2) continue;
      moved = true;
      one.element.animate([{ transform: `translate(${x}px, ${y}px)` }, { transform: "none" }], TIMING);
    }
    // To transpose is to turn about the diagonal.
    for (const { grid } of turned) {
      grid.svg.animate([{ transform: "rotate3d(1, 1, 0, 180deg)" }, { transform: "none" }], TIMING);
    }
    if (moved) brackets.animate([{ opacity: 0 }, { opacity: 0, offset: 0.5 }, { opacity: 1 }], TIMING);
  }

  const resized = new ResizeObserver(() => {
    if (!part || element.clientWidth === widthBefore) return;
    widthBefore = element.clientWidth;
    draw(false);
  });
  resized.observe(element);

  control.update = (now) => {
    const moves = part !== null && element.clientWidth > 0;
    part = now;
    put(line, "aria-label", said(part.label));
    line.hidden = !count();
    write(empty, said(part.empty));
    empty.hidden = count() > 0;
    draw(moves);
  };
  control.press = (direction) => choose(chosen() + direction);
  control.drop = () => resized.disconnect();
  return context.control(control);
}
