// Factors of a product as grids drawn to scale, and what happens where two of them meet.

import { drawn, made, put, write } from "./dom.js";
import { said } from "./frames.js";

const CELL = { most: 30, least: 13 };
const SIDE = 30; // room for a size and a variable beside a grid
const BETWEEN = 44; // room between two factors, where the joint is
const FRAME = 20; // a factor's own padding and border
const TIME = 240; // ms
const DRAG = 6; // pixels until a press becomes a drag

function isStill() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

/** A grid with a size and a variable on both sides: a factor, or the product. */
function grid() {
  const svg = drawn("svg", { class: "bpt-cells", "aria-hidden": "true" });
  const [left, right] = [made("span", { class: "bpt-side" }), made("span", { class: "bpt-side" })];
  const update = ([rows, row], [columns, column], cell) => {
    const [wide, high] = [columns * cell, rows * cell];
    for (const [name, value] of Object.entries({ width: wide + 2, height: high + 2, viewBox: `-1 -1 ${wide + 2} ${high + 2}` })) {
      put(svg, name, value);
    }
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
  return { element: made("div", { class: "bpt-grid-box" }, left, svg, right), svg, left, right, update };
}

/** One factor that can be chosen. */
function chip() {
  const name = made("span", { class: "bpt-chip-name" });
  const box = grid();
  const element = made("div", { class: "bpt-chip", role: "radio" }, name, box.element);
  return { element, name, box, shape: "" };
}

/** Where an element lies in a frame. */
function placed(element, frame) {
  const box = element.getBoundingClientRect();
  return { left: box.left - frame.left, right: box.right - frame.left, top: box.top - frame.top, bottom: box.bottom - frame.top, middle: (box.left + box.right) / 2 - frame.left };
}

/** The part `{kind: "chips", forms, line: {chips, joints, swaps, product}, chosen, keys, …}`. */
export function chips(context) {
  const line = made("div", { class: "bpt-chip-line", role: "radiogroup" });
  const empty = made("p", { class: "bpt-text", "data-role": "muted" });
  const brackets = drawn("svg", { class: "bpt-brackets", "aria-hidden": "true" });
  const product = { box: grid(), equals: made("span", { class: "bpt-sign" }, "="), words: made("span", { class: "bpt-chip-name" }) };
  product.element = made("div", { class: "bpt-chip-product", "aria-hidden": "true" }, product.equals, made("div", { class: "bpt-chip-result" }, product.words, product.box.element));
  const element = made("div", { class: "bpt-chips" }, line, product.element, empty, brackets);
  const control = { element };
  const known = new Map();
  let part = null;
  let shown = [];
  let drag = null;

  const count = () => part.line.chips.length;
  const chosen = () => Math.min(Number(part.chosen), count()) - 1;
  const choose = (place) => {
    if (place >= 0 && place < count()) context.move({ [part.name]: place + 1 });
  };

  line.addEventListener("keydown", (event) => {
    const to = { ArrowLeft: chosen() - 1, ArrowUp: chosen() - 1, ArrowRight: chosen() + 1, ArrowDown: chosen() + 1, Home: 0, End: count() - 1 }[event.key];
    if (to === undefined || event.altKey || event.shiftKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    choose(to);
  });

  // Drag: what the buttons do as well.

  line.addEventListener("pointerdown", (event) => {
    const one = shown.find((each) => each.element.contains(event.target));
    if (!one || event.button !== 0) return;
    choose(shown.indexOf(one));
    one.element.focus({ preventScroll: true });
    if (element.classList.contains("bpt-upright")) return;
    drag = { one, from: event.clientX, on: false, pointer: event.pointerId };
  });
  line.addEventListener("pointermove", (event) => {
    if (!drag || event.pointerId !== drag.pointer) return;
    if (!drag.on && Math.abs(event.clientX - drag.from) < DRAG) return;
    if (!drag.on) line.setPointerCapture(drag.pointer);
    drag.on = true;
    const place = shown.indexOf(drag.one);
    const by = event.clientX - drag.from;
    const center = drag.one.element.offsetLeft + drag.one.element.offsetWidth / 2 + by;
    const passes = (other, direction) => other && direction * (center - other.element.offsetLeft - other.element.offsetWidth / 2) > 0;
    const left = passes(shown[place - 1], -1) ? place - 1 : passes(shown[place + 1], 1) ? place : -1;
    if (left >= 0) {
      const before = drag.one.element.offsetLeft;
      context.move({ board: part.line.swaps[left], [part.name]: (left === place ? place + 1 : place - 1) + 1 });
      drag.from += drag.one.element.offsetLeft - before;
    }
    drag.one.element.style.transform = `translateX(${event.clientX - drag.from}px)`;
    drag.one.element.classList.add("bpt-dragged");
  });
  const drop = () => {
    if (!drag) return;
    const { one } = drag;
    drag = null;
    const from = one.element.style.transform;
    one.element.style.transform = "";
    one.element.classList.remove("bpt-dragged");
    if (from && !isStill()) one.element.animate([{ transform: from }, { transform: "none" }], { duration: TIME / 2, easing: "ease-out" });
  };
  for (const name of ["pointerup", "pointercancel", "lostpointercapture"]) line.addEventListener(name, drop);

  /** Choose a size of cell with which all stand in one line; else set them below each other. */
  function size() {
    const forms = part.line.chips.map((one) => part.forms[one]);
    const result = part.line.product?.rows ? [part.line.product] : [];
    const columns = [...forms, ...result].reduce((sum, one) => sum + one.columns[0], 0);
    const fixed = forms.length * (2 * SIDE + FRAME) + Math.max(forms.length - 1, 0) * BETWEEN + 2 * SIDE + 60;
    const fits = Math.floor((element.clientWidth - fixed) / Math.max(columns, 1));
    const upright = fits < CELL.least && forms.length > 1;
    element.classList.toggle("bpt-upright", upright);
    const widest = Math.max(1, ...[...forms, ...result].map((one) => one.columns[0]));
    const alone = Math.floor((element.clientWidth - 2 * SIDE - FRAME - 40) / widest);
    return Math.max(10, Math.min(CELL.most, upright ? alone : fits));
  }

  function drawJoints() {
    const frame = element.getBoundingClientRect();
    const upright = element.classList.contains("bpt-upright");
    put(brackets, "width", frame.width);
    put(brackets, "height", frame.height);
    const all = part.line.joints.map((joint, k) => {
      const from = placed(shown[k].box.right, frame);
      const to = placed(shown[k + 1].box.left, frame);
      const above = placed(shown[k].element, frame);
      const x = (from.middle + to.middle) / 2;
      let [d, y] = ["", above.bottom + 13];
      if (upright) {
        d = `M${from.middle},${from.bottom + 3}V${y}H${to.middle}V${to.top - 3}`;
      } else {
        y = Math.max(...shown.map((one) => placed(one.element, frame).bottom)) + 15;
        d = `M${from.middle},${y - 11}V${y}H${to.middle}V${y - 11}`;
      }
      const words = drawn("text", { x, y: y + 17, "text-anchor": "middle" }, `${joint.sign} ${joint.words}`);
      return drawn("g", { "data-role": joint.role }, drawn("path", { class: "bpt-line", d }), words);
    });
    brackets.replaceChildren(...all);
  }

  /** Draw all; what changed its place or its shape goes there before the reader's eyes. */
  function draw(moves) {
    const before = new Map(moves ? shown.map((one) => [one, one.element.getBoundingClientRect()]) : []);
    const focused = line.contains(document.activeElement);
    const cell = size();
    shown = part.line.chips.map((place) => {
      const form = part.forms[place];
      if (!known.has(form.factor)) known.set(form.factor, chip());
      return known.get(form.factor);
    });
    if (shown.some((one, k) => line.children[k] !== one.element) || line.children.length !== shown.length) {
      line.replaceChildren(...shown.map((one) => one.element));
    }
    const turned = [];
    shown.forEach((one, k) => {
      const form = part.forms[part.line.chips[k]];
      const shape = `${form.rows} ${form.columns}`;
      if (one.shape === `${form.columns} ${form.rows}` && one.shape !== shape) turned.push(one);
      one.shape = shape;
      write(one.name, form.name);
      one.box.update(form.rows, form.columns, cell);
      put(one.element, "aria-checked", k === chosen() ? "true" : "false");
      put(one.element, "tabindex", k === chosen() ? 0 : -1);
      put(one.element, "aria-label", `${form.words}; factor ${k + 1} of ${count()}`);
    });
    drawProduct(cell);
    if (focused && shown.length) shown[chosen()].element.focus({ preventScroll: true });
    drawJoints();
    if (moves && !isStill()) animate(before, turned);
  }

  function drawProduct(cell) {
    const now = part.line.product;
    product.element.hidden = !now;
    if (!now) return;
    put(product.element, "data-role", now.role);
    write(product.words, `${now.sign} ${said(now.words)}`);
    product.box.element.hidden = !now.rows;
    if (now.rows) product.box.update(now.rows, now.columns, cell);
  }

  function animate(before, turned) {
    const timing = { duration: TIME, easing: "ease-in-out" };
    let moved = turned.length > 0;
    for (const one of shown) {
      const [from, to] = [before.get(one), one.element.getBoundingClientRect()];
      if (!from || drag?.one === one) continue;
      const [x, y] = [(from.left + from.right - to.left - to.right) / 2, (from.top + from.bottom - to.top - to.bottom) / 2];
      if (Math.abs(x) + Math.abs(y) < 2) continue;
      moved = true;
      one.element.animate([{ transform: `translate(${x}px, ${y}px)` }, { transform: "none" }], timing);
    }
    // To transpose is to turn about the diagonal.
    for (const one of turned) one.box.svg.animate([{ transform: "rotate3d(1, 1, 0, 180deg)" }, { transform: "none" }], timing);
    if (moved) brackets.animate([{ opacity: 0 }, { opacity: 0, offset: 0.5 }, { opacity: 1 }], timing);
  }

  let width = 0;
  const resized = new ResizeObserver(() => {
    if (!part || element.clientWidth === width) return;
    width = element.clientWidth;
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
