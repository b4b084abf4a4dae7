// Whether a paste means files, with clipboards as real programs fill them.
import { expect, test } from "vitest";
import { meansFiles } from "./pasted";

const files = ["Files"];
test.each([
  ["a picture alone", files, "", ["image.png"], true],
  ["a picture of a page, with its markup", [...files, "text/html"], "", ["image.png"], true],
  ["a file and its name", [...files, "text/plain"], "tide table.pdf", ["tide table.pdf"], true],
  ["two files and their names", [...files, "text/plain"], "a.txt\nb.txt\n", ["a.txt", "b.txt"], true],
  ["a file and its path", [...files, "text/plain"], "/home/ana/tide.pdf", ["tide.pdf"], true],
  [
    "a file and its path, on Windows",
    [...files, "text/plain"],
    '"C:\\Users\\ana\\tide.pdf"',
    ["tide.pdf"],
    true,
  ],
  [
    "a file and its address",
    [...files, "text/plain"],
    "file:///home/ana/tide%20table.pdf",
    ["tide table.pdf"],
    true,
  ],
  ["an accent in another form", [...files, "text/plain"], "Ebbe u\u0308.txt", ["Ebbe ü.txt"], true],
  ["cells of a table", [...files, "text/plain", "text/html"], "1\t2", ["image.png"], false],
  ["text and a picture of it", [...files, "text/plain"], "High tide at nine", ["image.png"], false],
  ["a name with words around it", [...files, "text/plain"], "see tide.pdf today", ["tide.pdf"], false],
  ["a name and a line of text", [...files, "text/plain"], "tide.pdf\nplease read", ["tide.pdf"], false],
  ["text alone", ["text/plain"], "hello", [], false],
])("UI48 %s", (_name, types, text, names, expected) => {
  expect(meansFiles({ types, text, names })).toBe(expected);
});
