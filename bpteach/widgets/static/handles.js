// Points of a chart that can be taken hold of, and moved up and down.

import { made, put } from "./dom.js";
import { said } from "./frames.js";
import { linear, snapped } from "./scales.js";

const WITH_SHIFT = 10; // steps with Shift

/** They lie over the chart, not in it: a picture has nothing in it to take hold of. */
export function handles(context, canvas) {
  const group = made("div", { role: "group", hidden: true });
  const knobs = [];
  let part = null;
  let space = null;
  let moving = false;
  canvas.append(group);

  const limit = (value) => snapped(value, part);

  /** Show a point where the hand has it, and ask Python for the rest. */
  function move(place, to, held) {
    const value = limit(to);
    if (value === Number(knobs[place].getAttribute("aria-valuenow"))) return false;
    lay(knobs[place], part.points[place][0], value);
    context.ask(part.name, [place, value], held);
    return true;
  }

  function lay(knob, x, y) {
    knob.style.transform = `translate(${space.x(x)}px,${space.y(y)}px)`;
    put(knob, "aria-valuenow", y);
    put(knob, "aria-valuetext", String(y).replace("-", "−"));
  }

  function go(place) {
    knobs.forEach((knob, k) => put(knob, "tabindex", k === place ? 0 : -1));
    knobs[place].focus();
  }

  function onKey(event, place) {
    const value = Number(knobs[place].getAttribute("aria-valuenow"));
    const far = (event.shiftKey ? WITH_SHIFT : 1) * part.step;
    const last = knobs.length - 1;
    const to = {
      ...{ ArrowUp: value + far, ArrowDown: value - far },
      ...{ PageUp: value + WITH_SHIFT * part.step, PageDown: value - WITH_SHIFT * part.step },
    }[event.key];
    const next = { ArrowLeft: place - 1, ArrowRight: place + 1, Home: 0, End: last }[event.key];
    if ((to === undefined && next === undefined) || event.altKey) return;
    event.preventDefault();
    if (to !== undefined) move(place, to, event.repeat);
    else if (knobs[next]) go(next);
  }

  function onDown(event, place) {
    if (event.button) return;
    event.preventDefault();
    go(place);
    const knob = knobs[place];
    const height = linear([space.box.bottom, space.box.top], [part.y.low, part.y.high]);
    const offset = event.clientY - knob.getBoundingClientRect().top - knob.offsetHeight / 2;
    let held = false;
    const drag = ({ clientY }) => {
      held = move(place, height(clientY - offset - canvas.getBoundingClientRect().top), held) || held;
    };
    const drop = () => {
      moving = false;
      knob.removeEventListener("pointermove", drag);
      for (const name of ["pointerup", "pointercancel"]) knob.removeEventListener(name, drop);
    };
    moving = true;
    knob.setPointerCapture(event.pointerId);
    knob.addEventListener("pointermove", drag);
    for (const name of ["pointerup", "pointercancel"]) knob.addEventListener(name, drop);
  }

  function knobAt(place) {
    const knob = made("div", { class: "bpt-handle", role: "slider", "aria-orientation": "vertical" });
    put(knob, "tabindex", place ? -1 : 0);
    knob.addEventListener("keydown", (event) => onKey(event, place));
    knob.addEventListener("pointerdown", (event) => onDown(event, place));
    return knob;
  }

  return {
    update(now, frame) {
      group.hidden = !now;
      if (!now) return;
      part = { ...now, y: frame.range };
      space = frame;
      put(group, "aria-label", said(part.label));
      while (knobs.length > part.points.length) knobs.pop().remove();
      while (knobs.length < part.points.length) {
        knobs.push(knobAt(knobs.length));
        group.append(knobs.at(-1));
      }
      part.points.forEach(([x, y], place) => {
        const knob = knobs[place];
        put(knob, "aria-valuemin", part.low);
        put(knob, "aria-valuemax", part.high);
        put(knob, "aria-label", said(part.names[place]));
        put(knob, "data-name", `${part.name}-${place}`);
        if (!moving || !context.busy()) lay(knob, x, y);
      });
    },
  };
}
