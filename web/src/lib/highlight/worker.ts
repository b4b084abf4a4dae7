// The highlighting worker: takes one job at a time and reports when colouring begins and its result. It has no deadline of its
// own; the page terminates it.
import { colour, prepare } from "./colour";
import type { Job, Report } from "./protocol";

const report = (message: Report) => postMessage(message);

addEventListener("message", ({ data }: MessageEvent<Job>) => void work(data));

async function work({ id, code, grammar }: Job): Promise<void> {
  try {
    const highlighter = await prepare(grammar);
    report({ kind: "begun", id });
    report({ kind: "done", id, runs: colour(highlighter, code, grammar) });
  } catch {
    // The grammar could not be loaded (offline) or failed: the code stays plain.
    report({ kind: "done", id, runs: null });
  }
}
