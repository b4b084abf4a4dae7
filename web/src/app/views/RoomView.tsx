// An open room: header, messages, composer, and details beside or over it. For rooms that the user is not in, it says why and
// what to do.
import { type ReactNode, Suspense, useEffect, useRef } from "react";
import { useLocation } from "wouter";
import { later } from "@/lib/later";
import { screens, useMedia } from "@/lib/media";
import { paths } from "@/lib/paths";
import { setAppearance, useAppearance } from "@/state/device/appearance";
import { rememberRoom } from "@/state/rooms/lastRoom";
import { useRoom, useRooms } from "@/state/rooms/rooms";
import { RoomHeader } from "@/features/rooms/RoomHeader";
import { cx } from "@/ui/cx";
import { Pane } from "@/ui/blocks/Pane";
import { opensDetails } from "@/lib/openRoom";
import { RoomConversation } from "@/features/conversation/RoomConversation";
import { useBack } from "./useBack";

const DetailPane = later(async () => (await import("./RoomDetails")).RoomDetails);
const StrangeRoom = later(async () => (await import("@/features/rooms/directory/StrangeRoom")).StrangeRoom);

interface RoomViewProps {
  roomId: string;
  location: string;
  phone: boolean;
}

export function RoomView({ roomId, location, phone }: RoomViewProps) {
  const [, navigate] = useLocation();
  const room = useRoom(roomId);
  const loading = useRooms((state) => state.status === "loading");
  const wide = useMedia(screens.wide);
  const pinned = useAppearance((state) => state.detail);
  const back = useBack("/");
  const closeDetails = useBack(paths.room(roomId));
  const toggle = useRef<HTMLButtonElement>(null);
  const detail = wide ? pinned : opensDetails(location);

  useEffect(() => {
    if (room !== undefined) rememberRoom(roomId);
  }, [roomId, room]);

  if (room === undefined) {
    return loading ? null : <StrangeRoom roomId={roomId} onBack={phone ? back : undefined} />;
  }

  const close = () => {
    if (wide) setAppearance({ detail: false });
    else closeDetails();
    toggle.current?.focus();
  };
  const onDetail = () => {
    if (detail) close();
    else if (wide) setAppearance({ detail: true });
    else navigate(`${paths.room(roomId)}/details`);
  };

  return (
    <>
      <div
        inert={phone && detail}
        className={cx("flex min-h-0 min-w-0 grow flex-col", phone && detail && "invisible")}
      >
        <Pane>
          <RoomHeader
            room={room}
            member
            detail={detail}
            onDetail={onDetail}
            detailRef={toggle}
            onBack={phone ? back : undefined}
          />
        </Pane>
        <main className="flex min-h-0 grow flex-col">
          <RoomConversation room={room} location={location} />
        </main>
      </div>
      {detail && (
        <DetailAside over={!wide} phone={phone} onClose={close}>
          <Pane resetKey={location}>
            <Suspense fallback={null}>
              <DetailPane room={room} member onClose={close} />
            </Suspense>
          </Pane>
        </DetailAside>
      )}
    </>
  );
}

interface DetailAsideProps {
  over: boolean;
  phone: boolean;
  onClose: () => void;
  children: ReactNode;
}

function DetailAside({ over, phone, onClose, children }: DetailAsideProps) {
  const ref = useRef<HTMLElement>(null);
  useEffect(() => {
    if (over) ref.current?.focus();
  }, [over]);
  useEffect(() => {
    if (!over) return;
    const onKey = (event: KeyboardEvent) => {
      if (
        event.key === "Escape" &&
        !event.defaultPrevented &&
        document.querySelector("dialog[open]") === null
      )
        onClose();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  });
  return (
    <aside
      ref={ref}
      tabIndex={-1}
      data-region="detail"
      aria-labelledby="detail-title"
      className={cx(
        "flex min-h-0 flex-col bg-bg outline-none",
        phone
          ? "absolute inset-0 z-30"
          : over
            ? "slide-in absolute inset-y-0 end-0 z-30 w-85 border-s border-line shadow-overlay"
            : "w-85 shrink-0 border-s border-line",
      )}
    >
      {children}
    </aside>
  );
}
