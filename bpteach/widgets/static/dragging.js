// Dragging one of a line of elements to another place: what buttons do as well.

const BEYOND_A_PRESS = 6; // pixels until a press becomes a drag

/** The middle of an element, in its line. */
function middle(element) {
  return element.offsetLeft + element.offsetWidth / 2;
}

/**
 * Let the elements of a line be dragged past each other.
 *
 * @param line the element that holds them
 * @param items gives the elements from left to right, as they stand now
 * @param pressed called with the place that is pressed
 * @param swap called with the left one of two places that change, and the place dragged to
 * @param dropped called with the element and the transform that it had
 * @returns a function that gives the element that is dragged, or null
 */
export function dragAlong(line, { items, pressed, swap, dropped }) {
  let drag = null;

  line.addEventListener("pointerdown", (event) => {
    const place = items().findIndex((one) => one.contains(event.target));
    if (place < 0 || event.button !== 0 || !pressed(place)) return;
    drag = { element: items()[place], from: event.clientX, moves: false, pointer: event.pointerId };
  });

  line.addEventListener("pointermove", (event) => {
    if (drag?.pointer !== event.pointerId) return;
    if (!drag.moves && Math.abs(event.clientX - drag.from) < BEYOND_A_PRESS) return;
    if (!drag.moves) line.setPointerCapture(drag.pointer);
    drag.moves = true;
    pass(event.clientX - drag.from);
    drag.element.style.transform = `translateX(${event.clientX - drag.from}px)`;
    drag.element.classList.add("bpt-dragged");
  });

  /** Change places with a neighbour whose middle is passed. */
  function pass(by) {
    const all = items();
    const place = all.indexOf(drag.element);
    const at = middle(drag.element) + by;
    const before = drag.element.offsetLeft;
    if (place > 0 && at < middle(all[place - 1])) swap(place - 1, place - 1);
    else if (place < all.length - 1 && at > middle(all[place + 1])) swap(place, place + 1);
    else return;
    drag.from += drag.element.offsetLeft - before;
  }

  const drop = () => {
    if (!drag) return;
    const { element } = drag;
    const { transform } = element.style;
    drag = null;
    element.style.transform = "";
    element.classList.remove("bpt-dragged");
    if (transform) dropped(element, transform);
  };
  for (const name of ["pointerup", "pointercancel", "lostpointercapture"]) line.addEventListener(name, drop);
  return () => drag?.element ?? null;
}
