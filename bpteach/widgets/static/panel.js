// The panel: draws a spec, moves along what is computed, and asks Python for the rest.

import { asker } from "./asking.js";
import { button, choice, number, numbers, play, select, slider } from "./controls.js";
import { made, partList, put, write } from "./dom.js";
import { footButton, keyLine, numberTables, questionBox } from "./foot.js";
import { resolver, said, wholeOf } from "./frames.js";
import { heat } from "./heat.js";
import { guardKeys, isNative, keyName } from "./keys.js";
import { card, cell, column, equation, fold, grid, row, sign, text } from "./layout.js";
import { plot } from "./plot.js";
import { BY_PYTHON, trail } from "./trail.js";

const KINDS = {
  ...{ card, cell, column, equation, fold, grid, row, sign, text },
  ...{ button, choice, number, numbers, play, select, slider },
  ...{ heat, plot },
};

/** Make a widget's module of its own parts, if it has any: `export default panel({ stack })`. */
export function panel(own = {}) {
  const kinds = { ...KINDS, ...own };
  return { render: ({ model, el }) => live(kinds, model, el) };
}

function live(kinds, model, root) {
  const controls = new Set();
  const past = trail();
  const context = {
    hidden: new Set(model.get("hidden")),
    position: model.get("position"),
    build: (kind) => kinds[kind](context),
    /** Make keys work on a control, and keep its part at hand. */
    control(one) {
      controls.add(one);
      const { update, drop } = one;
      one.update = (part) => {
        one.part = part;
        update(part);
      };
      one.drop = () => {
        controls.delete(one);
        drop?.();
      };
      return one;
    },
    /** Go to another place of what is computed. */
    move(to) {
      const fields = Object.keys(to).filter((name) => to[name] !== context.position[name]);
      if (!fields.length) return;
      past.moved(context.position, fields);
      place({ ...context.position, ...to });
    },
    /** Ask Python for an action; `held` goes on with the one before, so that undo takes both. */
    ask(name, value, held = false) {
      questions.ask({ do: name, value, held, position: context.position });
    },
    busy: () => questions.busy,
    say: (words) => write(remark, words),
    /** Put a control back, and say what it takes. */
    refuse(control, label) {
      const { low, high } = control.part;
      control.update(control.part);
      context.say(`${said(label)}: a number from ${low} to ${high}.`.replaceAll("-", "−"));
    },
  };

  const questions = asker((message) => model.send(message), () => {
    redraw();
    context.say("Python does not answer. Run the cell, then try again.");
  });

  const resolve = resolver();
  let sent = null;
  let complete = null;
  /** The spec as Python has it now. */
  const whole = () => {
    if (sent !== model.get("changes")) {
      sent = model.get("changes");
      complete = wholeOf(sent, model.get("base"));
    }
    return complete;
  };
  const title = made("p", { class: "bpt-title" });
  const stage = made("div", { class: "bpt-stage" });
  const aside = made("div", { class: "bpt-more" });
  const sentence = made("span", { class: "bpt-sentence" });
  const remark = made("span", { class: "bpt-remark" });
  const status = made("p", { class: "bpt-status", role: "status" }, sentence, " ", remark);
  const undo = footButton("Undo", "undo", goBack);
  const reset = footButton("Reset", "reset", goToStart);
  const copy = footButton("Copy state", "copy", copyState);
  const keys = keyLine();
  const tables = numberTables();
  const fill = partList(context, stage);
  const fillAside = partList(context, aside);
  const common = [undo, reset, copy].filter((one) => !context.hidden.has(one.dataset.name));

  root.classList.add("bpt");
  for (const [name, value] of Object.entries({ role: "group", tabindex: -1 })) put(root, name, value);
  const question = model.get("question");
  root.append(title, ...(question ? [questionBox(question)] : []), stage, status);
  const more = made("div", { class: "bpt-folds" }, aside, tables.element);
  root.append(more, made("div", { class: "bpt-foot" }, ...common, keys.element));

  let shown = {};
  function draw() {
    const focused = root.contains(document.activeElement);
    const spec = resolve(whole(), context.position);
    write(title, said(spec.title));
    put(root, "aria-label", said(spec.title));
    if (spec.body !== shown.body) fill(spec.body);
    if (spec.more !== shown.more) fillAside(spec.more ?? []);
    write(sentence, said(spec.sentence));
    tables.update(context.hidden.has("numbers") ? [] : spec.numbers);
    keys.update(keysThere());
    undo.enable(!past.empty || model.get("undoable"));
    shown = spec;
    // Where the focused part is gone, keys must not fall through to the notebook.
    if (focused && !root.contains(document.activeElement)) root.focus({ preventScroll: true });
  }

  /** Draw all again, also where the spec is the same: a control may stand where it should not. */
  function redraw() {
    for (const one of controls) one.update(one.part);
    draw();
  }

  function keysThere() {
    const own = [...controls].filter((one) => one.part && (one.part.key || one.part.keys));
    const listed = own.map(({ part }) => [part.keys ?? [part.key], said(part.key_label ?? part.label).toLowerCase()]);
    const shared = [[["Z"], "undo"], [["R"], "reset"]].filter(([, name]) => !context.hidden.has(name));
    return [...listed, ...shared];
  }

  function place(position) {
    context.position = position;
    context.say("");
    draw();
    tell();
  }

  let telling = 0;
  /** Tell Python where we are, after the page is painted; a question brings its place along. */
  function tell() {
    telling ||= setTimeout(() => {
      telling = 0;
      if (questions.busy) return; // the place of a picture that is about to go
      model.set("position", context.position);
      model.save_changes();
    }, 30);
  }

  function goBack() {
    const to = past.back();
    if (to === BY_PYTHON) context.ask("undo");
    else if (to) place(to);
    else if (model.get("undoable")) context.ask("undo");
  }

  function goToStart() {
    if (past.byPython || model.get("undoable")) context.ask("reset");
    else context.move(model.get("opening"));
  }

  async function copyState() {
    const code = said(resolve(whole().code, context.position));
    try {
      await navigator.clipboard.writeText(code);
      context.say(`Copied: ${code}`);
    } catch {
      context.say(`Copy this line: ${code}`);
    }
  }

  function onKey(event) {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey) return;
    const name = keyName(event);
    if (isNative(event.target, name)) return;
    const act = actionOf(name);
    if (!act) return;
    event.preventDefault();
    act();
  }

  function actionOf(name) {
    if (name === "Z" && !context.hidden.has("undo")) return goBack;
    if (name === "R" && !context.hidden.has("reset")) return goToStart;
    for (const one of controls) {
      if (one.part?.key === name) return () => one.press();
      const end = one.part?.keys?.indexOf(name) ?? -1;
      if (end >= 0) return () => one.pressAt(end);
    }
    return null;
  }

  function onReply() {
    const asked = questions.answered(model.get("reply"));
    if (!asked) return;
    const refused = model.get("refused");
    if (!refused && asked.do !== "undo" && !asked.held) past.changed();
    context.position = model.get("position");
    redraw();
    context.say(refused.split("\n")[0]);
  }

  /** Another view of the same widget, or the notebook's own code, has changed something. */
  function onSpec() {
    if (questions.busy) return;
    context.position = model.get("position");
    draw();
  }

  const release = guardKeys(root);
  root.addEventListener("keydown", onKey);
  const heard = { "change:reply": onReply, "change:changes": onSpec, "change:position": onSpec };
  for (const [name, act] of Object.entries(heard)) model.on(name, act);
  draw();
  return () => {
    for (const [name, act] of Object.entries(heard)) model.off(name, act);
    root.removeEventListener("keydown", onKey);
    release();
    questions.stop();
    clearTimeout(telling);
    for (const one of controls) one.drop();
  };
}
