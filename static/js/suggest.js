// Suggestions below a field that has a list: by any words of them, with the arrows and Enter, or a tap. Without it the
// browser offers the list its own way.

const MOST = 6;
const plain = (text) => text.toLowerCase().normalize("NFD").replace(/[^\p{L}\p{N} ]/gu, "");
const box = document.createElement("ul");
box.id = "saran";
box.className = "suggest";
box.setAttribute("role", "listbox");
box.setAttribute("aria-label", "Saran");
box.hidden = true;
const lists = new Map();
let field = null;
let active = -1;

const offered = (id) => {
  if (!lists.has(id)) {
    lists.set(id, [...(document.getElementById(id)?.options ?? [])].map(({ value }) => ({ value, plain: plain(value) })));
  }
  return lists.get(id);
};

// The browser's own list would lie over ours.
const adopt = (input) => {
  const id = input.getAttribute("list");
  if (!id) return input.dataset.suggest !== undefined;
  input.dataset.suggest = id;
  input.removeAttribute("list");
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", box.id);
  return true;
};

const close = () => {
  field?.setAttribute("aria-expanded", "false");
  field?.removeAttribute("aria-activedescendant");
  box.hidden = true;
  active = -1;
};

const move = (to) => {
  const items = [...box.children];
  active = (to + items.length) % items.length;
  items.forEach((item, i) => item.setAttribute("aria-selected", String(i === active)));
  field.setAttribute("aria-activedescendant", items[active].id);
};

const open = (input, all) => {
  const words = plain(input.value).split(/\s+/).filter(Boolean);
  const found = words.length === 0 && !all ? [] : offered(input.dataset.suggest)
    .filter((item) => words.every((word) => item.plain.includes(word)) && item.value !== input.value).slice(0, MOST);
  close();
  field = input;
  if (found.length === 0) return;
  box.replaceChildren(...found.map((item, i) => {
    const option = document.createElement("li");
    option.id = `saran-${i}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.textContent = item.value;
    return option;
  }));
  input.after(box);
  box.hidden = false;
  input.setAttribute("aria-expanded", "true");
};

const take = (option) => {
  field.value = option.textContent;
  close();
  field.dispatchEvent(new CustomEvent("input", { bubbles: true, detail: "taken" }));
};

const isOurs = (target) => target instanceof HTMLInputElement && adopt(target);
document.addEventListener("focusin", (event) => { if (isOurs(event.target)) field = event.target; });
document.addEventListener("focusout", close);
document.addEventListener("input", (event) => { if (event.detail !== "taken" && isOurs(event.target)) open(event.target, false); });
document.addEventListener("keydown", (event) => {
  if (!isOurs(event.target) || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  const isOpen = !box.hidden;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    if (!isOpen) open(event.target, true);
    if (box.hidden) return;
    move(event.key === "ArrowDown" ? active + 1 : active < 0 ? -1 : active - 1);
  } else if (isOpen && event.key === "Enter" && active >= 0) {
    take(box.children[active]);
  } else if (isOpen && event.key === "Tab" && active >= 0) {
    take(box.children[active]);
    return;
  } else if (isOpen && event.key === "Escape") {
    close();
  } else {
    return;
  }
  event.preventDefault();
  event.stopPropagation();
}, true);
// A tap takes a suggestion before the field loses the focus.
box.addEventListener("pointerdown", (event) => {
  const option = event.target.closest("li");
  event.preventDefault();
  if (option) take(option);
});
if (document.activeElement instanceof HTMLInputElement) isOurs(document.activeElement);
