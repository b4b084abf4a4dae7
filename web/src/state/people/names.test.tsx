// Names that pass by later: mentions that they explain, and people who could be taken for one another.
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

test("UI54 only people whom the server says a message mentions are mentioned", () => {
  learnNames([person("bo-id", "Bo", "bo"), person("cy-id", "Cy", "cy")]);
  expect(mentioned("@bo @cy @me @room @nobody", ["bo-id"])()).toEqual(["bo"]);
  expect(mentioned("@bo @me", ["bo-id", "me-id"])()).toEqual(["bo", "me"]);
  expect(mentioned("@bo @me", [])()).toEqual([]);
});

test("UI54 somebody who is not known yet is mentioned once their name has passed by", () => {
  const names = mentioned("@di and @ed", ["di-id"]);
  expect(names()).toEqual([]);
  act(() => learnNames([person("di-id", "Di", "di")]));
  expect(names()).toEqual(["di"]);
});

test("UI54 names that can only be those of people who are not known are theirs", () => {
  expect(mentioned("@fay and @me and @gil", ["me-id", "fay-id", "gil-id"])()).toEqual(["fay", "gil", "me"]);
});

test("what is known already is no news", () => {
  learnNames([person("hal-id", "Hal")]);
  const { learned } = useNames.getState();
  learnNames([person("hal-id", "Hal")]);
  expect(useNames.getState().learned).toBe(learned);
  expect(idsOf(new Set(["hal-id"]))).toEqual(["hal-id"]);
});

test("UI55 the handle is beside a name for as long as another one could be taken for it", () => {
  const ida = person("ida-id", "Ida", "ida");
  learnNames([ida]);
  expect(labelOf("ida-id")).toBe("Ida");
  learnNames([person("fake-id", "Іdа", "fake")]);
  expect([labelOf("ida-id"), labelOf("fake-id")]).toEqual(["Ida (@ida)", "Іdа (@fake)"]);
  learnNames([person("fake-id", "Jo", "fake")]);
  expect(isConfusable(ida)).toBe(false);
  expect(labelOf("nobody")).toBeNull();
});
