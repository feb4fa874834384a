// Moving sessions and turns without leaving the page: by Alt and the arrows, and by dragging; a session also to another room. Everything goes through the same
// POST as the buttons; its answer is the page anew, of which the part below the frame is put in place.

const MINUTES = 5;
const PIXELS = 12; // of five minutes, as the timeline is drawn
const WORDS = {
  lost: "Tidak tersimpan: tidak ada sambungan ke server. Coba lagi.",
  failed: "Tidak tersimpan. Muat ulang halaman, lalu coba lagi.",
};

// What is said stands outside of what is replaced, so that it is read out.
const voice = document.body.appendChild(Object.assign(document.createElement("p"), { className: "sr" }));
voice.setAttribute("role", "status");
const refuse = (sentence) => {
  document.querySelector("main [data-failed]")?.remove();
  const note = Object.assign(document.createElement("p"), { className: "note refused", textContent: sentence });
  note.dataset.failed = "";
  note.setAttribute("role", "alert");
  document.querySelector(".page-head").after(note);
};

let busy = false;

// Sends fields and puts the answer in place; says whether that worked.
const send = async (url, fields, focus) => {
  busy = true;
  try {
    const answer = await fetch(url, { method: "POST", body: new URLSearchParams(fields) });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const main = page.querySelector("main");
    // A refusal that shows the form again is an answer; a sign-in page or an error is none.
    if (!main || !(answer.ok || answer.status === 409 || answer.status === 422) || !page.querySelector(".rail, .rail-menu")) throw new Error(String(answer.status));
    const { scrollLeft: left = 0, scrollTop: top = 0 } = document.querySelector(".timeline") ?? {};
    document.querySelector("main").replaceWith(document.adoptNode(main));
    document.querySelector(".timeline")?.scrollTo({ left, top });
    main.querySelector(".flash")?.classList.add("stays");
    voice.textContent = main.querySelector(".flash p, .summary h2")?.textContent ?? "";
    document.querySelector(focus)?.focus();
    return true;
  } catch (error) {
    refuse(error instanceof TypeError ? WORDS.lost : WORDS.failed);
    return false;
  } finally {
    busy = false;
  }
};

// ---- Sessions ----

// Keys that come while a move is under way are sent together afterwards.
let waiting = null;
const nudge = async (link, start, end, room = null) => {
  if (busy) {
    const before = waiting?.id === link.dataset.id ? waiting : { id: link.dataset.id, start: 0, end: 0, room: null };
    waiting = { id: before.id, start: before.start + start, end: before.end + end, room: room ?? before.room };
    return false;
  }
  const id = CSS.escape(link.dataset.id);
  const day = document.querySelector("[data-timeline]")?.dataset.timeline;
  const view = day ? { tampilan: "linimasa", hari: day } : {};
  const done = await send(link.dataset.nudge, { by: `${start} ${end}`, version: link.dataset.version, ...view, ...(room === null ? {} : { pindah: "ya", ruang: room }) }, `[data-id="${id}"]`);
  const next = waiting;
  waiting = null;
  const again = done && next ? document.querySelector(`[data-id="${CSS.escape(next.id)}"][data-nudge]`) : null;
  if (again && (next.start || next.end || next.room !== null)) await nudge(again, next.start, next.end, next.room);
  return done;
};

// The columns of the rooms; a session that goes over all of them stays where it is.
const columns = () => [...document.querySelectorAll(".timeline-head [data-room]")];
const columnOf = (block) => columns().find((column) => column.dataset.room === block.dataset.in);

// ---- Turns ----

const turn = async (item, act) => {
  if (busy) return false;
  const form = item.closest("form");
  const fields = [...new FormData(form), ["act", act]];
  return send(form.action, fields, `[data-turn="${CSS.escape(item.dataset.turn)}"] input[name=minutes]`);
};

// Enter adds who was typed, instead of pressing the form's first button.
document.addEventListener("keydown", (event) => {
  const button = event.key === "Enter" && event.target.matches?.("input") ? event.target.closest("[data-adds]")?.querySelector("button") : null;
  if (!button) return;
  event.preventDefault();
  button.click();
});

document.addEventListener("keydown", (event) => {
  const side = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  const block = side && event.altKey && !event.ctrlKey && !event.metaKey ? event.target.closest?.(".block[data-in]") : null;
  if (block) {
    // Also at the edge: nobody means to leave the page.
    event.preventDefault();
    const next = columns()[columns().indexOf(columnOf(block)) + side];
    if (next) nudge(block, 0, 0, next.dataset.room);
    return;
  }
  const way = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (!way || !event.altKey || event.ctrlKey || event.metaKey) return;
  const link = event.target.closest?.("[data-nudge]");
  const item = event.target.closest?.("[data-turn]");
  if (link) {
    event.preventDefault();
    nudge(link, event.shiftKey ? 0 : way * MINUTES, way * MINUTES);
  } else if (item) {
    event.preventDefault();
    turn(item, `${way < 0 ? "naik" : "turun"} ${item.dataset.turn}`);
  }
});

// ---- Dragging, with a mouse or a pen: a finger scrolls ----

let held = null;
let dragged = false;

document.addEventListener("pointerdown", (event) => {
  dragged = false;
  if (event.pointerType === "touch" || event.button !== 0 || busy) return;
  const block = event.target.closest?.(".block[data-nudge]");
  const item = event.target.closest?.("[data-turn]");
  if (block) {
    const frame = block.parentElement;
    const box = block.getBoundingClientRect();
    const resize = event.clientY > box.bottom - 8;
    held = {
      block, frame, resize, from: event.clientY, side: event.clientX, minutes: 0, column: null,
      x: frame.getAttribute("x"), width: frame.getAttribute("width"), y: Number(frame.getAttribute("y")), height: Number(frame.getAttribute("height")),
    };
  } else if (item && !event.target.closest("input, button, a, label")) {
    held = { item, list: item.parentElement, before: item.nextElementSibling, from: event.clientY };
    event.preventDefault();
  }
});

document.addEventListener("pointermove", (event) => {
  if (!held || (!dragged && Math.abs(event.clientY - held.from) < 4 && Math.abs(event.clientX - (held.side ?? event.clientX)) < 4)) return;
  dragged = true;
  event.preventDefault();
  if (held.block) {
    const steps = Math.round((event.clientY - held.from) / PIXELS);
    const most = 1 - Math.round(held.height / PIXELS);
    held.minutes = (held.resize ? Math.max(steps, most) : steps) * MINUTES;
    const pixels = (held.minutes / MINUTES) * PIXELS;
    held.frame.setAttribute(held.resize ? "height" : "y", (held.resize ? held.height : held.y) + pixels);
    held.block.classList.add("held");
    toColumn(event.clientX);
  } else {
    held.item.classList.add("held");
    const others = [...held.list.children].filter((other) => other !== held.item);
    const next = others.find((other) => { const box = other.getBoundingClientRect(); return event.clientY < box.top + box.height / 2; });
    held.list.insertBefore(held.item, next ?? null);
  }
});

// The column below the pointer, when it is another than the session's own: the session is shown in it.
const toColumn = (x) => {
  const own = held.resize ? null : columnOf(held.block);
  const there = own && columns().find((column) => { const box = column.getBoundingClientRect(); return x >= box.left && x < box.right; });
  held.column = there && there !== own ? there : null;
  for (const column of columns()) column.classList.toggle("there", column === held.column);
  held.frame.setAttribute("x", held.column?.getAttribute("x") ?? held.x);
  held.frame.setAttribute("width", held.column?.getAttribute("width") ?? held.width);
};

const putBack = ({ block, frame, x, y, width, height, item, list, before }) => {
  (block ?? item).classList.remove("held");
  if (block) {
    for (const [name, value] of Object.entries({ x, y, width, height })) frame.setAttribute(name, value);
    for (const column of columns()) column.classList.remove("there");
  } else {
    list.insertBefore(item, before);
  }
};

document.addEventListener("pointerup", async () => {
  const was = held;
  held = null;
  if (!was || !dragged) return;
  if (was.block) {
    const room = was.column?.dataset.room ?? null;
    const done = (was.minutes !== 0 || room !== null) && (await nudge(was.block, was.resize ? 0 : was.minutes, was.minutes, room));
    if (!done) putBack(was);
  } else {
    const to = [...was.list.children].indexOf(was.item);
    // The form is sent in the order that the server knows.
    const same = was.item.nextElementSibling === was.before;
    putBack(was);
    if (!same) await turn(was.item, `ke ${was.item.dataset.turn} ${to}`);
  }
});
document.addEventListener("pointercancel", () => { if (held) putBack(held); held = null; });
document.addEventListener("dragstart", (event) => { if (event.target.closest?.(".block")) event.preventDefault(); });
// Letting go of what was dragged follows no link.
document.addEventListener("click", (event) => {
  if (dragged && event.target.closest?.(".block")) event.preventDefault();
  dragged = false;
}, true);
