// What is known of an event, and how it is brought up to date: all of it once, then only what has changed.

import { change, got, named, queued, refused, roster, statesOf } from "./store.js";
import { ask } from "./network.js";

const API = "/api/v1/attendance/events";

/** Asks who is signed in, and which events are theirs. When it is somebody else than before, nothing of the first stays. */
export async function pullEvents() {
  const before = named();
  const answer = await ask(API);
  if (answer.kind !== "ok") return answer.kind;
  const { marker, name, events } = answer.data;
  await change(["person", "events", "rosters", "states", "queue"], async (person, kept, rosters, states, queue) => {
    if ((await got(person.get("me")))?.marker !== marker) [kept, rosters, states].forEach((store) => store.clear());
    person.put({ key: "me", marker, name, named: before });
    const waiting = new Set((await got(queue.index("marker").getAll(marker))).map((item) => item.event_id));
    const mine = new Set(events.map((event) => event.id));
    for (const old of await got(kept.getAll())) {
      if (mine.has(old.id)) continue;
      // What is still under way keeps its names, so that it can be said whose marks these are.
      if (waiting.has(old.id)) kept.put({ ...old, ended: true });
      else forgetEvent(old.id, kept, rosters, states);
    }
    events.forEach((event, position) => kept.put({ ...event, position }));
  });
  return "ok";
}

function forgetEvent(id, events, rosters, states) {
  events.delete(id);
  rosters.delete(id);
  states.delete(IDBKeyRange.bound([id], [id, []]));
}

/** Brings one event up to date. */
export async function pullRoster(event) {
  const before = await roster(event);
  const path = `${API}/${event}/roster${before?.cursor ? `?since=${encodeURIComponent(before.cursor)}` : ""}`;
  const answer = await ask(path, { tag: before?.tagged === path ? before.tag : null });
  if (answer.kind === "gone") return endOf(event);
  if (answer.kind !== "ok") return answer.kind === "same" ? "ok" : answer.kind;
  const { cursor, sessions, participants, states: news, is_whole = !before } = answer.data;
  await change(["rosters", "states"], async (rosters, states) => {
    const kept = (await got(rosters.get(event))) ?? { sessions: [], participants: [] };
    const all = (old, changed) => [...new Map([...(is_whole ? [] : old), ...changed].map((row) => [row.id, row])).values()];
    rosters.put({
      id: event, cursor, tag: answer.tag, tagged: path,
      sessions: all(kept.sessions, sessions).filter((session) => !session.removed).sort((a, b) => a.starts_at.localeCompare(b.starts_at)),
      participants: all(kept.participants, participants),
    });
    if (is_whole) states.delete(IDBKeyRange.bound([event], [event, []]));
    news.forEach((state) => states.put({ ...state, event_id: event }));
  });
  return "ok";
}

/** This person marks here no more: the names go, unless something of theirs is still under way. */
async function endOf(event) {
  await change(["events", "rosters", "states", "queue"], async (events, rosters, states, queue) => {
    const waits = (await got(queue.getAll())).some((item) => item.event_id === event);
    const kept = await got(events.get(event));
    if (waits && kept) events.put({ ...kept, ended: true });
    else forgetEvent(event, events, rosters, states);
  });
  return "ok";
}

/** Later by time, then by id: what counts among marks. */
const later = (a, b) => a.time - b.time || (a.id < b.id ? -1 : Number(a.id > b.id));

/**
 * The roll call as this phone shows it: what the server said, overlaid with this person's marks that are still under
 * way, each by its time.
 */
export async function roll(event, session, marker) {
  const [known, states, queue, refusals] = await Promise.all([
    roster(event), statesOf(event, session), queued(marker), refused(marker),
  ]);
  if (!known) return null;
  const here = known.sessions.find((one) => one.id === session);
  const mine = queue.filter((item) => item.event_id === event);
  const marks = new Map();
  for (const item of mine.filter((one) => one.session_id === session)) {
    const other = marks.get(item.participant_id);
    marks.set(item.participant_id, { count: (other?.count ?? 0) + 1, last: !other || later(item, other.last) > 0 ? item : other.last });
  }
  const told = new Map(refusals.filter((one) => one.session_id === session).map((one) => [one.participant_id, one]));
  const guests = mine.filter((item) => item.kind === "person" && !known.participants.some((one) => one.id === item.id));
  const replaced = new Map(guests.filter((guest) => guest.replaces).map((guest) => [guest.replaces, guest.name]));
  const people = [
    ...known.participants.map((one) => (replaced.has(one.id) ? { ...one, gone: `Diwakili ${replaced.get(one.id)}` } : one)),
    ...guests.map((guest) => ({ id: guest.id, name: guest.name, library: guest.library_text ?? "", category: guest.category, kind: "peserta", badge: "", gone: "" })),
  ];
  return {
    session: here ?? null,
    participants: known.participants,
    // Who left the list is shown where there is a mark of that person.
    people: people.map((one) => shown(one, states.get(one.id), marks.get(one.id), told.get(one.id)))
      .filter((one) => !one.gone || one.state !== "cleared" || one.unsent > 0 || replaced.has(one.id)),
  };
}

function shown(person, state, own, told) {
  // Nothing was marked: the hour that comes with it is the session's.
  const isBlank = !state?.mark_id && state?.state === "cleared";
  const server = state && { time: isBlank ? 0 : Date.parse(state.marked_at), id: state.mark_id ?? "", ...state };
  const last = own && (!server || later(own.last, server) > 0) ? own.last : server;
  return {
    ...person,
    state: last?.state || "cleared",
    note: last?.note ?? "",
    conflict: Boolean(state?.conflict),
    by: state?.marked_by ?? "",
    unsent: own?.count ?? 0,
    at: last?.time ?? 0,
    // A conflict that was decided meanwhile is none.
    said: told && (told.outcome !== "conflict" || state?.conflict) ? told.message : "",
  };
}
