import { resolve } from "node:path";
import { defineConfig } from "vite";

const page = (name: string) => resolve(import.meta.dirname, name);

// Nothing is inlined: the
// content security policy forbids it. Names hold a hash of the content, so browsers may keep assets for good.
export default defineConfig({
  build: {
    outDir: process.env.WEB_OUT ?? resolve(import.meta.dirname, "../../internal/web/dist"),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: "es2022",
    reportCompressedSize: false,
    rollupOptions: {
      input: { explorer: page("index.html") },
    },
  },
});
