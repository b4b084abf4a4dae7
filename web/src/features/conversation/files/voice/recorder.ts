// Records the microphone. It requests the microphone on start and always releases it at the end. It knows nothing of React or of
// the recording's use.
//
// idle ──start──► asking ──granted──► recording ──stop, or too long──► recorded
//                 asking ──refused──► failed │ any ──cancel──► idle

export type Recording =
  | { name: "idle" }
  | { name: "asking" }
  | { name: "recording"; since: number }
  | {
      name: "recorded";
      file: File /** Object URL for listening, valid until `cancel`. */;
      address: string;
      seconds: number;
    }
  | { name: "failed"; why: "refused" | "no_microphone" | "broken" };

/** Longest recording in seconds; then it stops automatically. */
export const LENGTH_MAX = 600;
/** Shortest recording in seconds; shorter ones are accidental and discarded. */
const LENGTH_MIN = 0.5;
const BITS_PER_SECOND = 32_000;

/** Formats that browsers record and the server knows, best first. */
const TYPES = ["audio/webm;codecs=opus", "audio/ogg;codecs=opus", "audio/mp4"];

export class Recorder {
  readonly #what: string;
  readonly #onChange: (recording: Recording) => void;
  /** Called with the loudness, 0…1, on each animation frame while recording. */
  readonly #onLevel: (level: number) => void;
  #stream: MediaStream | null = null;
  #recorder: MediaRecorder | null = null;
  #audio: AudioContext | null = null;
  #address: string | null = null;
  #frame = 0;
  #timer: ReturnType<typeof setTimeout> | null = null;
  /** Counts starts, so that a microphone granted after a cancel is released. */
  #turn = 0;

  /** @param what first part of a recording's name, before the date. */
  constructor(what: string, onChange: (recording: Recording) => void, onLevel: (level: number) => void) {
    this.#what = what;
    this.#onChange = onChange;
    this.#onLevel = onLevel;
  }

  async start(): Promise<void> {
    this.cancel();
    const turn = this.#turn;
    this.#onChange({ name: "asking" });
    try {
      const stream = await navigator.mediaDevices.getUserMedia({
        audio: { echoCancellation: true, noiseSuppression: true },
      });
      if (turn !== this.#turn) {
        for (const track of stream.getTracks()) track.stop();
        return;
      }
      this.#stream = stream;
      this.#record(stream);
    } catch (error) {
      if (turn !== this.#turn) return;
      this.#release();
      const name = error instanceof DOMException ? error.name : "";
      const refused = name === "NotAllowedError" || name === "SecurityError";
      const why = refused ? "refused" : name === "NotFoundError" ? "no_microphone" : "broken";
      this.#onChange({ name: "failed", why });
    }
  }

  /** Ends the recording; `onChange` reports it when it is complete. */
  stop(): void {
    if (this.#recorder?.state === "recording") this.#recorder.stop();
  }

  /** Ends and discards the recording. */
  cancel(): void {
    this.#turn += 1;
    if (this.#recorder !== null) this.#recorder.onstop = null;
    this.stop();
    this.#release();
    if (this.#address !== null) URL.revokeObjectURL(this.#address);
    this.#address = null;
    this.#onChange({ name: "idle" });
  }

  #record(stream: MediaStream): void {
    const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type));
    const recorder = new MediaRecorder(stream, {
      audioBitsPerSecond: BITS_PER_SECOND,
      ...(mimeType === undefined ? {} : { mimeType }),
    });
    this.#recorder = recorder;
    const parts: Blob[] = [];
    const since = performance.now();
    recorder.ondataavailable = ({ data }) => parts.push(data);
    recorder.onstop = () => {
      const seconds = (performance.now() - since) / 1_000;
      const type = recorder.mimeType;
      this.#release();
      if (seconds < LENGTH_MIN || parts.length === 0) {
        this.#onChange({ name: "idle" });
        return;
      }
      const file = new File(parts, nameOf(this.#what, new Date(), type), { type });
      this.#address = URL.createObjectURL(file);
      this.#onChange({ name: "recorded", file, address: this.#address, seconds });
    };
    // In one-second pieces, so that the browser does not hold it all in one buffer.
    recorder.start(1_000);
    this.#timer = setTimeout(() => this.stop(), LENGTH_MAX * 1_000);
    this.#onChange({ name: "recording", since });
    this.#measure(stream);
  }

  #measure(stream: MediaStream): void {
    const audio = new AudioContext();
    this.#audio = audio;
    const meter = audio.createAnalyser();
    meter.fftSize = 512;
    audio.createMediaStreamSource(stream).connect(meter);
    const samples = new Float32Array(meter.fftSize);
    const look = () => {
      meter.getFloatTimeDomainData(samples);
      const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
      // Loudness is perceived logarithmically: −60 dB is 0, 0 dB is 1.
      this.#onLevel(Math.min(1, Math.max(0, 1 + (10 * Math.log10(power + 1e-9)) / 60)));
      this.#frame = requestAnimationFrame(look);
    };
    look();
  }

  #release(): void {
    cancelAnimationFrame(this.#frame);
    if (this.#timer !== null) clearTimeout(this.#timer);
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    void this.#audio?.close().catch(() => {});
    this.#timer = null;
    this.#stream = null;
    this.#recorder = null;
    this.#audio = null;
  }
}

/** File name of a recording: "Voice message 2026-01-31 12.00.webm". */
function nameOf(what: string, at: Date, type: string): string {
  const two = (value: number) => String(value).padStart(2, "0");
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  const time = `${two(at.getHours())}.${two(at.getMinutes())}`;
  const ending = type.startsWith("audio/mp4") ? "m4a" : type.startsWith("audio/ogg") ? "ogg" : "webm";
  return `${what} ${day} ${time}.${ending}`;
}
