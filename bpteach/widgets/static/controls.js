// Controls: the browser's own, each with a label.

import { made, put, write } from "./dom.js";
import { said } from "./frames.js";

let groups = 0;

/** Do what a control stands for: move in the page if its data are there, else ask Python. */
function operate(context, part, value) {
  if (part.to) context.move(part.to);
  else if (part.name in context.position) context.move({ [part.name]: value });
  else context.ask(part.name, value ?? part.value);
}

/** A number between limits, one step on or back. */
function stepped(part, direction) {
  const to = Number(part.value) + direction * part.step;
  const rounded = Number(to.toPrecision(12));
  return Math.min(Math.max(rounded, part.low), part.high);
}

function stepper(context, control) {
  return (direction) => {
    const to = stepped(control.part, direction);
    if (to !== Number(control.part.value)) operate(context, control.part, to);
  };
}

export function slider(context) {
  const label = made("span", { class: "bpt-label" });
  const input = made("input", { type: "range" });
  const output = made("output", { "aria-live": "off" });
  const control = { element: made("label", { class: "bpt-control" }, label, input, output) };
  input.addEventListener("input", () => operate(context, control.part, Number(input.value)));
  control.update = (part) => {
    put(input, "min", part.low);
    put(input, "max", part.high);
    put(input, "step", part.step);
    input.value = part.value;
    write(label, said(part.label));
    write(output, said(part.shown ?? part.value));
    put(input, "aria-valuetext", said(part.shown ?? part.value));
    put(input, "data-name", part.name);
  };
  control.press = stepper(context, control);
  control.pressAt = (end) => control.press(end ? 1 : -1);
  return context.control(control);
}

export function number(context) {
  const label = made("span", { class: "bpt-label" });
  const input = numberField(() => {
    if (isNumber(input)) operate(context, control.part, Number(input.value));
    else context.refuse(control, control.part.label);
  });
  const control = { element: made("label", { class: "bpt-control" }, label, input) };
  control.update = (part) => {
    fillNumber(input, part, part.value);
    write(label, said(part.label));
    put(input, "data-name", part.name);
  };
  control.press = stepper(context, control);
  control.pressAt = (end) => control.press(end ? 1 : -1);
  return context.control(control);
}

/** Within the limits; a number between two steps is a number too. */
function isNumber(input) {
  const { badInput, rangeUnderflow, rangeOverflow } = input.validity;
  return input.value !== "" && !badInput && !rangeUnderflow && !rangeOverflow;
}

const halfTyped = new WeakSet();

/** Make a field for a number; what is being typed stays, whatever arrives meanwhile. */
function numberField(onChange) {
  const input = made("input", { type: "number" });
  input.addEventListener("input", () => halfTyped.add(input));
  for (const end of ["change", "blur"]) input.addEventListener(end, () => halfTyped.delete(input));
  input.addEventListener("change", onChange);
  return input;
}

function fillNumber(input, part, value) {
  put(input, "min", part.low);
  put(input, "max", part.high);
  put(input, "step", part.step);
  if (halfTyped.has(input)) return;
  if (Number(input.value) !== Number(value) || input.value === "") input.value = value;
}

export function numbers(context) {
  const legend = made("legend", { class: "bpt-label" });
  const fields = made("div", { class: "bpt-fields" });
  const control = { element: made("fieldset", { class: "bpt-control bpt-vector" }, legend, fields) };
  const entry = (at) => {
    const input = numberField(() => {
      if (isNumber(input)) context.ask(control.part.name, [at, Number(input.value)]);
      else context.refuse(control, control.part.names[at]);
    });
    return made("label", {}, made("span", { class: "bpt-label" }), input);
  };
  control.update = (part) => {
    write(legend, said(part.label));
    while (fields.children.length > part.values.length) fields.lastChild.remove();
    while (fields.children.length < part.values.length) fields.append(entry(fields.children.length));
    part.values.forEach((value, place) => {
      const [name, input] = fields.children[place].children;
      write(name, said(part.names[place]));
      fillNumber(input, part, value);
      put(input, "data-name", `${part.name}${place}`);
    });
  };
  return context.control(control);
}

export function select(context) {
  const label = made("span", { class: "bpt-label" });
  const input = made("select");
  const control = { element: made("label", { class: "bpt-control" }, label, input) };
  input.addEventListener("change", () => operate(context, control.part, control.part.options[input.selectedIndex][0]));
  control.update = (part) => {
    write(label, said(part.label));
    put(input, "data-name", part.name);
    const texts = part.options.map(([, words]) => said(words));
    if (texts.join("\n") !== [...input.options].map((one) => one.textContent).join("\n")) {
      input.replaceChildren(...texts.map((words) => made("option", {}, words)));
    }
    input.selectedIndex = chosen(part);
  };
  return context.control(control);
}

function chosen(part) {
  return part.options.findIndex(([value]) => String(value) === String(part.value));
}

export function choice(context) {
  const group = `bpt-choice-${(groups += 1)}`;
  const legend = made("legend", { class: "bpt-label" });
  const pills = made("div", { class: "bpt-pills" });
  const control = { element: made("fieldset", { class: "bpt-control" }, legend, pills) };
  const choose = (place) => operate(context, control.part, control.part.options[place][0]);
  const pill = (place) => {
    const input = made("input", { type: "radio", name: group });
    input.addEventListener("change", () => choose(place));
    return made("label", {}, input, made("span"));
  };
  control.update = (part) => {
    write(legend, said(part.label));
    while (pills.children.length > part.options.length) pills.lastChild.remove();
    while (pills.children.length < part.options.length) pills.append(pill(pills.children.length));
    part.options.forEach(([value, words], place) => {
      const [input, text] = pills.children[place].children;
      write(text, said(words));
      put(input, "data-name", part.name);
      put(input, "value", value);
      input.checked = place === chosen(part);
    });
  };
  control.press = () => choose((chosen(control.part) + 1) % control.part.options.length);
  control.pressAt = choose;
  return context.control(control);
}

export function button(context) {
  const element = made("button", { type: "button", class: "bpt-button" });
  const control = { element };
  control.press = () => {
    if (!control.part.off) operate(context, control.part);
  };
  element.addEventListener("click", control.press);
  control.update = (part) => {
    write(element, said(part.label));
    put(element, "data-name", part.name);
    put(element, "aria-disabled", part.off ? "true" : null);
    element.classList.toggle("bpt-first", Boolean(part.strong));
  };
  return context.control(control);
}

/** Again and again, until it is paused or off. */
export function play(context) {
  const element = made("button", { type: "button", class: "bpt-button" });
  const control = { element };
  let timer = 0;
  const stop = () => {
    clearInterval(timer);
    timer = 0;
  };
  const show = () => {
    write(element, timer ? "❚❚ Pause" : `▶ ${said(control.part.label)}`);
    put(element, "aria-disabled", control.part.off ? "true" : null);
    put(element, "data-name", control.part.name);
  };
  const step = () => {
    if (control.part.off || !element.isConnected) stop();
    else if (!context.busy()) operate(context, control.part);
    show();
  };
  control.press = () => {
    if (timer) stop();
    else if (control.part.off) return;
    else if (matchMedia("(prefers-reduced-motion: reduce)").matches) {
      operate(context, { ...control.part, to: control.part.end }, "end");
    } else {
      timer = setInterval(step, 1000 / control.part.a_second);
      step();
    }
    show();
  };
  element.addEventListener("click", control.press);
  control.update = () => {
    if (control.part.off) stop();
    show();
  };
  control.drop = stop;
  return context.control(control);
}
