// How many are there, late, excused, ill, not there, or not marked.

import { find, write } from "./frame.js";

/** Counted are the participants who are expected; facilitators and committee are marked, but are not who the event is for. */
export const counts = (person) => person.kind === "peserta" && !person.gone;

/** Shows the counts of these people, and returns them. */
export function tally(people) {
  const numbers = {};
  for (const person of people) if (counts(person)) numbers[person.state] = (numbers[person.state] ?? 0) + 1;
  document.querySelectorAll("[data-counts] [data-count]").forEach((item) => write(find("b", item), String(numbers[item.dataset.count] ?? 0)));
  return numbers;
}
