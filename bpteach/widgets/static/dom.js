// Making elements, and lists of parts that keep what does not change.

const SVG = "http://www.w3.org/2000/svg";

function dressed(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) put(element, name, value);
  element.append(...children);
  return element;
}

export function made(tag, attributes = {}, ...children) {
  return dressed(document.createElement(tag), attributes, children);
}

export function drawn(tag, attributes = {}, ...children) {
  return dressed(document.createElementNS(SVG, tag), attributes, children);
}

/** Set an attribute, or take it away where there is no value. */
export function put(element, name, value) {
  if (value === undefined || value === null || value === false) element.removeAttribute(name);
  else if (element.getAttribute(name) !== String(value)) element.setAttribute(name, value === true ? "" : value);
}

/** Write text, where it is not there already. */
export function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Keep a holder's parts as a spec wants them: what has the same data is left alone. */
export function partList(context, holder) {
  const built = [];
  return (parts) => {
    const wanted = parts.filter((part) => part && !context.hidden.has(part.name));
    wanted.forEach((part, place) => {
      if (built[place]?.kind !== part.kind) {
        const fresh = { ...context.build(part.kind), kind: part.kind };
        if (built[place]) built[place].element.replaceWith(fresh.element);
        else holder.append(fresh.element);
        built[place]?.drop?.();
        built[place] = fresh;
      }
      const one = built[place];
      if (one.part === part) return;
      one.part = part;
      one.update(part);
    });
    for (const one of built.splice(wanted.length)) {
      one.element.remove();
      one.drop?.();
    }
  };
}
