import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { contentHashOf } from "@/server/domain/hash";
import { createFileReportStore } from "./file-store";

const TEXT = "a report";
const HASH = contentHashOf(TEXT);
const HOUR_S = 3_600;

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "reports-"));
});
afterEach(() => rm(directory, { recursive: true }));

it("keeps a text under its hash, and nothing else", async () => {
  const store = createFileReportStore(directory);
  await store.put(HASH, TEXT);
  await store.put(HASH, TEXT);
  expect(await readdir(directory)).toEqual([`${HASH}.json`]);
  expect(await store.get(HASH)).toBe(TEXT);
  await writeFile(path.join(directory, `${HASH}.json`), "damaged");
  expect(await store.get(HASH)).toBeNull();
});

it("writes to no other name than the text's own hash, and reads nothing that does not have it", async () => {
  const store = createFileReportStore(path.join(directory, "reports"));
  const outside = path.join(directory, "outside.json");
  await expect(store.put("../outside", TEXT)).rejects.toThrow("does not have the hash ../outside");
  expect(await readdir(directory)).toEqual([]);
  await writeFile(outside, TEXT);
  expect(await store.get("../outside")).toBeNull();
});

it("an attempt that fails leaves nothing, as on a full disk", async () => {
  const store = createFileReportStore(directory);
  // The name is taken by a directory that is not empty: nothing can be renamed to it.
  const inTheWay = path.join(directory, `${HASH}.json`, "file");
  await createFileReportStore(path.dirname(inTheWay)).put(HASH, TEXT);
  for (let attempt = 0; attempt < 3; attempt++) await expect(store.put(HASH, TEXT)).rejects.toThrow();
  expect(await readdir(directory)).toEqual([`${HASH}.json`]);
});

it("what a process left that died while it wrote is removed by the next, but not what is being written", async () => {
  const [old, young] = [`${HASH}.old.part`, `${HASH}.young.part`].map((name) => path.join(directory, name));
  for (const file of [old, young]) await writeFile(file ?? "", "half");
  const anHourAgo = Date.now() / 1_000 - HOUR_S;
  await utimes(old ?? "", anHourAgo, anHourAgo);
  await createFileReportStore(directory).put(HASH, TEXT);
  expect((await readdir(directory)).sort()).toEqual([`${HASH}.json`, `${HASH}.young.part`]);
  expect(await readFile(young ?? "", "utf8")).toBe("half");
});

it("is tried out by writing, and leaves nothing; what cannot be written to says why", async () => {
  const store = createFileReportStore(path.join(directory, "new"));
  expect((await store.tryOut()).freeBytes).toBeGreaterThan(0n);
  expect(await readdir(path.join(directory, "new"))).toEqual([]);
  const file = path.join(directory, "file");
  await writeFile(file, "no folder");
  await expect(createFileReportStore(path.join(file, "below")).tryOut()).rejects.toThrow(/ENOTDIR/);
});

it("tells what died writers left, and removes it only if asked to", async () => {
  const store = createFileReportStore(directory);
  expect(await createFileReportStore(path.join(directory, "none")).leftovers({ remove: true })).toBe(0);
  const file = path.join(directory, `${HASH}.old.part`);
  await writeFile(file, "half");
  const anHourAgo = Date.now() / 1_000 - HOUR_S;
  await utimes(file, anHourAgo, anHourAgo);
  expect(await store.leftovers({ remove: false })).toBe(1);
  expect(await store.leftovers({ remove: true })).toBe(1);
  expect(await readdir(directory)).toEqual([]);
});
