// Which messages are shown in large type.
import { expect, test } from "vitest";
import { isFewEmoji } from "./fewEmoji";

test.each([
  "👍",
  " 👍 🎉\n",
  "👍👍👍",
  "👍\n🎉",
  ":tada: :+1:",
  "❤️",
  "👩‍👩‍👧‍👦👩🏽‍🚒🏳️‍🌈",
  "☝🏽",
  "👍🏿",
  "🇩🇪🇪🇸",
  "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
  "1️⃣",
])("UI56 %s is shown large", (source) => {
  expect(isFewEmoji(source)).toBe(true);
});

test.each([
  "",
  " ",
  "👍👍👍👍",
  "👍 ok",
  "ok",
  "1",
  "123",
  "©",
  "❤",
  "🇩",
  "`👍`",
  "> 👍",
  "**👍**",
  "# 👍",
  "||👍||",
  "👍".repeat(100),
])("UI56 %s is not shown large", (source) => {
  expect(isFewEmoji(source)).toBe(false);
});
