// Brings the queue to the server, and what is new from there. One sender at a time over all tabs. A mark leaves the
// queue only in the transaction that keeps what came of it; until then it is sent again under the same id, which
// changes nothing.

import { change, events, got, isNamed, me, named, queued, read } from "./store.js";
import { freshId, keep } from "./mark.js";
import { ask } from "./network.js";
import { pullEvents, pullRoster } from "./roster.js";

const SYNC = "/api/v1/attendance/sync";
/** What one request may hold; on a line so slow that it did not come through in time, less. */
const MOST = 200;
const LEAST = 10;
let most = MOST;
const MOST_PEOPLE = 100;
const MOST_BYTES = 200_000;
/** So many marks alone may make the server fail before it is taken to fail on all. */
const MOST_FAILURES = 4;
const FIRST_WAIT = 2_000;
const LONGEST_WAIT = 300_000;

/** How the link is: `start` before it was tried, `ok`, `sending`, `aside` when the server fails on some, or the kind of the last failure. */
export const link = { phase: "start", aside: new Set() };
const watchers = new Set();
const tabs = "BroadcastChannel" in globalThis ? new BroadcastChannel("sejawat-hadir") : null;
if (tabs) tabs.onmessage = () => watchers.forEach((watcher) => watcher());

/** Calls back whenever the link or what is kept has changed, also by another tab. */
export const watch = (watcher) => watchers.add(watcher);

export function changed() {
  watchers.forEach((watcher) => watcher());
  tabs?.postMessage("changed");
}

function become(phase) {
  link.phase = phase;
  changed();
}

// One sender over all tabs; within a tab, one that runs and one that waits.
let last = Promise.resolve();
const alone = (work) => (navigator.locks ? navigator.locks.request("sejawat-hadir", work) : (last = last.then(work)));
let waiting = null;
const nothing = () => ({ events: false, rosters: new Set() });
let wanted = nothing();
let failures = 0;
let timer = 0;

/** Sends what is queued; then asks for what is new: of one event, or of all. Comes back by itself after a failure. */
export function contact({ event = null, all = false } = {}) {
  if (all) wanted.events = true;
  if (event) wanted.rosters.add(event);
  waiting ??= alone(async () => {
    waiting = null;
    const want = wanted;
    wanted = nothing();
    const phase = await exchange(want).catch((error) => { console.error(error); return "busy"; });
    clearTimeout(timer);
    if (["ok", "signin", "other"].includes(phase)) failures = 0;
    else {
      // What was wanted is wanted still.
      wanted.events ||= want.events;
      want.rosters.forEach((one) => wanted.rosters.add(one));
      failures += 1;
      timer = setTimeout(contact, Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** failures) * (0.5 + Math.random() / 2));
    }
    become(phase);
    return phase;
  });
  return waiting;
}

/** Says that something is under way; while there is no link, one more attempt is no news. */
function begin() {
  if (link.phase === "ok") become("sending");
}

async function exchange(want) {
  if (!(await finishLeaving())) return "offline";
  const known = await me();
  // Whoever is signed in now is asked for first: the queue is sent in nobody else's name.
  if (want.events || !known) {
    const phase = await pullEvents();
    if (phase !== "ok") return phase;
    changed();
  }
  const person = await me();
  const sent = person ? await send(person.marker) : "other";
  // Somebody else has signed in meanwhile: what they see is theirs, and what waits stays its maker's.
  if (sent === "other") contact({ all: true });
  if (sent !== "ok" && sent !== "aside") return sent;
  const fresh = want.events ? (await events()).filter((event) => !event.ended).map((event) => event.id) : [...want.rosters];
  for (const event of fresh) {
    const phase = await pullRoster(event);
    if (phase !== "ok") return phase;
  }
  return sent;
}

async function send(marker) {
  const round = { marker, device: await device(), failed: 0, stored: 0, tried: new Set() };
  for (;;) {
    const all = await queued(marker);
    const batch = choose(all.filter((item) => !link.aside.has(item.id)), all);
    if (batch.length === 0) break;
    begin();
    const phase = await deliver(batch, all, round);
    if (phase !== "ok") return phase;
  }
  // What made the server fail is tried again alone, and last.
  const left = await queued(marker);
  for (const item of left.filter((one) => link.aside.has(one.id) && !round.tried.has(one.id)).slice(0, MOST_FAILURES)) {
    const phase = await deliver([item], left, { ...round, stored: 1 });
    if (phase !== "ok") return phase;
  }
  // Not done: it is to be tried again.
  return (await queued(marker)).some((item) => link.aside.has(item.id)) ? "aside" : "ok";
}

/** Ends a sign-in that was to end while there was no signal. Says whether nothing of it is left. */
export async function finishLeaving() {
  const left = await read(["person"], (person) => got(person.get("leaving")));
  if (!left) return true;
  // Somebody has signed in since, which ended the other sign-in; theirs is not to end.
  if (left.named !== named() && isNamed()) return forgetLeaving();
  await ask("/keluar", { body: {} });
  // A hotel's Wi-Fi answers, too: it is over when ours says that nobody is signed in.
  if ((await ask("/api/v1/attendance/events")).kind !== "signin") return false;
  return forgetLeaving();
}

async function forgetLeaving() {
  await change(["person"], (person) => { person.delete("leaving"); });
  return true;
}

/** The phone's name, which it keeps. */
const device = () => change(["person"], async (person) => {
  const kept = await got(person.get("device"));
  if (kept) return kept.id;
  const id = await freshId(person);
  person.put({ key: "device", id });
  return id;
});

/** One request's worth, event by event; the marks of a person who was added here never go before that person. */
function choose(items, all) {
  const people = new Set(all.filter((item) => item.kind === "person").map((item) => item.id));
  const sorted = [...items].sort((a, b) => (a.event_id < b.event_id ? -1 : a.event_id > b.event_id ? 1 : a.id < b.id ? -1 : 1));
  const batch = [];
  let bytes = 0;
  for (const item of sorted) {
    if (item.kind === "mark" && people.has(item.participant_id)) {
      if (!batch.some((one) => one.id === item.participant_id)) continue;
    }
    bytes += JSON.stringify(wire(item)).length * 1.1;
    const guests = batch.filter((one) => one.kind === "person").length;
    if (batch.length === most || bytes > MOST_BYTES || guests === MOST_PEOPLE) break;
    batch.push(item);
  }
  return batch;
}

/** A person or a mark as it is sent. */
export function wire({ kind, id, event_id, ...rest }) {
  if (kind === "person") {
    const { name, library_id, library_text, category, replaces } = rest;
    return { id, event_id, name, library_id, library_text, category, replaces };
  }
  const { session_id, participant_id, state, note, marked_at, clock_offset_ms, source } = rest;
  return { id, session_id, participant_id, state, note, marked_at, clock_offset_ms, source };
}

/** Sends these; when the server fails on them, each half alone, down to the one that it fails on. */
async function deliver(sent, all, round) {
  const items = sent.filter((item) => !link.aside.has(item.participant_id));
  if (items.length === 0) return "ok";
  const left = all.filter((item) => !items.includes(item));
  const answer = await ask(SYNC, { body: {
    device: round.device,
    marker: round.marker,
    sent_at: new Date().toISOString(),
    people: items.filter((item) => item.kind === "person").map(wire),
    marks: items.filter((item) => item.kind === "mark").map(wire),
    unsent: { count: left.length, since: left[0]?.marked_at ?? null },
  } });
  if (answer.kind === "ok") {
    most = Math.min(MOST, most * 2);
    const settled = await settle(items, answer.data);
    round.stored += settled;
    items.forEach((item) => link.aside.delete(item.id));
    changed();
    // An answer that speaks of nothing that was sent is no answer.
    return settled > 0 ? "ok" : "busy";
  }
  if (answer.late) {
    most = Math.max(LEAST, Math.floor(items.length / 4));
    // There is a line, and it is slow: a part is tried at once, and not only after the long wait of a line that is gone.
    if (most < items.length) return "ok";
  }
  if (answer.kind === "gone") return "busy";
  if (answer.kind !== "broken") return answer.kind;
  if (items.length === 1) {
    link.aside.add(items[0].id);
    round.tried.add(items[0].id);
    round.failed += 1;
    return round.failed >= MOST_FAILURES && round.stored === 0 ? "busy" : "ok";
  }
  const middle = Math.ceil(items.length / 2);
  for (const half of [items.slice(0, middle), items.slice(middle)]) {
    const phase = await deliver(half, all, round);
    if (phase !== "ok") return phase;
  }
  return "ok";
}

/** Keeps what came of each, and only then lets it go. */
const settle = (items, { people = [], outcomes }) => change(["person", "queue", "states", "rosters", "refusals"], async (person, queue, states, rosters, refusals) => {
  const byId = new Map(items.map((item) => [item.id, item]));
  const { name } = (await got(person.get("me"))) ?? {};
  let settled = 0;
  for (const { id, outcome, effective, code, message } of [...people, ...outcomes]) {
    const item = byId.get(id);
    // Gone already: another tab was quicker, or the answer names what was not sent.
    if (!item || !(await got(queue.get(id)))) continue;
    settled += 1;
    queue.delete(id);
    const came = outcome === "duplicate" ? (code ?? "stored") : outcome;
    const again = item.kind === "mark" && code === "id_reused";
    if (again) {
      queue.put({ ...item, id: await freshId(person) });
    } else if (item.kind === "person" && came !== "refused") {
      const roster = await got(rosters.get(item.event_id));
      if (roster && !roster.participants.some((one) => one.id === id)) {
        roster.participants.push({ id, name: item.name, library: item.library_text ?? "", category: item.category, badge: "", kind: "peserta", gone: "" });
        rosters.put(roster);
      }
    } else if (item.kind === "mark") {
      const { event_id, session_id, participant_id, state, note, time } = item;
      const before = await got(states.get([event_id, session_id, participant_id]));
      if (effective && came !== "proposed") states.put({ event_id, session_id, participant_id, state, note, mark_id: id, marked_at: new Date(time).toISOString(), marked_by: name ?? "", conflict: came === "conflict" });
      else if (came === "conflict" && before) states.put({ ...before, conflict: true });
    }
    if (["refused", "proposed", "conflict"].includes(came) && !again) {
      refusals.put({ ...item, outcome: came, code, message });
    }
  }
  return settled;
});

/** Marks, and sends at once. */
export async function mark(marker, marks, source) {
  await keep(marker, marks, source);
  changed();
  contact({ event: marks[0].event_id });
}

addEventListener("online", () => contact({ all: true }));
document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") contact({ all: true }); });
