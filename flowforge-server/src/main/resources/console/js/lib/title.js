// @ts-check
/** The title of the window: how much waits for the person, and the page. */

let page = '';
let count = 0;

/** @param {string} title */
export function setTitle(title) {
  page = title;
  write();
}

/** @param {number} waiting how many requests wait for a decision of the person */
export function setTitleCount(waiting) {
  count = waiting;
  write();
}

function write() {
  const name = page ? `${page} · Flowforge` : 'Flowforge';
  document.title = count > 0 ? `(${count > 99 ? '99+' : count}) ${name}` : name;
}
