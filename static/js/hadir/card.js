// A card's word: what stands in its code, and what somebody types who reads it off.

const BEGINS = "SEJAWAT:";

/** The word with what is easily confused made the same: lower case, spaces and dashes, O and 0, I, L and 1. */
export const plainWord = (text) => text.toUpperCase().replace(/[^0-9A-Z]/g, "").replaceAll("O", "0").replace(/[IL]/g, "1");

/** The word in a code; `null` when it is none of ours. */
export function wordIn(text) {
  const found = /^SEJAWAT:([0-9A-Z]{20})$/i.exec(text.trim());
  return found ? plainWord(found[1]) : null;
}

/** What was typed, also when the beginning that stands in every code was typed with it. */
export const typedWord = (text) => plainWord(text.trim().toUpperCase().startsWith(BEGINS) ? text.trim().slice(BEGINS.length) : text);

/** Whose card a word is, among people with `badge`. */
export const ownerOf = (word, people) => people.find((one) => one.badge && plainWord(one.badge) === word) ?? null;

/** Letters from which on it is worth to look whose word that may be. */
const ENOUGH = 3;
/** So many are shown. */
const MOST = 6;

/** Whose word begins like this; else, in whose it occurs. */
export function maybe(word, people) {
  if (word.length < ENOUGH) return [];
  const with_card = people.filter((one) => one.badge).map((one) => [plainWord(one.badge), one]);
  const begins = with_card.filter(([own]) => own.startsWith(word));
  return (begins.length > 0 ? begins : with_card.filter(([own]) => own.includes(word))).slice(0, MOST).map(([, one]) => one);
}

/** A card that stays before the camera is one scan: it must vanish, or so much time pass. */
const HELD = 3_000;
/** So long it may be out of view without having vanished. */
const BLINK = 700;

/** Remembers which cards are before the camera. */
export function held() {
  const cards = new Map();
  let looks = 0;
  return {
    /** What is shown anew among what one look has seen. */
    anew(texts, now) {
      looks += 1;
      const fresh = [];
      for (const text of new Set(texts)) {
        const card = cards.get(text);
        // On a slow phone much time may pass between two looks: what is in both has not vanished.
        const stays = card && (card.look === looks - 1 || now - card.seen < BLINK) && now - card.told < HELD;
        cards.set(text, { look: looks, seen: now, told: stays ? card.told : now });
        if (!stays) fresh.push(text);
      }
      for (const [text, { look, seen }] of cards) if (look < looks && now - seen > HELD) cards.delete(text);
      return fresh;
    },
    /** This one is no scan again before it has vanished: its mark was taken back while it was there. */
    keep(text) {
      const card = cards.get(text);
      if (card) card.told = Infinity;
    },
  };
}
