// How the web client is built and tested. It decides chunks and targets; what a chunk may weigh is scripts/finish-build.mjs's business.
import { fileURLToPath } from "node:url";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";
import { emojiData } from "./scripts/emojiData.ts";
import { words } from "./scripts/words.ts";

const server = process.env["CONFLUENCE_SERVER"] ?? "http://127.0.0.1:3000";

// Axios in a browser sends by XMLHttpRequest (it alone reports upload progress) and we send JSON and raw bytes, and cancel by
// signals: the rest of it is 7 kB gzipped that would never run.
const unusedInAxios: Record<string, string> = {
  "adapters/fetch.js": "export const getFetch = () => undefined; export default undefined;",
  "cancel/CancelToken.js": "export default class {}",
  "core/assertParamsAcyclic.js": "export default () => {};",
  "core/setFormDataHeaders.js": "export default () => {};",
  "helpers/AxiosURLSearchParams.js": "export default class {}",
  "helpers/estimateDataURLDecodedBytes.js": "export default () => 0;",
  "helpers/formDataToJSON.js": "export default () => null;",
  "helpers/toURLEncodedForm.js": "export default () => null;",
  "helpers/toFormData.js": "export default () => null;",
  "helpers/HttpStatusCode.js": "export default {};",
};
const slimAxios: Plugin = {
  name: "slim-axios",
  enforce: "pre",
  apply: "build",
  load(id) {
    const part = id.split("/axios/lib/")[1];
    return part === undefined ? null : unusedInAxios[part];
  },
};

// i18next fetches no words by itself here (i18n.ts brings them) and formats no values (lib/format does): its connector and
// formatter are 3 kB gzipped before the first paint. An i18next that is built otherwise ends the build.
const slimI18next: Plugin = {
  name: "slim-i18next",
  apply: "build",
  transform(code, id) {
    if (!id.endsWith("/i18next/dist/esm/i18next.js")) return null;
    const from = code.indexOf("const parseFormatStr = ");
    const to = code.indexOf("const get = () => ({");
    if (from < 0 || to < from || !code.slice(from, to).includes("class Connector extends EventEmitter"))
      throw new Error("i18next is not built as slimI18next expects");
    const stand = "class Formatter { init() {} format(value) { return value; } }\nclass Connector extends EventEmitter {}\n";
    return { code: code.slice(0, from) + stand + code.slice(to), map: null };
  },
};

// The font is found late otherwise (in the style sheet), and its arrival would move what is read already.
const preloadFont: Plugin = {
  name: "preload-font",
  apply: "build",
  transformIndexHtml: {
    order: "post",
    handler: (_html, { bundle }) =>
      Object.keys(bundle ?? {})
        .filter((file) => /figtree-latin-wght-normal.*\.woff2$/.test(file))
        .map((file) => ({
          tag: "link",
          attrs: { rel: "preload", as: "font", type: "font/woff2", crossorigin: true, href: `/${file}` },
          injectTo: "head",
        })),
  },
};

const COMPILED = ["/lib/markdown/Markdown", "/features/conversation/timeline/rows/MessageBody"];

export default defineConfig({
  // The compiler runs as the Rust port: the Babel route wants Node 22, and we promise Node 20.19. It memoises what is costly
  // to build and stands on the screen in numbers; over everything it costs 13 kB gzipped before the first message shows, for
  // parts that render once. Rows bail out by memo().
  // Grammars are chunks that the highlighting worker loads one by one.
  worker: { format: "es" },
  plugins: [emojiData(), words(), slimAxios, slimI18next, preloadFont, react({ compiler: { sources: COMPILED } }), tailwindcss()],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  build: {
    // light-dark() carries both themes in one rule; older targets would unfold it.
    target: ["chrome123", "edge123", "firefox125", "safari17.5"],
    manifest: true,
    // Inlined fonts or pictures would need data: in the content security policy.
    assetsInlineLimit: 0,
    modulePreload: {
      polyfill: false,
      // The two halves of the client fetch what they need at once, and so does what fills the shell. What comes later on its own
      // (the HTTP client, motion, dialogs) is not hurried ahead of the first paint.
      resolveDependencies: (file, deps, { hostType }) =>
        hostType === "html" || /(Shell|Entrance|live)-/.test(file) ? deps : [],
    },
    rolldownOptions: {
      input: { index: "index.html", sw: "src/worker/sw.ts" },
      output: {
        // What every view needs, as one chunk: it compresses better together, and a new version of ours leaves it as it is.
        codeSplitting: {
          groups: [
            {
              name: "base",
              test: /node_modules\/(react|react-dom|scheduler|i18next|react-i18next|wouter|regexparam|zustand|use-sync-external-store|void-elements|html-parse-stringify)\/|lucide-react\/dist\/esm\/(createLucideIcon|Icon|context|defaultAttributes|shared)|rolldown\/runtime|vite\/preload-helper/,
            },
            {
              // Both halves of the client need these; apart they would be ten chunks of a few hundred bytes.
              name: "common",
              test: /src\/(net\/(http|refresh|api\/(auth|me|messages|rooms))|state\/(session\/(session|whoami)|rooms\/rooms|requests\/(useProblem|apiError))|motion\/motion|ui\/(cx|pictures\/(Mark|Avatar|Spinner)|controls\/(IconButton|Button)|blocks\/EmptyState)|lib\/(storage|hue|paths)|i18n\/(i18n|useTranslation))\.tsx?$/,
            },
          ],
        },
        // A service worker's address is its identity and its folder its scope.
        entryFileNames: ({ name }) => (name === "sw" ? "sw.js" : "assets/[name]-[hash].js"),
      },
    },
  },
  server: { proxy: { "/api": { target: server, ws: true } } },
  preview: { proxy: { "/api": { target: server, ws: true } } },
  test: {
    environment: "happy-dom",
    setupFiles: ["./src/test/setup.ts"],
    include: ["src/**/*.test.{ts,tsx}"],
    // A shared machine may be slow; what hangs still ends.
    testTimeout: 30_000,
  },
});
