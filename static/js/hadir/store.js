// What the phone keeps. One row for each thing: nothing that two people change lies in the same row.
//
// | store    | key                                   | what it holds |
// |----------|---------------------------------------|---|
// | person   | key                                   | who uses the page (`me`), the phone's name (`device`), its clock (`clock`) |
// | events   | id                                    | the events in which this person marks |
// | rosters  | id of the event                       | its sessions and people, and how far they are known |
// | states   | event_id, session_id, participant_id  | what the server last said counts |
// | queue    | id                                    | marks and people that the server does not have yet |
// | refusals | id                                    | what came of a mark that its maker has to be told |

const NAME = "sejawat-hadir";

/** What each version adds; a phone takes those that it has not. */
const UPGRADES = [
  (db) => {
    db.createObjectStore("person", { keyPath: "key" });
    db.createObjectStore("events", { keyPath: "id" });
    db.createObjectStore("rosters", { keyPath: "id" });
    db.createObjectStore("states", { keyPath: ["event_id", "session_id", "participant_id"] });
    db.createObjectStore("queue", { keyPath: "id" }).createIndex("marker", "marker");
    db.createObjectStore("refusals", { keyPath: "id" }).createIndex("marker", "marker");
  },
];

let opened = null;

function open() {
  opened ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, UPGRADES.length);
    asked.onupgradeneeded = ({ oldVersion }) => UPGRADES.slice(oldVersion).forEach((upgrade) => upgrade(asked.result));
    asked.onsuccess = () => {
      // Another tab has a newer version, or the browser has thrown everything away: open again when next needed.
      asked.result.onversionchange = () => { asked.result.close(); opened = null; };
      asked.result.onclose = () => { opened = null; };
      resolve(asked.result);
    };
    asked.onerror = () => { opened = null; reject(asked.error); };
  });
  return opened;
}

/** What a request of a transaction answers. */
export const got = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

async function within(mode, names, work) {
  let tx;
  try {
    tx = (await open()).transaction(names, mode, { durability: "strict" });
  } catch (error) {
    if (error.name !== "InvalidStateError") throw error;
    opened = null;
    tx = (await open()).transaction(names, mode, { durability: "strict" });
  }
  const done = new Promise((resolve, reject) => {
    tx.oncomplete = resolve;
    tx.onabort = () => reject(tx.error ?? new Error("the transaction was taken back"));
  });
  done.catch(() => { /* said below */ });
  try {
    const answer = await work(...names.map((name) => tx.objectStore(name)));
    await done;
    return answer;
  } catch (error) {
    try { tx.abort(); } catch { /* it has ended already */ }
    throw error;
  }
}

/** Changes these stores at once or not at all. When it is done, it is on the disk. */
export const change = (names, work) => within("readwrite", names, work);

/** Reads these stores as they are at one moment. */
export const read = (names, work) => within("readonly", names, work);

/** Whose the last sign-in in this browser is, by a cookie that is there without a line, too; `null` when none tells. */
export const named = () => /(?:^|; )(?:__Host-)?sejawat_siapa=([^;]+)/.exec(document.cookie)?.[1] ?? null;

/** Says the same as the server does when somebody signs out, where it cannot be reached. */
export function nameNobody() {
  const [prefix, safe] = location.protocol === "https:" ? ["__Host-", "; Secure"] : ["", ""];
  document.cookie = `${prefix}sejawat_siapa=keluar; Path=/; Max-Age=1209600; SameSite=Lax${safe}`;
}

/** Whether somebody is signed in whose list may not be here yet. */
export const isNamed = () => ![null, "keluar"].includes(named());

/** Whether nobody else has signed in here, and nobody out, since the server last said that it is this person. */
export const isStill = (person) => Boolean(person) && [null, person.marker, person.named].includes(named());

/**
 * Who uses the page; `null` when nobody has signed in on this phone, or somebody else than before of whom the server has
 * not spoken yet. Then every name of the first goes before anything is shown.
 */
export async function me() {
  const known = await read(["person"], (person) => got(person.get("me")));
  if (!known || isStill(known)) return known ?? null;
  await forget();
  return null;
}

/** Everything of one person that the server does not have, in the order in which it was made. */
export const queued = (marker) => read(["queue"], (queue) => got(queue.index("marker").getAll(marker)));

/** Everything that somebody marked on this phone, whoever uses it now. */
export const queuedByOthers = (marker) => read(["queue"], async (queue) => {
  const all = await got(queue.count());
  return all - (marker ? await got(queue.index("marker").count(marker)) : 0);
});

/** What this person has to be told. */
export const refused = (marker) => read(["refusals"], (refusals) => got(refusals.index("marker").getAll(marker)));

/** The states of one session, by person. */
export const statesOf = (event, session) => read(["states"], async (states) => {
  const range = IDBKeyRange.bound([event, session], [event, session, []]);
  return new Map((await got(states.getAll(range))).map((state) => [state.participant_id, state]));
});

/** The events of this person, in their order, with what is known of each. */
export const events = () => read(["events"], async (events) => {
  const all = await got(events.getAll());
  return all.sort((a, b) => a.position - b.position);
});

/** An event's sessions and people; `null` before they were fetched. */
export const roster = (event) => read(["rosters"], async (rosters) => (await got(rosters.get(event))) ?? null);

/** Takes every name off the phone. What is not sent yet stays, for its maker alone. */
export const forget = () => change(["person", "events", "rosters", "states"], async (person, ...rest) => {
  person.delete("me");
  rest.forEach((store) => store.clear());
});
