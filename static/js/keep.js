// A form that is kept while it is being filled in: on the server as often as the line allows, in this browser until that has
// worked. Without script the form's own buttons do the same.

const form = document.querySelector("form[data-keep]");
const PAUSE = 900;
const LONGEST = 60_000;

if (form) {
  const state = form.querySelector("[data-keep-state]");
  const resume = document.querySelector("[data-keep-resume]");
  const key = `sejawat.isian.${location.pathname}.${form.elements.step?.value ?? ""}`;
  const local = {
    get() { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } },
    set(value) { try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* a private window */ } },
    drop() { try { localStorage.removeItem(key); } catch { /* a private window */ } },
  };
  const fields = () => [...form.elements].filter((el) => el.name && !["hidden", "submit", "button", "fieldset"].includes(el.type) && !el.closest(".trap"));
  const isBox = (el) => ["checkbox", "radio"].includes(el.type);
  // The page asks about what somebody else has saved: only its button decides that.
  const asks = form.querySelector(".theirs") !== null;
  let unsaved = false;
  let running = null;
  let tries = 0;
  let timer = 0;

  const say = (text, meaning) => {
    state.hidden = false;
    state.className = `link-state ${meaning}`;
    state.textContent = text;
  };
  const later = (pause) => {
    clearTimeout(timer);
    timer = setTimeout(save, pause);
  };
  // "ok"; "line" when nothing came through; "over" when the server takes nothing more.
  const send = async () => {
    unsaved = false;
    try {
      const answer = await fetch(form.dataset.keep, {
        method: "POST",
        body: new URLSearchParams(new FormData(form)),
        headers: { accept: "application/json" },
        signal: AbortSignal.timeout(15_000),
      });
      if (!answer.ok) return answer.status >= 500 ? "line" : "over";
      const told = await answer.json();
      if (told.version && form.elements.version) form.elements.version.value = told.version;
      if (!unsaved) local.drop();
      if (resume) resume.hidden = false;
      tries = 0;
      if (told.problem) say(`Belum semua tersimpan. ${told.problem}`, "late");
      else say(`Tersimpan ${told.saved}`, "done");
      return "ok";
    } catch {
      return "line";
    }
  };
  const save = async () => {
    clearTimeout(timer);
    if (running) return running;
    say("Menyimpan ...", "way");
    running = send();
    const outcome = await running;
    running = null;
    if (outcome === "line") {
      unsaved = true;
      tries += 1;
      say("Belum tersimpan, sambungan terputus. Isian Anda aman di ponsel ini dan dikirim lagi sendiri.", "late");
      later(Math.min(LONGEST, 2000 * 2 ** Math.min(tries, 5)));
    } else if (outcome === "over") {
      say("Isian ini tidak dapat disimpan sendiri. Tekan tombol di bawah untuk melihat sebabnya.", "late");
    } else if (unsaved) {
      later(PAUSE);
    }
    return outcome;
  };
  const remember = () => local.set({
    version: asks ? "" : form.elements.version?.value,
    fields: fields().map((el) => [el.name, el.value, isBox(el) ? el.checked : null]),
  });
  const typed = ({ type }) => {
    remember();
    if (asks) return;
    unsaved = true;
    // A field of one's own row is saved when it is left, not letter by letter.
    if (type === "change" || form.dataset.keepOn !== "change") later(PAUSE);
  };
  form.addEventListener("input", typed);
  form.addEventListener("change", typed);
  window.addEventListener("online", () => { if (unsaved) later(0); });

  // The page is left only when the line holds; until then everything typed stays in sight.
  form.addEventListener("submit", async (event) => {
    if (asks) { remember(); return; }
    if (form.dataset.sure) { delete form.dataset.sure; return; }
    event.preventDefault();
    if (form.dataset.checking) return;
    const { submitter } = event;
    form.dataset.checking = "1";
    submitter?.setAttribute("aria-busy", "true");
    if (running) await running;
    const outcome = await save();
    delete form.dataset.checking;
    submitter?.removeAttribute("aria-busy");
    if (outcome === "line") { state.scrollIntoView({ block: "center" }); return; }
    clearTimeout(timer);
    form.dataset.sure = "1";
    form.requestSubmit(submitter);
  });

  // What did not reach the server last time.
  const left = local.get();
  if (Array.isArray(left?.fields) && !asks) {
    const seen = {};
    let differs = false;
    for (const [name, value, checked] of left.fields) {
      const same = fields().filter((el) => el.name === name);
      const nth = seen[name] = (seen[name] ?? -1) + 1;
      const el = same[0] && isBox(same[0]) ? same.find((box) => box.value === value) : same[nth];
      if (!el) continue;
      differs ||= isBox(el) ? el.checked !== checked : el.value.trim() !== value.trim();
      if (isBox(el)) el.checked = checked;
      else el.value = value;
    }
    if (differs) {
      // What it was typed upon tells the server whether somebody else was faster meanwhile.
      if (left.version !== undefined && form.elements.version) form.elements.version.value = left.version;
      say("Isian yang belum tersimpan sudah dipulihkan.", "way");
      unsaved = true;
      later(0);
    } else {
      local.drop();
    }
  }
}
