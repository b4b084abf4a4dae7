// Names that look alike. A small part of Unicode's table of confusables (UTS #39, confusables.txt): Cyrillic, Greek and a few
// Latin letters that look like others, and digits that look like letters. Full-width and mathematical letters need no table,
// because normalisation turns them into plain ones.

/** Pairs of a letter and the one it looks like, in lower and upper case. */
const TABLE =
  "аaеeоoрpсcуyхxкkіiјjѕsһhԁdԛqԝwѵvгrьbүyӏlАAВBЕEКKМMНHОOРPСCТTУYХXІIЈJЅSԌGԚQԜWЬbҮYӀlЗ3" +
  "αaοoρpνvυuιiκkγyσoηnϲcϳjΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧXϹCɑaɡgıiȷj’'‘'`'ʼ'‐-–-—-−-·.";
/** Letters that look alike in one case or the other. */
const FOLDED: Record<string, string> = { i: "l", "1": "l", "|": "l", "0": "o", rn: "m", vv: "w" };

const letters = new Map<string, string>();
for (let pairs = Array.from(TABLE); pairs.length > 0; pairs = pairs.slice(2))
  letters.set(pairs[0] ?? "", pairs[1] ?? "");

/** Skeletons of a name: two names look alike if they share one. For comparison only, never shown. */
export function skeletonsOf(name: string): Set<string> {
  const plain = name.normalize("NFKD").replaceAll(/\p{Default_Ignorable_Code_Point}/gu, "");
  // A capital can look like a different letter than its lower-case form.
  return new Set([skeleton(plain), skeleton(plain.toLowerCase())]);
}

const skeleton = (text: string): string =>
  Array.from(text, (letter) => letters.get(letter) ?? letter)
    .join("")
    .toLowerCase()
    .replaceAll(/[i1|0]|rn|vv/g, (part) => FOLDED[part] ?? part)
    .replaceAll(/\s+/g, " ")
    .trim();
