// Finishes a build: writes .br and .gz beside every text asset (the server only serves them), then measures the bundles and
// fails if one exceeds its budget. Budgets are gzipped kB of what a view needs before it shows.
import { readdir, readFile, writeFile } from "node:fs/promises";
import { createHash } from "node:crypto";
import path from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const dist = path.resolve(process.env.OUT ?? path.join(import.meta.dirname, "../dist"));
const TEXT = /\.(js|css|html|svg|json|webmanifest|txt)$/;
const budgets = { "sign-in": 105, chat: 150, eager: 215, css: 20, fonts: 60 };
// What each view needs before it shows, as static closures of these entries. "eager" adds everything that loads without user
// input: the live connection, the detail pane if it is kept open, and what loads when idle (tools of the composer and of rows,
// with their words). Motion loads on the first pointer or key event; its size is printed separately.
const views = {
  "sign-in": ["index.html", "src/app/Entrance.tsx"],
  chat: ["index.html", "src/app/shell/Shell.tsx"],
  eager: [
    "index.html",
    "src/app/shell/Shell.tsx",
    "src/net/client.ts",
    "src/state/session/live.ts",
    "src/state/device/installed.ts",
    "src/app/views/RoomDetails.tsx",
    "src/app/shell/ConnectionBanner.tsx",
    "src/app/shell/ListResizer.tsx",
    "src/features/conversation/timeline/Announcer.tsx",
    "src/features/conversation/emoji/EmojiButton.tsx",
    "src/features/conversation/files/tray/DropArea.tsx",
    "src/features/conversation/files/voice/VoiceButton.tsx",
    "src/features/conversation/timeline/tools/RowToolbar.tsx",
    "src/features/conversation/timeline/rows/MessageFailure.tsx",
    "virtual:words/more/en.json",
  ],
};

const brotli = promisify(brotliCompress);
const gz = promisify(gzip);

async function* files(folder) {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) yield* files(full);
    else yield full;
  }
}

const manifest = JSON.parse(await readFile(path.join(dist, ".vite/manifest.json"), "utf8"));

// The service worker caches what opens the client offline. Its own bytes change with the list, so that browsers notice updates.
{
  // The whole client except the code highlighter, so that an open tab keeps working after the server was updated.
  const chunks = closure(
    Object.keys(manifest).filter(
      (key) => /^(index\.html|src\/|virtual:words\/)/.test(key) && !/highlight|worker/.test(key),
    ),
  );
  const shell = [
    "/",
    "/theme-boot.js",
    "/favicon.svg",
    "/favicon-unread.svg",
    ...new Set(chunks.flatMap((chunk) => [chunk.file, ...(chunk.css ?? [])]).map((file) => `/${file}`)),
    ...Object.values(manifest)
      .map((chunk) => chunk.file)
      .filter((file) => /figtree-latin-wght-normal.*\.woff2$/.test(file))
      .map((file) => `/${file}`),
  ];
  const page = await readFile(path.join(dist, "index.html"));
  const build = createHash("sha256").update(shell.join("\n")).update(page).digest("hex").slice(0, 12);
  const target = path.join(dist, "sw.js");
  const worker = await readFile(target, "utf8");
  const filled = worker.replace(/(["`'])__SHELL__\1/, () =>
    JSON.stringify(JSON.stringify({ build, files: shell })),
  );
  if (filled === worker) throw new Error("the service worker has no __SHELL__ placeholder");
  await writeFile(target, filled);
}

for await (const file of files(dist)) {
  if (!TEXT.test(file) || file.includes(`${path.sep}.vite${path.sep}`)) continue;
  const content = await readFile(file);
  if (content.length < 512) continue;
  await writeFile(`${file}.gz`, await gz(content, { level: 9 }));
  await writeFile(
    `${file}.br`,
    await brotli(content, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length },
    }),
  );
}

function closure(entries) {
  const seen = new Set();
  const visit = (key) => {
    const chunk = manifest[key];
    if (!chunk || seen.has(key)) return;
    seen.add(key);
    for (const next of chunk.imports ?? []) visit(next);
  };
  for (const entry of entries) visit(entry);
  return [...seen].map((key) => manifest[key]);
}

async function weigh(names) {
  let bytes = 0;
  for (const name of names) bytes += (await gz(await readFile(path.join(dist, name)), { level: 9 })).length;
  return bytes / 1000;
}

for (const entry of Object.values(views).flat()) {
  if (!(entry in manifest)) throw new Error(`no chunk for ${entry}: the budgets would miss it`);
}
const weights = {};
for (const [view, entries] of Object.entries(views)) {
  weights[view] = await weigh(closure(entries).map((chunk) => chunk.file));
}
const all = Object.values(manifest);
weights.css = await weigh(new Set(all.flatMap((chunk) => chunk.css ?? [])));
const latin = all.filter((chunk) => /figtree-latin-wght-normal.*\.woff2$/.test(chunk.file));
weights.fonts = await weigh(new Set(latin.map((chunk) => chunk.file)));

let over = false;
for (const [name, limit] of Object.entries(budgets)) {
  const weight = weights[name];
  const bad = weight > limit;
  over ||= bad;
  console.log(`${bad ? "OVER " : "ok   "} ${name.padEnd(8)} ${weight.toFixed(1).padStart(6)} of ${limit} kB`);
}
console.log(
  `     motion   ${(await weigh([manifest["src/motion/gsap.ts"].file])).toFixed(1).padStart(6)} kB, when used`,
);
const initial = closure(views.chat).map((chunk) => chunk.file);
for (const file of initial) {
  if ((await readFile(path.join(dist, file), "utf8")).includes("GreenSock")) {
    console.log(`OVER  ${file} contains the motion library`);
    over = true;
  }
}
if (over) process.exit(1);
