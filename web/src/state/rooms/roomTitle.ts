// The title and picture of a room, everywhere. Direct rooms have neither name nor picture of their own: they show
// their people, except the user.
import type { TFunction } from "i18next";
import { useTranslation } from "@/i18n/useTranslation";
import type { Room, UserRef } from "@/net/protocol.gen";
import { labelOf, useNames } from "../people/names";
import { type Shown, usePresence } from "../people/presence";
import { myId } from "../session/whoami";

type Titled = Pick<Room, "id" | "kind" | "name" | "people">;

/** Names in the title of a group; a number stands for the others. */
const NAMES_MAX = 3;

/** The people of a direct room, except the user; nobody in other rooms. */
export const othersIn = ({ people = [] }: Pick<Room, "people">, me: string): UserRef[] =>
  people.filter(({ id }) => id !== me);

/** The other person of a direct room of two, unless the account is gone. */
export function otherIn(room: Pick<Room, "people">, me: string): UserRef | null {
  const others = othersIn(room, me);
  return others.length === 1 ? (others.find(isThere) ?? null) : null;
}

const isThere = ({ username }: UserRef): boolean => username !== "";

/** The room's name; of a direct room the names of the others, with handles where names look alike. */
export function roomTitle(t: TFunction, room: Titled, me: string): string {
  if (room.kind !== "direct") return room.name;
  if (room.people === undefined) return t("rooms.direct");
  const there = othersIn(room, me).filter(isThere);
  if (there.length === 0) return t("people.deleted");
  const names = there
    .slice(0, NAMES_MAX)
    .map(({ id, display_name }) => labelOf(id) ?? display_name)
    .join(", ");
  const more = there.length - NAMES_MAX;
  return more > 0 ? t("people.names_more", { names, more }) : names;
}

/** `roomTitle` in the user's language. The component renders again when names are learned. */
export function useRoomTitles(): (room: Titled | undefined) => string {
  const { t } = useTranslation();
  useNames(({ learned }) => learned);
  return (room) => (room === undefined ? "" : roomTitle(t, room, myId()));
}

/** One room's title. The component renders again only when it changes. */
export function useRoomTitle(room: Titled | undefined): string {
  const { t } = useTranslation();
  return useNames(() => (room === undefined ? "" : roomTitle(t, room, myId())));
}

export interface Face {
  id: string;
  name: string;
  url: string | null;
}

/** Up to two people whose faces are the room's picture; none if it has a picture of its own. */
export function facesOf(room: Titled): Face[] {
  if (room.kind !== "direct") return [];
  const others = othersIn(room, myId());
  const there = others.filter(isThere);
  return (there.length > 0 ? there : others)
    .slice(0, 2)
    .map(({ id, display_name, avatar_url }) => ({ id, name: display_name, url: avatar_url }));
}

/** Whether the other person of a direct room of two is there; null in other rooms, and while it is unknown. */
export function useOtherPresence(room: Pick<Room, "people"> | undefined): Shown | null {
  const other = room === undefined ? null : otherIn(room, myId());
  return usePresence(({ byUser }) => (other === null ? null : (byUser[other.id] ?? null)));
}
