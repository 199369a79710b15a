import assert from "node:assert/strict";
import test from "node:test";

import { dragAlong } from "../../bpteach/widgets/static/dragging.js";

/** A line of boxes, 100 wide, that can be pressed and dragged. */
function boxes(names) {
  const heard = {};
  const line = { addEventListener: (name, act) => (heard[name] = act), setPointerCapture() {} };
  const all = names.map((name) => ({
    name,
    style: { transform: "" },
    classList: { add() {}, remove() {} },
    offsetWidth: 100,
    get offsetLeft() {
      return 100 * all.indexOf(this);
    },
    contains: (target) => target === name,
  }));
  const say = (name, clientX, target) => heard[name]({ clientX, target, button: 0, pointerId: 1 });
  return { all, line, say };
}

function dragged(names, { pressed = () => true } = {}) {
  const { all, line, say } = boxes(names);
  const found = [];
  const held = dragAlong(line, {
    items: () => all,
    pressed,
    swap(left, to) {
      [all[left], all[left + 1]] = [all[left + 1], all[left]];
      found.push(to);
    },
    dropped: (element, transform) => found.push(`${element.name} ${transform}`),
  });
  return { found, held, say, order: () => all.map((one) => one.name).join("") };
}

test("a box that passes the middle of its neighbour takes its place", () => {
  const { found, held, say, order } = dragged(["a", "b", "c"]);
  say("pointerdown", 50, "a");
  say("pointermove", 140);
  assert.equal(order(), "abc");
  say("pointermove", 160);
  assert.equal(order(), "bac");
  assert.equal(held().style.transform, "translateX(10px)");
  say("pointermove", 260);
  assert.equal(order(), "bca");
  say("pointerup", 260);
  assert.deepEqual(found, [1, 2, "a translateX(10px)"]);
  assert.equal(held(), null);
});

test("it goes back to the left too", () => {
  const { say, order } = dragged(["a", "b"]);
  say("pointerdown", 150, "b");
  say("pointermove", 40);
  assert.equal(order(), "ba");
});

test("a press that hardly moves is no drag, and one that is refused is none at all", () => {
  const still = dragged(["a", "b"]);
  still.say("pointerdown", 50, "a");
  still.say("pointermove", 53);
  still.say("pointerup", 53);
  assert.deepEqual(still.found, []);
  const refused = dragged(["a", "b"], { pressed: () => false });
  refused.say("pointerdown", 50, "a");
  refused.say("pointermove", 190);
  assert.equal(refused.order(), "ab");
});
