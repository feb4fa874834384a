// The frame around every view: its heading, the way back, the actions, and what is always in sight.

import { linkState } from "./words.js";

export const find = (selector, root = document) => root.querySelector(selector);

/** What a template holds, ready to be filled. */
export const made = (id) => document.getElementById(`t-${id}`).content.cloneNode(true);

/** Writes only what differs: what is read aloud is not read twice. */
export function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Shows these words there, or nothing. */
export function say(element, text) {
  element.hidden = !text;
  write(element.querySelector(":scope > span:last-child") ?? element, text ?? "");
}

export function empty(title, text) {
  const it = made("empty");
  write(find("h2", it), title);
  write(find("p", it), text);
  return it;
}

/** Puts a view into the frame. */
export function put({ title, lead = "", back = null, content, actions = null }) {
  document.title = `${title} · Sejawat`;
  write(find("[data-heading]"), title);
  write(find("[data-lead]"), lead);
  const link = find("[data-back]");
  link.parentElement.hidden = !back;
  if (back) {
    link.href = back.href;
    write(find("span", link), back.label);
  }
  find("[data-counts]").hidden = true;
  find("[data-view]").replaceChildren(content);
  find("[data-actions]").replaceChildren(...(actions ? [actions] : []));
}

let shown = ["start", 0, 0, false];

/** So many more wait: said in the moment in which they are shown. */
export const moreWait = (more) => showLink(shown[0], shown[1] + more, ...shown.slice(2));

/** Says how the link is, and what waits. */
export function showLink(phase, unsent, aside, signedIn) {
  shown = [phase, unsent, aside, signedIn];
  const line = find("[data-link-state]");
  const [text, meaning] = signedIn || ["portal", "start"].includes(phase) ? linkState(phase, unsent, aside) : [phase === "offline" ? "Tanpa sinyal" : "Belum masuk", "late"];
  write(line, text);
  line.className = `link-state ${meaning}`;
  const door = find("[data-sign-in]");
  door.hidden = phase !== "signin";
  find("a", door).href = `/masuk?lanjut=${encodeURIComponent(location.pathname + location.hash)}`;
  write(find("a", door), signedIn ? "Masuk lagi" : "Masuk");
}

const said = new Set();

/** A sentence that can be closed, and is said once; with a key, once and for all. */
export function note(text, key = null) {
  if (said.has(text) || (key && localStorage.getItem(key))) return;
  said.add(text);
  const it = made("note").firstElementChild;
  write(find("p", it), text);
  find("button", it).addEventListener("click", () => {
    if (key) localStorage.setItem(key, "ditutup");
    it.remove();
  });
  find("[data-notes]").append(it);
}
