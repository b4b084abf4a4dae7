// Names that are learned later: the mentions they resolve, and people whose names look alike.
import { act, renderHook } from "@testing-library/react";
import { expect, test } from "vitest";
import { useMentioned } from "./mentioned";
import { idsOf, isConfusable, labelOf, learnNames, useNames } from "./names";

const person = (id: string, display_name: string, username = id) => ({ id, username, display_name });
const me = { id: "me-id", username: "me" };
const mentioned = (body: string, mentions: string[]) => {
  const { result } = renderHook(() => useMentioned({ body, mentions }, me));
  return () => [...result.current].toSorted();
};

test("UI54 only people in the server's list of mentions are mentioned", () => {
  learnNames([person("bo-id", "Bo", "bo"), person("cy-id", "Cy", "cy")]);
  expect(mentioned("@bo @cy @me @room @nobody", ["bo-id"])()).toEqual(["bo"]);
  expect(mentioned("@bo @me", ["bo-id", "me-id"])()).toEqual(["bo", "me"]);
  expect(mentioned("@bo @me", [])()).toEqual([]);
});

test("UI54 an unknown person's mention shows once their name is learned", () => {
  const names = mentioned("@di and @ed", ["di-id"]);
  expect(names()).toEqual([]);
  act(() => learnNames([person("di-id", "Di", "di")]));
  expect(names()).toEqual(["di"]);
});

test("UI54 names that can only belong to the unknown people are mentions", () => {
  expect(mentioned("@fay and @me and @gil", ["me-id", "fay-id", "gil-id"])()).toEqual(["fay", "gil", "me"]);
});

test("UI54 beside a group, unknown people explain no name", () => {
  const message = { body: "@design and @ivy", mentions: ["ivy-id"], mentions_groups: ["design"] };
  const { result } = renderHook(() => useMentioned(message, me));
  expect([...result.current]).toEqual([]);
  act(() => learnNames([person("ivy-id", "Ivy", "ivy")]));
  expect([...result.current]).toEqual(["ivy"]);
});

test("learning a known name notifies nobody", () => {
  learnNames([person("hal-id", "Hal")]);
  const { learned } = useNames.getState();
  learnNames([person("hal-id", "Hal")]);
  expect(useNames.getState().learned).toBe(learned);
  expect(idsOf(new Set(["hal-id"]))).toEqual(["hal-id"]);
});

test("UI55 the handle follows a name for as long as another name looks like it", () => {
  const ida = person("ida-id", "Ida", "ida");
  learnNames([ida]);
  expect(labelOf("ida-id")).toBe("Ida");
  learnNames([person("fake-id", "Іdа", "fake")]);
  expect([labelOf("ida-id"), labelOf("fake-id")]).toEqual(["Ida (@ida)", "Іdа (@fake)"]);
  learnNames([person("fake-id", "Jo", "fake")]);
  expect(isConfusable(ida)).toBe(false);
  expect(labelOf("nobody")).toBeNull();
});
