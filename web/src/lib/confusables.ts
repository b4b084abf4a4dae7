// Names that a reader could take for one another. A small part of Unicode's table of confusables (UTS #39, confusables.txt):
// Cyrillic, Greek and a few Latin letters that look like others, and digits that look like letters. Look-alikes of full width and
// of mathematics need no table: normalisation makes them the letters that they are.

/** A letter and what it looks like, pair by pair, as they are in capitals and in small letters. */
const TABLE =
  "аaеeоoрpсcуyхxкkіiјjѕsһhԁdԛqԝwѵvгrьbүyӏlАAВBЕEКKМMНHОOРPСCТTУYХXІIЈJЅSԌGԚQԜWЬbҮYӀlЗ3" +
  "αaοoρpνvυuιiκkγyσoηnϲcϳjΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧXϹCɑaɡgıiȷj’'‘'`'ʼ'‐-–-—-−-·.";
/** What looks alike in one case or the other. */
const FOLDED: Record<string, string> = { i: "l", "1": "l", "|": "l", "0": "o", rn: "m", vv: "w" };

const letters = new Map<string, string>();
for (let pairs = Array.from(TABLE); pairs.length > 0; pairs = pairs.slice(2))
  letters.set(pairs[0] ?? "", pairs[1] ?? "");

/** Names look alike that have one of these in common. They are for comparing only, and never shown. */
export function skeletonsOf(name: string): Set<string> {
  const plain = name.normalize("NFKD").replaceAll(/\p{Default_Ignorable_Code_Point}/gu, "");
  // A capital looks like other letters than the small one does.
  return new Set([skeleton(plain), skeleton(plain.toLowerCase())]);
}

const skeleton = (text: string): string =>
  Array.from(text, (letter) => letters.get(letter) ?? letter)
    .join("")
    .toLowerCase()
    .replaceAll(/[i1|0]|rn|vv/g, (part) => FOLDED[part] ?? part)
    .replaceAll(/\s+/g, " ")
    .trim();
