// One request and what became of it. Only an answer that is ours counts as one: a hotel's Wi-Fi also answers 200.

import { sawClock } from "./mark.js";

/** How long an answer may take, and how fast it must come to tell the time. */
const PATIENCE = 20_000;
const PROMPT = 5_000;

/**
 * What became of it: `ok` with its data; `same` as known already; `signin` when nobody is; `other` when it is another
 * person's; `gone` when there is nothing for this person; `broken` when the server fails on it; `busy` when the server is
 * not there; `portal` when somebody else answered; `offline` when nobody did.
 */
export async function ask(path, { body, tag } = {}) {
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(), PATIENCE);
  const began = performance.now();
  const asked = Date.now();
  try {
    const answer = await fetch(path, {
      method: body === undefined ? "GET" : "POST",
      headers: { ...(body === undefined ? {} : { "content-type": "application/json" }), ...(tag ? { "if-none-match": tag } : {}) },
      body: body === undefined ? undefined : JSON.stringify(body),
      // Not from any store on the way, and not to where somebody else sends us.
      cache: "no-store", redirect: "manual", signal: giveUp.signal,
    });
    if (answer.status === 304) return { kind: "same" };
    const data = await json(answer);
    const took = performance.now() - began;
    if (answer.status === 200 && data?.server_time) {
      const server = Date.parse(data.server_time);
      await sawClock(server, took < PROMPT ? Math.round(server - (asked + took / 2)) : null);
      return { kind: "ok", data, tag: answer.headers.get("etag") };
    }
    return { kind: kindOf(answer.status, data?.error), data };
  } catch {
    // On a slow line less may come through in time.
    return { kind: "offline", late: giveUp.signal.aborted };
  } finally {
    clearTimeout(timer);
  }
}

async function json(answer) {
  const text = await answer.text();
  if (!(answer.headers.get("content-type") ?? "").includes("json")) return null;
  try { return JSON.parse(text); } catch { return null; }
}

function kindOf(status, error) {
  if (status === 401 && error) return "signin";
  if (status === 409 && error === "marker") return "other";
  if (status === 404 && error) return "gone";
  if ([429, 502, 503, 504].includes(status)) return "busy";
  if (status === 500 || error) return "broken";
  return "portal";
}
