// Bundles the explorer into `dist`, from which the program embeds it. Every file is compressed here:
// the binary holds it once, and browsers take it as it is.
import { build } from "esbuild";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";

const dist = new URL("dist/", import.meta.url);
for (const name of await readdir(dist)) {
  if (name !== ".gitignore") await rm(new URL(name, dist));
}

// GraphiQL's style sheet carries its fonts, which are two thirds of its weight: the page uses those of
// the system.
const withoutFonts = {
  name: "without-fonts",
  setup({ onLoad }) {
    onLoad({ filter: /graphiql[/\\]dist[/\\]style\.css$/ }, async ({ path }) => {
      const css = await readFile(path, "utf8");
      return { contents: css.replace(/@font-face\s*\{[^}]*\}/g, ""), loader: "css" };
    });
  },
};

const { outputFiles } = await build({
  absWorkingDir: new URL(".", import.meta.url).pathname,
  entryPoints: { explorer: "explorer/main.jsx" },
  outdir: "dist",
  bundle: true,
  minify: true,
  write: false,
  format: "iife",
  target: ["chrome109", "firefox115", "safari16.4"],
  define: { "process.env.NODE_ENV": '"production"' },
  legalComments: "none",
  jsx: "automatic",
  plugins: [withoutFonts],
  logLevel: "warning",
});

// Licences of what is bundled go with it.
const lock = JSON.parse(await readFile(new URL("package-lock.json", import.meta.url), "utf8"));
const bundled = Object.entries(lock.packages).filter(([path, entry]) => path && !entry.optional);
const notices = await Promise.all(
  bundled.map(async ([path, entry]) => {
    const folder = new URL(`${path}/`, import.meta.url);
    const names = (await readdir(folder)).filter((name) => /^licen[cs]e/i.test(name)).sort();
    const texts = await Promise.all(names.map((name) => readFile(new URL(name, folder), "utf8")));
    return `${path.replace(/^.*node_modules\//, "")} ${entry.version} (${entry.license})\n\n${texts.join("\n")}`;
  }),
);

const files = outputFiles.map((file) => [file.path.split(/[\\/]/).pop(), file.contents]);
files.push(["licences.txt", Buffer.from(notices.join(`\n${"-".repeat(78)}\n\n`))]);
for (const [name, contents] of files) {
  const packed = gzipSync(contents, { level: 9 });
  await writeFile(new URL(`${name}.gz`, dist), packed);
  console.log(`${name}: ${contents.length} bytes, ${packed.length} compressed`);
}
