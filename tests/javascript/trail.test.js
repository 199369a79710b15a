import assert from "node:assert/strict";
import test from "node:test";

import { BY_PYTHON, trail } from "../../bpteach/widgets/static/trail.js";

test("undo goes back through moves, one by one", () => {
  let time = 0;
  const past = trail(() => (time += 1000));
  past.moved({ k: 1 }, ["k"]);
  past.moved({ k: 2 }, ["k"]);
  assert.deepEqual([past.back(), past.back(), past.back()], [{ k: 2 }, { k: 1 }, undefined]);
});

test("a key held down is one move", () => {
  let time = 0;
  const past = trail(() => (time += 30));
  for (let k = 1; k < 20; k += 1) past.moved({ k }, ["k"]);
  past.moved({ k: 20 }, ["axis"]);
  assert.deepEqual([past.back(), past.back()], [{ k: 20 }, { k: 1 }]);
  assert.ok(past.empty);
});

test("a move right after an undo is a move of its own", () => {
  const past = trail(() => 0);
  past.moved({ k: 1 }, ["k"]);
  past.back();
  past.moved({ k: 1 }, ["k"]);
  assert.deepEqual(past.back(), { k: 1 });
});

test("a change that Python made stands between the moves", () => {
  const past = trail(() => 0);
  past.moved({ k: 1 }, ["k"]);
  past.changed();
  past.moved({ k: 2 }, ["k"]);
  assert.ok(past.byPython);
  assert.deepEqual([past.back(), past.back(), past.back()], [{ k: 2 }, BY_PYTHON, { k: 1 }]);
  assert.ok(!past.byPython);
});

test("it does not grow without end", () => {
  let time = 0;
  const past = trail(() => (time += 1000));
  for (let k = 0; k < 1000; k += 1) past.moved({ k }, ["k"]);
  let steps = 0;
  while (past.back()) steps += 1;
  assert.equal(steps, 300);
});
