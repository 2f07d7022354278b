import { resolve } from "node:path";
import { defineConfig } from "vite";

const page = (name: string) => resolve(import.meta.dirname, name);

// Nothing is inlined: the content security policy forbids it. Names hold a hash of the content, so browsers may keep
// assets for good.
export default defineConfig({
  worker: { format: "es" },
  build: {
    outDir: process.env.WEB_OUT ?? resolve(import.meta.dirname, "../../internal/web/dist"),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: "es2022",
    reportCompressedSize: false,
    chunkSizeWarningLimit: 4000, // the editor of the playground
    rollupOptions: {
      // Libraries of React mark their files for servers, which there are none of here.
      onwarn: (warning, warn) => { if (warning.code !== "MODULE_LEVEL_DIRECTIVE") warn(warning); },
      // The editor is a file of its own: it is most of the weight, and stays the same while our pages change.
      output: { codeSplitting: { groups: [{ name: "editor", test: /monaco-editor\/esm\/vs\/(base|editor|platform|nls)/ }] } },
      input: { explorer: page("index.html"), playground: page("playground.html"), import: page("import.html") },
    },
  },
});
