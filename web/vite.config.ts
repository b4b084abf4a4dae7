// How the web client is built and tested. It decides chunks and targets; scripts/finish-build.mjs checks the size of chunks.
import { fileURLToPath } from "node:url";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";
import { emojiData } from "./scripts/emojiData.ts";
import { words } from "./scripts/words.ts";

const server = process.env["CONFLUENCE_SERVER"] ?? "http://127.0.0.1:3000";

// We use Axios with XMLHttpRequest (only that reports upload progress), JSON or raw bytes, and abort signals. The rest of it is
// 7 kB gzipped that would never run.
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

// Otherwise the browser finds the font late (in the style sheet), and its arrival would shift text that is being read.
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

// The React Compiler runs as the Rust port: the Babel plugin needs Node 22, and we promise Node 20.19. It memoises only what is
// costly to render and appears often. Over everything it would add 13 kB gzipped before the first message shows, for parts that
// render once. Rows bail out through memo().
const COMPILED = ["/lib/markdown/Markdown", "/features/conversation/timeline/rows/MessageBody"];

export default defineConfig({
  // The highlighting worker loads grammars as separate chunks, one by one.
  worker: { format: "es" },
  plugins: [emojiData(), words(), slimAxios, preloadFont, react({ compiler: { sources: COMPILED } }), tailwindcss()],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  build: {
    // light-dark() holds both themes in one rule; older targets would expand it.
    target: ["chrome123", "edge123", "firefox125", "safari17.5"],
    manifest: true,
    // Inlined fonts or pictures would need `data:` in the content security policy.
    assetsInlineLimit: 0,
    modulePreload: {
      polyfill: false,
      // The two halves of the client and the live connection preload their dependencies. Chunks that load later (the HTTP client,
      // motion, dialogs) must not compete with the first paint.
      resolveDependencies: (file, deps, { hostType }) =>
        hostType === "html" || /(Shell|Entrance|live)-/.test(file) ? deps : [],
    },
    rolldownOptions: {
      input: { index: "index.html", sw: "src/worker/sw.ts" },
      output: {
        // Libraries that every view needs, in one chunk: it compresses better, and new versions of the client leave it unchanged.
        codeSplitting: {
          groups: [
            {
              name: "base",
              test: /node_modules\/(react|react-dom|scheduler|wouter|regexparam|zustand|use-sync-external-store)\/|lucide-react\/dist\/esm\/(createLucideIcon|Icon|context|defaultAttributes|shared)|rolldown\/runtime|vite\/preload-helper/,
            },
            {
              // Both halves of the client need these; separately they would be ten chunks of a few hundred bytes.
              name: "common",
              test: /src\/(net\/(http|refresh|api\/(auth|me|messages|rooms))|state\/(session\/(session|whoami)|rooms\/rooms|requests\/(useProblem|apiError))|motion\/motion|ui\/(cx|pictures\/(Mark|Avatar|Spinner)|controls\/(IconButton|Button)|blocks\/EmptyState)|lib\/(storage|hue|paths)|i18n\/(i18n|translate|useTranslation))\.tsx?$/,
            },
            {
              // Everything that requests data needs all of these.
              name: "query",
              test: /node_modules\/@tanstack\//,
            },
          ],
        },
        // A service worker's URL is its identity, and its folder its scope.
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
    // Generous for slow shared machines, but tests that hang still end.
    testTimeout: 30_000,
    // By default one processor stays idle.
    maxWorkers: "100%",
  },
});
