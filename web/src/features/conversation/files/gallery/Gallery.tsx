// A room's files by kind, newest first: pictures as a grid, the rest as lists. Pages load on scrolling. It stays current while
// messages are sent and deleted.
import { useInfiniteQuery } from "@tanstack/react-query";
import { type KeyboardEvent, lazy, Suspense, useEffect, useRef, useState } from "react";
import { useTranslation } from "@/i18n/useTranslation";
import { useJump } from "@/lib/useJump";
import { type FileKind, listRoomFiles } from "@/net/api/files";
import type { RoomFile, ServerFrame } from "@/net/protocol.gen";
import { onFrame } from "@/state/connection/connection";
import { keys, queries } from "@/state/requests/queries";
import { Button } from "@/ui/controls/Button";
import { Segmented } from "@/ui/controls/Segmented";
import { GalleryRow } from "./GalleryRow";
import { MediaImage } from "../pictures/MediaImage";
import "../files.css";
import "./gallery.css";

const Lightbox = lazy(async () => ({ default: (await import("../pictures/Lightbox")).Lightbox }));

const KINDS = ["image", "video", "audio", "file"] as const;
const PAGE = 48;
/** Tiles per row, as laid out in gallery.css. */
const COLUMNS = 3;

export function Gallery({ roomId }: { roomId: string }) {
  const { t } = useTranslation();
  const [kind, setKind] = useState<FileKind>("image");
  useEffect(
    () =>
      onFrame((frame) => {
        if (touchesFiles(frame, roomId)) void queries.invalidateQueries({ queryKey: keys.files(roomId) });
      }),
    [roomId],
  );
  return (
    <div className="gallery">
      <div className="gallery-kinds">
        <Segmented
          label={t("media.kind")}
          value={kind}
          onChange={setKind}
          options={KINDS.map((value) => ({ value, label: t(`media.kind_${value}`) }))}
        />
      </div>
      <Files key={kind} roomId={roomId} kind={kind} />
    </div>
  );
}

function Files({ roomId, kind }: { roomId: string; kind: FileKind }) {
  const { t } = useTranslation();
  const jump = useJump();
  const [open, setOpen] = useState<number | null>(null);
  const pages = useInfiniteQuery(
    {
      queryKey: keys.files(roomId, kind),
      queryFn: ({ pageParam, signal }) => listRoomFiles(roomId, kind, pageParam, PAGE, signal),
      initialPageParam: null as string | null,
      getNextPageParam: (page) => page.next_cursor,
      staleTime: 0,
    },
    queries,
  );
  const files = pages.data?.pages.flatMap((page) => page.files) ?? [];
  const end = useNear(() => {
    if (pages.hasNextPage && !pages.isFetchingNextPage && !pages.isError) void pages.fetchNextPage();
  });
  if (pages.isError && files.length === 0)
    return (
      <div className="px-5 py-4 text-sm text-text-2">
        <p>{t("media.gallery_failed")}</p>
        <Button className="mt-2" onClick={() => void pages.refetch()}>
          {t("common.retry")}
        </Button>
      </div>
    );
  if (pages.isSuccess && files.length === 0)
    return <p className="px-5 py-6 text-sm text-text-2 text-pretty">{t(`media.none_${kind}`)}</p>;
  const jumpTo = ({ message_id }: RoomFile) => jump(roomId, message_id);
  return (
    <div className="gallery-scroll">
      {kind === "image" ? (
        <Grid files={files} onOpen={setOpen} />
      ) : (
        <ul aria-label={t(`media.kind_${kind}`)}>
          {files.map((file) => (
            <GalleryRow key={file.attachment.id} file={file} onJump={() => jumpTo(file)} />
          ))}
        </ul>
      )}
      {pages.hasNextPage && (
        <div ref={end} className="p-3">
          <Button
            tone="ghost"
            className="w-full"
            busy={pages.isFetchingNextPage}
            onClick={() => void pages.fetchNextPage()}
          >
            {t("common.more")}
          </Button>
        </div>
      )}
      {open !== null && (
        <Suspense fallback={null}>
          <Lightbox
            pictures={files.map(({ attachment }) => attachment)}
            at={open}
            onClose={() => setOpen(null)}
            onJump={(index) => {
              const file = files[index];
              setOpen(null);
              if (file !== undefined) jumpTo(file);
            }}
          />
        </Suspense>
      )}
    </div>
  );
}

/** A grid with one tab stop; arrow keys move between the tiles. */
function Grid({ files, onOpen }: { files: readonly RoomFile[]; onOpen: (index: number) => void }) {
  const { t } = useTranslation();
  const grid = useRef<HTMLUListElement>(null);
  const [at, setAt] = useState(0);
  const onKeyDown = (event: KeyboardEvent) => {
    const rtl = grid.current !== null && getComputedStyle(grid.current).direction === "rtl";
    const steps: Record<string, number> = {
      ArrowLeft: rtl ? 1 : -1,
      ArrowRight: rtl ? -1 : 1,
      ArrowUp: -COLUMNS,
      ArrowDown: COLUMNS,
      Home: -at,
      End: files.length - 1 - at,
    };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const to = at + step;
    if (to < 0 || to >= files.length) return;
    setAt(to);
    grid.current?.querySelectorAll("button")[to]?.focus();
  };
  return (
    // Keys move the focus between the buttons inside.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <ul ref={grid} aria-label={t("media.kind_image")} className="gallery-grid" onKeyDown={onKeyDown}>
      {files.map(({ attachment }, index) => (
        <li key={attachment.id}>
          <button
            type="button"
            tabIndex={index === Math.min(at, files.length - 1) ? 0 : -1}
            onFocus={() => setAt(index)}
            onClick={() => onOpen(index)}
            aria-label={t("files.open", { name: attachment.alt || attachment.name })}
            className="gallery-tile"
          >
            <MediaImage
              src={attachment.thumbnail_url ?? attachment.url}
              alt={attachment.alt || attachment.name}
              thumbhash={attachment.thumbhash}
            />
          </button>
        </li>
      ))}
    </ul>
  );
}

/** Calls `onNear` when the element with the returned ref comes near the view. */
function useNear(onNear: () => void) {
  const latest = useRef(onNear);
  useEffect(() => {
    latest.current = onNear;
  });
  return (element: HTMLElement | null) => {
    if (element === null) return;
    const watcher = new IntersectionObserver(
      (entries) => entries.some((entry) => entry.isIntersecting) && latest.current(),
      { rootMargin: "400px" },
    );
    watcher.observe(element);
    return () => watcher.disconnect();
  };
}

/** Whether a frame changes what the gallery shows. */
function touchesFiles(frame: ServerFrame, roomId: string): boolean {
  switch (frame.type) {
    case "message.created":
      return frame.room_id === roomId && frame.message.attachments.length > 0;
    case "message.deleted":
    case "resync":
      return frame.room_id === roomId;
    case "ready":
      return true;
    default:
      return false;
  }
}
