// A page of a signed sheet, typed in by keyboard: one key a line, Enter and the arrows move on, Ctrl+Enter saves. "Everybody
// has signed" fills the page and is taken back before it is stored. Without it, every line has its buttons and the form is
// sent as it is.

const form = document.querySelector("[data-sheet]");
const lines = [...(form?.querySelectorAll("[data-line]") ?? [])];
const KEYS = { h: "present", " ": "present", t: "late", i: "excused", s: "sick", a: "absent", k: "empty", "-": "empty" };

const radios = (line) => [...line.querySelectorAll("input")];
const chosen = (line) => radios(line).find((radio) => radio.checked);

function go(at) {
  if (at < 0) return;
  const line = lines[at];
  if (!line) { form.querySelector("[data-save]").focus(); return; }
  (chosen(line) ?? radios(line)[0]).focus();
  line.scrollIntoView({ block: "nearest" });
}

function choose(line, code) {
  const radio = radios(line).find((one) => one.value === code);
  radio.checked = true;
  radio.focus();
  radio.dispatchEvent(new Event("change", { bubbles: true }));
}

lines.forEach((line, at) => {
  line.addEventListener("keydown", (event) => {
    if (event.altKey || event.metaKey) return;
    if (event.key === "Enter") {
      event.preventDefault();
      if (event.ctrlKey) form.requestSubmit(form.querySelector("[data-save]")); else go(at + 1);
      return;
    }
    if (event.ctrlKey) return;
    const code = KEYS[event.key.toLowerCase()];
    if (code) { event.preventDefault(); choose(line, code); go(at + 1); return; }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      go(at + (event.key === "ArrowDown" ? 1 : -1));
    }
  });
});

// What stood there before everybody was taken for signed.
let before = null;
document.querySelector("[data-fill]")?.addEventListener("click", (event) => {
  event.preventDefault();
  const link = event.currentTarget;
  if (before) {
    lines.forEach((line, at) => radios(line).forEach((radio) => { radio.checked = radio.value === before[at]; }));
    before = null;
  } else {
    before = lines.map((line) => chosen(line)?.value ?? "");
    lines.forEach((line) => { radios(line)[0].checked = true; });
  }
  link.textContent = before ? "Urungkan: semua bertanda tangan" : "Semua bertanda tangan";
});

// A phone has no keys to tell of.
if (matchMedia("(pointer: fine)").matches) document.querySelector("[data-keys]")?.removeAttribute("hidden");
if (lines.length > 0 && !document.querySelector("[data-focus]") && !location.hash) {
  go(Math.max(0, lines.findIndex((line) => !chosen(line))));
}
