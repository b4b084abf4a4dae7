// Records a voice message in a panel over the composer, until it is sent or discarded. The covered parts are inert meanwhile.
// Access to the microphone is requested when VoiceButton is clicked, never before.
import { SendHorizontal, Square, Trash2 } from "lucide-react";
import { type RefObject, useEffect, useEffectEvent, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { useTranslation } from "@/i18n/useTranslation";
import { authorOf, useConversation } from "@/state/conversation/conversation";
import { uploads } from "@/state/files/files";
import { notify } from "@/state/shell/notices";
import { useMe } from "@/state/session/whoami";
import { IconButton } from "@/ui/controls/IconButton";
import { LENGTH_MAX, Recorder, type Recording } from "./recorder";
import { SoundPlayer } from "../SoundPlayer";
import "./voice.css";
import { clock } from "../clock";

export interface VoiceProps {
  roomId: string;
  /** Number of clicks on the button; each one starts a recording. */
  presses: number;
  /** The button, which gets the focus back afterwards. */
  trigger: RefObject<HTMLButtonElement | null>;
  /** The box that the panel covers; the panel is rendered into it, as a sibling of the covered content. */
  over: HTMLElement;
  /** Called when the box becomes covered or uncovered. */
  onCover: (covered: boolean) => void;
  onSent: () => void;
}

export function Voice({ roomId, presses, trigger, over, onCover, onSent }: VoiceProps) {
  const { t } = useTranslation();
  const [recording, setRecording] = useState<Recording>({ name: "idle" });
  const meter = useRef<HTMLSpanElement>(null);
  const bar = useRef<HTMLFieldSetElement>(null);
  const recorder = useRef<Recorder | null>(null);
  // The name of recordings stays in the language in which the first one began.
  const what = useRef(t("media.voice"));
  useEffect(() => () => recorder.current?.cancel(), []);
  const onRecording = useEffectEvent((next: Recording) => {
    setRecording(next);
    // In the same update, so that the button is focusable again when the panel is gone.
    onCover(next.name !== "idle");
  });
  useEffect(() => {
    recorder.current ??= new Recorder(
      what.current,
      (next) => onRecording(next),
      (level) => meter.current?.style.setProperty("--level", String(level)),
    );
    void recorder.current.start();
  }, [presses]);
  const cancel = () => recorder.current?.cancel();
  const open = recording.name !== "idle";
  const before = useRef(open);
  useEffect(() => {
    if (before.current !== open) (open ? bar : trigger).current?.focus();
    before.current = open;
  }, [open, trigger]);
  useEffect(() => {
    const shown = bar.current;
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      recorder.current?.cancel();
    };
    shown?.addEventListener("keydown", onKey);
    return () => shown?.removeEventListener("keydown", onKey);
  }, [open]);
  if (!open) return null;
  return createPortal(
    <fieldset ref={bar} tabIndex={-1} data-region-focus="" aria-label={t("media.voice")} className="voice">
      <IconButton label={t("media.discard")} tip="above-start" icon={<Trash2 size={18} />} onClick={cancel} />
      {recording.name === "failed" ? (
        <p role="alert" className="grow text-sm text-danger">
          {t(`media.microphone_${recording.why}`)}
        </p>
      ) : recording.name === "recorded" ? (
        <Recorded
          roomId={roomId}
          file={recording.file}
          address={recording.address}
          seconds={recording.seconds}
          onDone={() => {
            cancel();
            onSent();
          }}
        />
      ) : (
        <>
          <span ref={meter} className="voice-level" aria-hidden="true" />
          {recording.name === "asking" ? (
            <p role="status" className="grow text-sm text-text-2">
              {t("media.asking")}
            </p>
          ) : (
            <Clock since={recording.since} />
          )}
          <IconButton
            // A new element once it is enabled, so that it takes the focus then.
            key={recording.name}
            label={t("media.stop")}
            tip="above-end"
            icon={<Square size={16} fill="currentColor" />}
            disabled={recording.name !== "recording"}
            autoFocus={recording.name === "recording"}
            onClick={() => recorder.current?.stop()}
            className="voice-main"
          />
        </>
      )}
    </fieldset>,
    over,
  );
}

function Clock({ since }: { since: number }) {
  const { t } = useTranslation();
  const [now, setNow] = useState(since);
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), 250);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.max(0, (now - since) / 1_000);
  return (
    <p className="grow text-sm tabular-nums">
      <span role="status">{t("media.recording")}</span> <span>{clock(seconds)}</span>
      <span className="text-text-3">{` / ${clock(LENGTH_MAX)}`}</span>
    </p>
  );
}

interface RecordedProps {
  roomId: string;
  file: File;
  address: string;
  seconds: number;
  onDone: () => void;
}

/** Lets the user listen to the recording before sending it. */
function Recorded({ roomId, file, address, seconds, onDone }: RecordedProps) {
  const { t } = useTranslation();
  const me = useMe();
  const send = async () => {
    const { current } = useConversation.getState();
    if (current === null || me === null) return;
    const ref = (await uploads()).hold(roomId, file);
    const message = { room_id: roomId, body: "", reply_to: null, files: [ref], author: authorOf(me) };
    if (current.outbox.enqueue(message) === null) {
      (await uploads()).remove(ref.key);
      notify({ text: t("composer.full"), tone: "danger" });
      return;
    }
    onDone();
  };
  return (
    <>
      <SoundPlayer src={address} name={t("media.voice")} duration={seconds} />
      <IconButton
        label={t("media.send_voice")}
        tip="above-end"
        icon={<SendHorizontal size={18} className="rtl:-scale-x-100" />}
        autoFocus
        onClick={() => void send().catch(() => notify({ text: t("errors.part"), tone: "danger" }))}
        className="voice-main"
      />
    </>
  );
}
