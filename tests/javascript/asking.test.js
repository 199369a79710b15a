import assert from "node:assert/strict";
import test from "node:test";

import { asker } from "../../bpteach/widgets/static/asking.js";

function recorded(silent = () => {}, patience = 10_000) {
  const sent = [];
  return { sent, questions: asker((message) => sent.push(message), silent, patience) };
}

test("one question at a time, and of those that wait the latest of a kind", () => {
  const { sent, questions } = recorded();
  for (const value of [1, 2, 3]) questions.ask({ do: "n", value });
  questions.ask({ do: "m", value: 9 });
  assert.deepEqual(sent.map((one) => one.value), [1]);
  assert.equal(questions.answered(sent[0].id).do, "n");
  assert.deepEqual(sent.map((one) => [one.do, one.value]), [["n", 1], ["n", 3]]);
  questions.answered(sent[1].id);
  assert.equal(sent[2].do, "m");
  questions.stop();
});

test("entries of a vector are of one kind only at the same place", () => {
  const { sent, questions } = recorded();
  questions.ask({ do: "step" });
  for (const value of [[0, 1], [0, 2], [1, 5]]) questions.ask({ do: "a", value });
  for (let k = 0; k < 3; k += 1) questions.answered(sent[k].id);
  assert.deepEqual(sent.map((one) => one.value), [undefined, [0, 2], [1, 5]]);
  questions.stop();
});

test("steps without a value are all taken", () => {
  const { sent, questions } = recorded();
  for (let k = 0; k < 3; k += 1) questions.ask({ do: "step" });
  for (let k = 0; k < 3; k += 1) questions.answered(sent[k].id);
  assert.equal(sent.length, 3);
  assert.ok(!questions.busy);
  questions.stop();
});

test("an answer to somebody else is nobody's", () => {
  const { sent, questions } = recorded();
  assert.equal(questions.answered(7), null);
  questions.ask({ do: "n", value: 1 });
  assert.equal(questions.answered(sent[0].id + 1), null);
  assert.ok(questions.busy);
  questions.stop();
});

test("silence is told once, and then one can ask again", async () => {
  let told = 0;
  const { sent, questions } = recorded(() => (told += 1), 5);
  questions.ask({ do: "n", value: 1 });
  questions.ask({ do: "m", value: 1 });
  await new Promise((done) => setTimeout(done, 40));
  assert.equal(told, 1);
  assert.ok(!questions.busy);
  questions.ask({ do: "n", value: 2 });
  assert.equal(sent.length, 2);
  questions.stop();
});

test("what goes on with the question before it says so, unless that one was never sent", () => {
  const { sent, questions } = recorded();
  for (const held of [false, true, true]) questions.ask({ do: "a", value: [0, 1], held });
  questions.answered(sent[0].id);
  questions.ask({ do: "a", value: [1, 1], held: false });
  questions.ask({ do: "a", value: [1, 2], held: true });
  questions.answered(sent[1].id);
  assert.deepEqual(sent.map(({ value, held }) => [...value, held]), [[0, 1, false], [0, 1, true], [1, 2, false]]);
  questions.stop();
});
