// Builds what the pages load: one style sheet, one script, three cuts of one typeface.
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { build } from "esbuild";
import * as sass from "sass";

const out = "dampingi/web/static/built";
mkdirSync(`${out}/fonts`, { recursive: true });
const styles = sass.compile("frontend/scss/layanan.scss", {
  loadPaths: ["."],
  style: "compressed",
  quietDeps: true,
  silenceDeprecations: ["import", "global-builtin"],
});
writeFileSync(`${out}/layanan.css`, styles.css);
for (const cut of ["400-normal", "700-normal", "400-italic"]) {
  const name = `atkinson-hyperlegible-latin-${cut}.woff2`;
  copyFileSync(`node_modules/@fontsource/atkinson-hyperlegible/files/${name}`, `${out}/fonts/${name}`);
}
// The timeline of moj-frontend names one image; the manifest of static files wants it to be there.
mkdirSync(`${out}/images`, { recursive: true });
copyFileSync("node_modules/@ministryofjustice/frontend/moj/assets/images/icon-document.svg", `${out}/images/icon-document.svg`);
await build({
  entryPoints: ["frontend/src/layanan.ts"],
  bundle: true,
  minify: true,
  target: "es2020",
  format: "iife",
  outfile: `${out}/layanan.js`,
});
console.log("built", out);
