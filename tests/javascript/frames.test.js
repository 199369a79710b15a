import assert from "node:assert/strict";
import test from "node:test";

import { resolver, said } from "../../bpteach/widgets/static/frames.js";

const along = (field, frames) => ({ along: field, frames });

test("a text in pieces becomes one", () => {
  assert.equal(said(["slice ", ["k = ", 2], " of 3"]), "slice k = 2 of 3");
  assert.equal(said(undefined), "");
  assert.equal(said(0), "0");
});

test("frames are picked by the position, one within the other", () => {
  const spec = { words: along("axis", { i: "rows", k: along("k", { 1: "first", 2: "second" }) }), value: { at: "k" } };
  const resolve = resolver();
  assert.deepEqual(resolve(spec, { axis: "k", k: 2 }), { words: "second", value: "2" });
  assert.deepEqual(resolve(spec, { axis: "i", k: 2 }), { words: "rows", value: "2" });
});

test("what does not move is the very same object", () => {
  const still = { parts: [{ kind: "text" }] };
  const spec = [still, along("k", { 1: { kind: "a" }, 2: { kind: "b" } })];
  const resolve = resolver();
  const [one, other] = [resolve(spec, { k: 1, j: 5 }), resolve(spec, { k: 2, j: 5 })];
  assert.equal(one[0], still);
  assert.equal(other[0], still);
  assert.notEqual(one[1], other[1]);
});

test("what comes back after a move away is the very same object, and other fields do not matter", () => {
  const spec = { parts: [along("k", { 1: { x: [{ at: "k" }] }, 2: "b" })] };
  const resolve = resolver();
  const before = resolve(spec, { k: 1, j: 1 });
  resolve(spec, { k: 2, j: 1 });
  assert.equal(resolve(spec, { k: 1, j: 2 }), before);
});

test("null, numbers and empty lists go through", () => {
  const resolve = resolver();
  assert.equal(resolve(null, {}), null);
  assert.equal(resolve(3, {}), 3);
  assert.deepEqual(resolve([], {}), []);
});

test("a mark with a place called at and more beside it is no place of a value", () => {
  const spec = { at: "x", more: 1 };
  assert.deepEqual(resolver()(spec, { x: 5 }), spec);
});
