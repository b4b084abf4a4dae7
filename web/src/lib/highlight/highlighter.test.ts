// How the page uses its highlighting worker: one job at a time, terminated when late, results cached.
import { expect, test } from "vitest";
import {
  COLOUR_WITHIN_MS,
  Highlighter,
  LOAD_WITHIN_MS,
  RESULTS_MAX,
  WAITING_MAX,
  WORKERS_PER_MINUTE,
} from "./highlighter";
import type { Job, Report, Run } from "./protocol";

const RUNS: Run[] = [[3, "red"]];

/** Workers and a clock that the test controls. */
function stage() {
  const workers: { jobs: Job[]; ended: boolean; say: (report: Report) => void; fail: () => void }[] = [];
  let now = 0;
  let timers: { at: number; task: () => void }[] = [];
  const highlighter = new Highlighter({
    spawn: (say, fail) => {
      const worker = { jobs: [] as Job[], ended: false, say, fail };
      workers.push(worker);
      return {
        post: (job) => worker.jobs.push(job),
        end: () => {
          worker.ended = true;
        },
      };
    },
    after: (ms, task) => {
      const timer = { at: now + ms, task };
      timers.push(timer);
      return () => {
        timers = timers.filter((each) => each !== timer);
      };
    },
    now: () => now,
  });
  const pass = (ms: number) => {
    now += ms;
    const due = timers.filter(({ at }) => at <= now);
    timers = timers.filter(({ at }) => at > now);
    for (const { task } of due) task();
  };
  /** Lets the newest worker finish its last job. */
  const finish = (runs: Run[] | null = RUNS) => {
    const worker = workers.at(-1);
    const id = worker?.jobs.at(-1)?.id ?? 0;
    worker?.say({ kind: "begun", id });
    worker?.say({ kind: "done", id, runs });
  };
  return { highlighter, workers, pass, finish };
}

test("UI38 a block that takes more than 300 ms stays plain, its worker is terminated, and it is not tried again", async () => {
  const { highlighter, workers, pass, finish } = stage();
  const hostile = highlighter.highlight("<<<", "sh");
  const honest = highlighter.highlight("let", "js");
  const [first] = workers;
  pass(LOAD_WITHIN_MS - 1);
  first?.say({ kind: "begun", id: first.jobs[0]?.id ?? 0 });
  pass(COLOUR_WITHIN_MS - 1);
  expect(first?.ended).toBe(false);
  pass(1);
  expect([await hostile, first?.ended]).toEqual([null, true]);
  // The next block gets a new worker.
  expect(workers[1]?.jobs.map((job) => job.code)).toEqual(["let"]);
  finish();
  expect(await honest).toEqual(RUNS);
  expect(await highlighter.highlight("<<<", "bash")).toBeNull();
  expect(workers).toHaveLength(2);
});

test("UI38 a late answer of a terminated worker is ignored", async () => {
  const { highlighter, workers, pass } = stage();
  const late = highlighter.highlight("abc", "rust");
  const job = workers[0]?.jobs[0];
  workers[0]?.say({ kind: "begun", id: job?.id ?? 0 });
  pass(COLOUR_WITHIN_MS);
  workers[0]?.say({ kind: "done", id: job?.id ?? 0, runs: RUNS });
  expect(await late).toBeNull();
});

test("UI38 blocks are coloured one at a time, and equal blocks once", async () => {
  const { highlighter, workers, finish } = stage();
  const answers = [
    highlighter.highlight("abc", "c"),
    highlighter.highlight("abc", "c"),
    highlighter.highlight("d", "c"),
  ];
  expect(workers[0]?.jobs).toHaveLength(1);
  finish();
  finish();
  expect(await Promise.all(answers)).toEqual([RUNS, RUNS, RUNS]);
  expect(workers[0]?.jobs.map((job) => job.code)).toEqual(["abc", "d"]);
});

test("UI38 a block that is scrolled away before its turn is not coloured", async () => {
  const { highlighter, workers, finish } = stage();
  void highlighter.highlight("first", "go");
  const leaving = new AbortController();
  const gone = highlighter.highlight("second", "go", leaving.signal);
  leaving.abort();
  finish();
  expect([await gone, workers[0]?.jobs.length]).toEqual([null, 1]);
});

test("UI38 a grammar that does not arrive, or a worker that cannot start, leaves code plain and is tried again later", async () => {
  const { highlighter, workers, pass, finish } = stage();
  const slow = highlighter.highlight("abc", "sql");
  pass(LOAD_WITHIN_MS);
  expect([await slow, workers[0]?.ended]).toEqual([null, true]);
  const broken = highlighter.highlight("abc", "sql");
  workers[1]?.fail();
  expect(await broken).toBeNull();
  const again = highlighter.highlight("abc", "sql");
  finish();
  expect(await again).toEqual(RUNS);
});

test("UI38 workers, waiting blocks and cached results are bounded", async () => {
  const { highlighter, workers, pass, finish } = stage();
  for (let n = 0; n < WORKERS_PER_MINUTE; n += 1) {
    const hostile = highlighter.highlight(`hostile ${n}`, "ts");
    const worker = workers.at(-1);
    worker?.say({ kind: "begun", id: worker.jobs[0]?.id ?? 0 });
    pass(COLOUR_WITHIN_MS);
    await hostile;
  }
  expect(await highlighter.highlight("one more", "ts")).toBeNull();
  expect(workers).toHaveLength(WORKERS_PER_MINUTE);
  pass(60_000);
  const running = highlighter.highlight("running", "ts");
  const oldest = highlighter.highlight("oldest", "ts");
  for (let n = 0; n < WAITING_MAX; n += 1) void highlighter.highlight(`waiting ${n}`, "ts");
  expect(await oldest).toBeNull();
  for (let n = 0; n <= WAITING_MAX; n += 1) finish();
  expect(await running).toEqual(RUNS);
  for (let n = 0; n < RESULTS_MAX; n += 1) {
    const next = highlighter.highlight(`result ${n}`, "ts");
    finish();
    await next;
  }
  const before = workers.at(-1)?.jobs.length ?? 0;
  void highlighter.highlight("running", "ts");
  expect(workers.at(-1)?.jobs).toHaveLength(before + 1);
});
