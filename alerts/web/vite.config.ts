import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";

// One script and one style sheet under fixed names: the program builds them in, and tells browsers by ETag what changed.
export default defineConfig({
  plugins: [svelte()],
  build: {
    target: "es2022",
    modulePreload: false,
    assetsInlineLimit: 0,
    rollupOptions: {
      output: {
        entryFileNames: "assets/site.js",
        assetFileNames: "assets/site[extname]",
      },
    },
  },
});
