import { expect, test } from "vitest";
import { kindOf, mayTell } from "./kind";

test("FILE20 a row shows the kind of its file", () => {
  expect(kindOf({ content_type: "image/heic", name: "IMG_1.jpg" })).toBe("HEIC");
  expect(kindOf({ content_type: "application/octet-stream", name: "photo.CR3" })).toBe("CR3");
  expect(kindOf({ content_type: "text/plain", name: ".gitignore" })).toBe("");
  expect(kindOf({ content_type: "text/plain", name: "notes" })).toBe("");
});

test("FILE19 the sender is warned of a file that cannot be cleaned, even before the server has checked it", () => {
  expect(mayTell({ content_type: "application/pdf", attachment: null })).toBe(true);
  expect(mayTell({ content_type: "video/mp4", attachment: null })).toBe(false);
  expect(mayTell({ content_type: "video/mp4", attachment: { metadata_kept: true } })).toBe(true);
  expect(mayTell({ content_type: "application/pdf", attachment: { metadata_kept: false } })).toBe(false);
});
