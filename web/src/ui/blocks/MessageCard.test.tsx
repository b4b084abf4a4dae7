// Text direction on a card with a kept message.
import { render } from "@testing-library/react";
import { expect, test } from "vitest";
import { MessageCard } from "./MessageCard";

test("UI53 name, place and text of a card each have their own direction", () => {
  const { getByText } = render(
    <MessageCard
      author={{ id: "1", name: "דנה", url: null }}
      when="now"
      dateTime="2026-01-01T00:00:00Z"
      place="Harbour"
      label="Open"
      onOpen={() => {}}
    >
      שלום!
    </MessageCard>,
  );
  for (const text of ["דנה", "Harbour", "שלום!"]) expect(getByText(text).dir, text).toBe("auto");
});
