// Progressive enhancement for every page. Without it, everything still works.

const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const typing = (el) => el instanceof HTMLElement && (el.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(el.tagName));
const store = {
  get(key) { try { return localStorage.getItem(key); } catch { return null; } },
  set(key, value) { try { localStorage.setItem(key, value); } catch { /* private window: nothing is remembered */ } },
};

// Controls that do nothing without script are hidden until it runs.
all("[data-copy], [data-take], [data-print], [data-all]").forEach((el) => { el.hidden = false; });

// A form that came back: start at what has to be mended.
const found = document.querySelector("[data-focus]");
if (found instanceof HTMLElement) found.focus();

// "/" goes to the search field. Switched off with localStorage "sejawat.slash" = "off".
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !typing(event.target) && store.get("sejawat.slash") !== "off") {
    const field = document.querySelector("input[type=search], [data-search]");
    if (field instanceof HTMLInputElement) { event.preventDefault(); field.focus(); field.select(); }
  }
  if (event.key === "Escape") {
    all("details.menu[open], details.rail-menu[open]").forEach((menu) => {
      const held = menu.contains(document.activeElement);
      menu.open = false;
      if (held) menu.querySelector("summary")?.focus();
    });
  }
});
document.addEventListener("click", (event) => {
  all("details.menu[open]").forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
});

// One box for all boxes of a name.
all("[data-all]").forEach((box) => {
  const others = () => all(`[name="${box.dataset.all}"]`);
  document.addEventListener("change", ({ target }) => {
    if (target === box) others().forEach((other) => { other.checked = box.checked; });
    else if (target.name === box.dataset.all) {
      box.checked = others().every((other) => other.checked);
      box.indeterminate = !box.checked && others().some((other) => other.checked);
    }
  });
});

// Copy, take their value, print.
const say = (button, text) => {
  const label = button.querySelector("span") ?? button;
  const before = label.textContent;
  label.textContent = text;
  button.setAttribute("aria-live", "polite");
  setTimeout(() => { label.textContent = before; }, 2000);
};
document.addEventListener("click", async (event) => {
  const button = event.target instanceof Element ? event.target.closest("button") : null;
  if (!button) return;
  if (button.dataset.copy) {
    const source = document.getElementById(button.dataset.copy);
    if (!source) return;
    try {
      await navigator.clipboard.writeText(source.value ?? source.textContent.trim());
      say(button, "Tersalin");
    } catch {
      source.focus();
      source.select?.();
      say(button, "Tekan Ctrl+C");
    }
  } else if (button.dataset.take !== undefined) {
    const target = document.getElementById(button.dataset.takeInto);
    if (!target) return;
    target.value = button.dataset.take;
    target.dispatchEvent(new Event("input", { bubbles: true }));
    target.focus();
  } else if (button.dataset.print !== undefined) {
    window.print();
  }
});

// The last choice is remembered: data-remember="key" on a select, checkbox, radio or text field.
all("[data-remember]").forEach((el) => {
  const key = `sejawat.${el.dataset.remember}`;
  const kept = store.get(key);
  const box = el.type === "checkbox";
  const radio = el.type === "radio";
  if (kept !== null && !location.search) {
    if (box) el.checked = kept === "1";
    else if (radio) el.checked = el.value === kept;
    else if (el.tagName !== "SELECT" || [...el.options].some((o) => o.value === kept)) el.value = kept;
  }
  el.addEventListener("change", () => store.set(key, box ? (el.checked ? "1" : "0") : el.value));
});

// A form left half filled warns, unless it is kept by itself (data-keep, data-draft); a form is sent once, unless it says data-again (a download, a live form).
const changed = new Set();
const watched = (form) => form instanceof HTMLFormElement && form.method === "post" && form.classList.contains("form") && !form.closest(".sign-in")
  && form.dataset.keep === undefined && form.dataset.draft === undefined;
all("form.form").forEach((form) => { if (watched(form) && document.querySelector("[data-focus]")) changed.add(form); });
document.addEventListener("input", (event) => { if (watched(event.target.form)) changed.add(event.target.form); });
window.addEventListener("beforeunload", (event) => { if (changed.size > 0) event.preventDefault(); });
// Whoever signs out on a phone that holds a roll call is first told what is not sent yet.
document.addEventListener("submit", (event) => {
  if (event.target.getAttribute("action") !== "/keluar" || !store.get("sejawat.hadir")) return;
  event.preventDefault();
  location.assign("/hadir#keluar");
});
document.addEventListener("submit", (event) => {
  const form = event.target;
  // A form that a script sends by itself is on its way, too.
  if (form.dataset.upload !== undefined) changed.delete(form);
  if (event.defaultPrevented || form.method !== "post" || form.dataset.again !== undefined) return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "1";
  changed.delete(form);
  const button = event.submitter;
  // After this turn, so that the button's own name and value are still sent.
  setTimeout(() => {
    if (button) { button.setAttribute("aria-busy", "true"); button.disabled = true; }
  });
});
// A form that is sent after the sign-in has ended is not lost: it is kept in this tab until the person is back on its page.
const DRAFT = "sejawat.draft";
const session = {
  get() { try { return JSON.parse(sessionStorage.getItem(DRAFT)); } catch { return null; } },
  set(value) { try { sessionStorage.setItem(DRAFT, JSON.stringify(value)); } catch { /* a private window */ } },
  drop() { try { sessionStorage.removeItem(DRAFT); } catch { /* a private window */ } },
};
const me = () => document.querySelector(".account-name")?.textContent ?? "";
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!watched(form) || event.defaultPrevented) return;
  const fields = [...form.elements].filter((el) => el.name && !["hidden", "password", "submit", "button", "fieldset"].includes(el.type));
  session.set({ path: location.pathname, who: me(), fields: fields.map((el) => [el.name, el.value, el.checked ?? null]) });
});
const restore = (form, fields) => {
  const seen = {};
  // A table of rows grows first to as many as there were.
  const most = Math.max(...fields.map(([name]) => fields.filter(([other]) => other === name).length));
  form.dispatchEvent(new CustomEvent("rows", { detail: most }));
  for (const [name, value, checked] of fields) {
    const same = [...form.elements].filter((el) => el.name === name && el.type !== "hidden");
    const nth = seen[name] = (seen[name] ?? -1) + 1;
    const el = ["checkbox", "radio"].includes(same[0]?.type) ? same.find((box) => box.value === value) : same[nth];
    if (!el) continue;
    if (["checkbox", "radio"].includes(el.type)) el.checked = checked;
    else el.value = value;
  }
  changed.add(form);
  const note = document.createElement("p");
  note.className = "note way";
  note.setAttribute("role", "status");
  note.textContent = "Isian Anda sebelum keluar sudah dipulihkan, dan belum tersimpan. Periksa, lalu simpan lagi.";
  form.before(note);
};
// After the page's own scripts have run.
document.addEventListener("DOMContentLoaded", () => {
  const draft = session.get();
  const note = document.querySelector("[data-draft-note]");
  if (draft && note) {
    note.hidden = false;
    session.set({ ...draft, back: true });
  } else if (draft && me()) {
    const form = document.querySelector("form.form[method=post]");
    const isIts = draft.back && draft.path === location.pathname && draft.who === me();
    if (isIts && form && !document.querySelector("[data-focus]")) restore(form, draft.fields);
    session.drop();
  }
});

window.addEventListener("pageshow", () => {
  all("form[data-sent]").forEach((form) => { delete form.dataset.sent; });
  all("button[aria-busy]").forEach((button) => { button.removeAttribute("aria-busy"); button.disabled = false; });
});
