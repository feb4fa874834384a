// A mark: made on the phone, on the disk before anything is shown, and never changed afterwards. Every later tap is a
// mark of its own, so an answer to an older one can say nothing of a newer one.

import { uuid7 } from "../uuid7.js";
import { change, got, isStill } from "./store.js";

/** Milliseconds within which the same tap on the same person is the same tap. */
const BOUNCE = 700;
const taps = new Map();

/** Whether a finger has only bounced. */
export function bounced(session, person, state) {
  const key = `${session} ${person}`;
  const last = taps.get(key);
  const now = performance.now();
  if (last && last.state === state && now - last.at < BOUNCE) return true;
  taps.set(key, { state, at: now });
  return false;
}

const clockOf = async (person) => (await got(person.get("clock"))) ?? { key: "clock", offset: null, last: 0, seen: 0 };

/**
 * The next moments of this phone, within a transaction over `person`. Corrected time never goes back: not behind the
 * phone's last mark, and not behind what the server's clock was seen to show.
 */
async function moments(person, count) {
  const clock = await clockOf(person);
  const offset = clock.offset ?? 0;
  const first = Math.max(Date.now() + offset, clock.last + 1, clock.seen);
  person.put({ ...clock, last: first + count - 1 });
  return Array.from({ length: count }, (_, n) => first + n).map((time) => (
    { id: uuid7(time), time, marked_at: new Date(time - offset).toISOString(), clock_offset_ms: clock.offset }));
}

/** A new id, in the order of this phone's marks. */
export const freshId = async (person) => (await moments(person, 1))[0].id;

/** Remembers what the server's clock showed, and how far the phone's is from it. */
export const sawClock = (server, offset) => change(["person"], async (person) => {
  const clock = await clockOf(person);
  // A mark that was made while the phone's clock ran ahead must not hold the next ones in the future.
  const last = offset === null ? clock.last : Math.min(clock.last, server);
  person.put({ ...clock, last, seen: Math.max(clock.seen, server), offset: offset ?? clock.offset });
});

/** The phone is not this person's any more: what they would mark now is nobody's. */
export class SomebodyElse extends Error {}

async function checkThatItIs(person, marker) {
  const me = await got(person.get("me"));
  if (!isStill(me) || me.marker !== marker) throw new SomebodyElse();
}

/** Keeps marks in the queue: `[{ event_id, session_id, participant_id, state, note }]`. */
export const keep = (marker, marks, source = "tap") => change(["person", "queue"], async (person, queue) => {
  await checkThatItIs(person, marker);
  const when = await moments(person, marks.length);
  marks.forEach((mark, n) => queue.put({ kind: "mark", marker, source, ...mark, note: mark.note || null, ...when[n] }));
});

/** Keeps a person who came unannounced, with the mark that the person is here. */
export const keepGuest = (marker, guest, session_id) => change(["person", "queue"], async (person, queue) => {
  await checkThatItIs(person, marker);
  const [came, marked] = await moments(person, 2);
  const { event_id } = guest;
  queue.put({ kind: "person", marker, library_id: null, ...guest, ...came });
  queue.put({ kind: "mark", marker, source: "tap", event_id, session_id, participant_id: came.id, state: "present", note: null, ...marked });
});
