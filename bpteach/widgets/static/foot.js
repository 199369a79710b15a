// Below every widget: undo, reset, copy, the keys, the numbers; above it: what to predict first.

import { made, put, write } from "./dom.js";
import { said } from "./frames.js";
import { keySign } from "./keys.js";

let questions = 0;

/** What there is to predict first. It hides nothing: to look is to lose the fun, no more. */
export function questionBox({ ask, answer, options, right }) {
  const box = made("section", { class: "bpt-question", "aria-label": "Predict first" });
  const reply = made("p", { class: "bpt-answer", hidden: true });
  const show = (words) => {
    reply.hidden = false;
    write(reply, words);
    open.remove();
  };
  const open = made("button", { type: "button", class: "bpt-button" }, options.length ? "Answer" : "Show the answer");
  const group = `bpt-question-${(questions += 1)}`;
  const list = made("div", { class: "bpt-options" });
  options.forEach((words, k) => {
    const input = made("input", { type: "radio", name: group, value: k });
    list.append(made("label", {}, input, made("span", {}, words)));
  });
  const legend = made("legend", {}, made("b", {}, "Predict first. "), ask);
  open.addEventListener("click", () => {
    const chosen = list.querySelector("input:checked");
    if (options.length && !chosen) return list.querySelector("input").focus();
    const known = options.length && right !== null;
    const verdict = !known ? "" : Number(chosen.value) === right ? "✓ Yes. " : "✗ Not so. ";
    for (const input of list.querySelectorAll("input")) input.disabled = true;
    return show(`${verdict}${answer}`);
  });
  list.append(open);
  box.append(made("fieldset", {}, legend, list), reply);
  return box;
}

/** The keys there are, in words. */
export function keyLine() {
  const element = made("p", { class: "bpt-keys" });
  let shown = "";
  return {
    element,
    update(keys) {
      const now = JSON.stringify(keys);
      if (now === shown) return;
      shown = now;
      const items = keys.map(([names, label]) =>
        made("span", {}, ...names.map((name) => made("kbd", {}, keySign(name))), ` ${label}`),
      );
      element.replaceChildren("Keys: ", ...items);
    },
  };
}

/** The numbers behind the picture, as tables; they are made when they are opened. */
export function numberTables() {
  const holder = made("div");
  const element = made("details", { class: "bpt-fold bpt-numbers" }, made("summary", {}, "Show numbers"), holder);
  let tables = [];
  let shown = null;
  const draw = () => {
    if (!element.open || shown === tables) return;
    shown = tables;
    holder.replaceChildren(...tables.map(numberTable));
  };
  element.addEventListener("toggle", draw);
  return {
    element,
    update(now) {
      tables = now ?? [];
      element.hidden = !tables.length;
      draw();
    },
  };
}

function numberTable({ caption, columns, rows }) {
  const heads = columns.map((one) => made("th", { scope: "col" }, said(one)));
  const lines = rows.map(([first, ...others]) =>
    made("tr", {}, made("th", { scope: "row" }, said(first)), ...others.map((one) => made("td", {}, said(one)))),
  );
  return made(
    "table",
    { class: "bpt-table" },
    made("caption", {}, said(caption)),
    made("thead", {}, made("tr", {}, ...heads)),
    made("tbody", {}, ...lines),
  );
}

export function footButton(label, name, act) {
  const button = made("button", { type: "button", class: "bpt-button bpt-small", "data-name": name }, label);
  button.addEventListener("click", act);
  button.enable = (is) => put(button, "aria-disabled", is ? null : "true");
  return button;
}
