// Asking Python: one question at a time, and of those that wait only the latest of a kind.

const PATIENCE = 4000; // ms until we say that nobody answers

/**
 * @param send called with a message `{id, do, value, position}`
 * @param silent called when no answer came
 */
export function asker(send, silent, patience = PATIENCE) {
  let id = Date.now();
  let waiting = null;
  let timer = 0;
  const queue = [];

  const next = () => {
    if (waiting || !queue.length) return;
    waiting = queue.shift();
    timer = setTimeout(() => {
      waiting = null;
      queue.length = 0;
      silent();
    }, patience);
    send(waiting);
  };
  const sameKind = (one, other) =>
    one && one.do === other.do && other.value !== undefined && place(one.value) === place(other.value);

  return {
    ask(question) {
      id += 1;
      const left = sameKind(queue.at(-1), question) ? queue.pop() : question;
      queue.push({ ...question, held: question.held && left.held, id });
      next();
    },
    /** Give the question that a reply answers, or null where it is nobody's here. */
    answered(reply) {
      if (waiting?.id !== reply) return null;
      clearTimeout(timer);
      const question = waiting;
      waiting = null;
      next();
      return question;
    },
    get busy() {
      return waiting !== null;
    },
    stop() {
      clearTimeout(timer);
      queue.length = 0;
    },
  };
}

/** Of `[place, value]` only the same place is the same kind. */
function place(value) {
  return Array.isArray(value) ? value[0] : "";
}
