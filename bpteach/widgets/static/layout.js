// Parts that hold parts, and words.

import { made, partList, put, write } from "./dom.js";
import { said } from "./frames.js";

function holderOf(className) {
  return (context) => {
    const element = made("div", { class: className });
    const fill = partList(context, element);
    return { element, update: (part) => fill(part.parts) };
  };
}

export const row = holderOf("bpt-row");
export const column = holderOf("bpt-column");
export const equation = holderOf("bpt-equation");

export function cell(context) {
  const held = holderOf("bpt-cell")(context);
  return {
    ...held,
    update(part) {
      held.element.style.gridColumn = `span ${part.span}`;
      held.update(part);
    },
  };
}

export function grid(context) {
  const held = holderOf("bpt-grid-of-parts")(context);
  return {
    ...held,
    update(part) {
      held.element.style.gridTemplateColumns = `repeat(${part.columns}, auto)`;
      held.update(part);
    },
  };
}

export function sign() {
  const element = made("span", { class: "bpt-sign" });
  return { element, update: (part) => write(element, said(part.words)) };
}

export function card(context) {
  const heading = made("p", { class: "bpt-heading" });
  const holder = made("div", { class: "bpt-column" });
  const element = made("section", { class: "bpt-card" }, heading, holder);
  const fill = partList(context, holder);
  return {
    element,
    update(part) {
      write(heading, said(part.heading));
      element.style.flexGrow = part.grow ?? 1;
      fill(part.parts);
    },
  };
}

export function fold(context) {
  const summary = made("summary");
  const holder = made("div", { class: "bpt-column" });
  const element = made("details", { class: "bpt-fold" }, summary, holder);
  const fill = partList(context, holder);
  return {
    element,
    update(part) {
      write(summary, said(part.heading));
      fill(part.parts);
    },
  };
}

export function text() {
  const element = made("p", { class: "bpt-text" });
  return {
    element,
    update(part) {
      put(element, "data-role", part.role);
      element.classList.toggle("bpt-strong", Boolean(part.strong));
      write(element, said(part.words));
    },
  };
}
