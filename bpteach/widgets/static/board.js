// The board on which a choice or an order is answered.

import { guardKeys, rove } from "./keys.js";
import { writeLine } from "./cell.js";

const HELP = {
  many:
    "Enter or Space adds a line to your order. There, Alt+↑ and Alt+↓ move it, Delete takes it " +
    "out. Arrows go from line to line. Tab goes to your order, Shift+Tab back to the lines.",
  one: "The arrows choose a line.",
};

function made(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

function answerLine(model) {
  const letters = model.get("letters");
  const answer = model.get("many") ? `[${letters.map((one) => `"${one}"`).join(", ")}]` : `"${letters[0] ?? ""}"`;
  return `${model.get("name")} = ${answer}`;
}

function lineText(letter, text) {
  const shown = made("span", "bpteach-board-text");
  shown.append(made("b", "", letter), made("code", "", text));
  return shown;
}

/** A group of radio buttons: the browser's own arrows choose. */
function choiceList(model, choose) {
  const list = made("fieldset", "bpteach-board-list");
  list.append(made("legend", "", "Choose one line"));
  const group = `bpteach-${model.get("name")}-${Math.random().toString(36).slice(2)}`;
  for (const [letter, text] of model.get("lines")) {
    const label = made("label", "bpteach-board-row");
    const radio = made("input");
    Object.assign(radio, { type: "radio", name: group, value: letter });
    radio.checked = model.get("letters").includes(letter);
    radio.addEventListener("change", () => choose([letter], `Line ${letter} is chosen.`));
    label.append(radio, lineText(letter, text));
    list.append(label);
  }
  return list;
}

function listOf(title, empty) {
  const section = made("section", "bpteach-board-list");
  const rows = made("ul");
  section.append(made("h4", "", title), rows, made("p", "bpteach-board-empty", empty));
  section.setAttribute("aria-label", title);
  return { section, rows };
}

function row(letter, text, keys, buttons) {
  const item = made("li", "bpteach-board-row");
  const main = made("button", "bpteach-board-line");
  main.type = "button";
  main.dataset.letter = letter;
  main.append(lineText(letter, text));
  main.addEventListener("keydown", (event) => {
    const act = keys[`${event.altKey ? "Alt+" : ""}${event.key}`];
    if (!act) return;
    event.preventDefault();
    act();
  });
  item.append(main);
  for (const [sign, name, act, off] of buttons) {
    const button = made("button", "bpteach-board-small", sign);
    Object.assign(button, { type: "button", disabled: off, tabIndex: -1 });
    button.setAttribute("aria-label", name);
    button.addEventListener("click", act);
    item.append(button);
  }
  return { item, main };
}

const LINE = ".bpteach-board-line";

/** Two lists: what there is, and what is put in order. */
function orderLists(model, choose) {
  const texts = new Map(model.get("lines"));
  const tray = listOf("Lines", "All lines are in your order.");
  const order = listOf("Your order", "Nothing yet: add a line.");
  const letters = () => [...model.get("letters")];

  /** Add a line, and stay in the tray: on the line that comes next, while one is left. */
  const add = (letter) => {
    const left = [...texts.keys()].filter((one) => one === letter || !letters().includes(one));
    const at = left.indexOf(letter);
    const next = left[at + 1] ?? left[at - 1] ?? letter;
    choose([...letters(), letter], `${letter} is line ${letters().length + 1}.`, next);
  };
  const drop = (letter) => choose(letters().filter((one) => one !== letter), `${letter} is taken out.`, letter);
  const move = (letter, by) => {
    const now = letters();
    const at = now.indexOf(letter);
    if (at + by < 0 || at + by >= now.length) return;
    now.splice(at, 1);
    now.splice(at + by, 0, letter);
    choose(now, `${letter} is line ${at + by + 1}.`, letter);
  };

  const draw = (focus) => {
    const now = letters();
    tray.rows.replaceChildren();
    order.rows.replaceChildren();
    for (const letter of texts.keys()) {
      if (now.includes(letter)) continue;
      const { item, main } = row(letter, texts.get(letter), {}, []);
      main.setAttribute("aria-label", `${letter}: ${texts.get(letter)}. Add it to your order.`);
      main.addEventListener("click", () => add(letter));
      tray.rows.append(item);
    }
    now.forEach((letter, k) => {
      const keys = {
        "Alt+ArrowUp": () => move(letter, -1),
        "Alt+ArrowDown": () => move(letter, 1),
        Delete: () => drop(letter),
        Backspace: () => drop(letter),
      };
      const { item, main } = row(letter, texts.get(letter), keys, [
        ["▲", `Move ${letter} up`, () => move(letter, -1), k === 0],
        ["▼", `Move ${letter} down`, () => move(letter, 1), k === now.length - 1],
        ["✕", `Take ${letter} out`, () => drop(letter), false],
      ]);
      main.setAttribute("aria-label", `Line ${k + 1}: ${letter}, ${texts.get(letter)}`);
      order.rows.append(item);
    });
    for (const list of [tray, order]) {
      list.section.classList.toggle("bpteach-board-is-empty", !list.rows.children.length);
    }
    const main = focus && lists.querySelector(`[data-letter="${focus}"]`);
    for (const list of [tray, order]) {
      const rows = [...list.rows.querySelectorAll(LINE)];
      const reached = rows.includes(main) ? main : rows[0];
      for (const one of rows) one.tabIndex = one === reached ? 0 : -1;
    }
    main?.focus();
  };

  for (const list of [tray, order]) rove(list.rows, LINE);
  const lists = made("div", "bpteach-board-lists");
  lists.append(tray.section, order.section);
  return { element: lists, draw };
}

function render({ model, el }) {
  el.classList.add("bpteach-board");
  const release = guardKeys(el);
  const many = model.get("many");
  const line = made("code", "bpteach-board-answer");
  const status = made("p", "bpteach-board-status");
  status.setAttribute("role", "status");
  const copy = made("button", "bpteach-board-copy", "Copy this line");
  copy.type = "button";
  copy.addEventListener("click", () => {
    navigator.clipboard?.writeText(line.textContent);
    status.textContent = "Copied. Put it in the place of the first line of the cell.";
  });

  let said = "";
  let focus = null;
  const choose = (letters, words, letter = null) => {
    [said, focus] = [words, letter];
    model.set("letters", letters);
    model.save_changes();
  };
  const board = many ? orderLists(model, choose) : { element: choiceList(model, choose), draw() {} };
  const show = () => {
    line.textContent = answerLine(model);
    board.draw(focus);
  };
  const changed = () => {
    show();
    const written = writeLine(el, model.get("name"), line.textContent);
    copy.hidden = written;
    const where = written ? "It stands in the cell now; save the notebook." : "Copy the line below into the cell.";
    status.textContent = `${said} ${where}`.trim();
  };
  model.on("change:letters", changed);

  const foot = made("div", "bpteach-board-foot");
  foot.append(line, copy);
  el.append(made("p", "bpteach-board-help", many ? HELP.many : HELP.one), board.element, foot, status);
  show();
  return () => {
    model.off("change:letters", changed);
    release();
  };
}

export default { render };
