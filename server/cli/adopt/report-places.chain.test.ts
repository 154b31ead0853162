import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { MOST_MANIFEST_BYTES } from "@/server/domain/report/manifest";
import { reportPlace } from "./report-places";

const NAMED = { dayIndex: 7, hash: "ab".repeat(32) };

let folder: string;
let server: Server | null;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "report-places-"));
  server = null;
});
afterEach(async () => {
  await rm(folder, { recursive: true });
  server?.closeAllConnections();
  server?.close();
});

const file = () => path.join(folder, `${NAMED.hash}.json`);
const read = () => reportPlace(folder).manifest(NAMED);

it("reads a file whole, and says null where there is none", async () => {
  expect(await read()).toBeNull();
  await writeFile(file(), "");
  expect(await read()).toBe("");
  const text = `{"ä":"${"x".repeat(200_000)}"}`;
  await writeFile(file(), text);
  expect(await read()).toBe(text);
});

it("a name that leads to something without end, or to no file, is refused, and keeps nobody waiting", async () => {
  await symlink("/dev/zero", file());
  await expect(read()).rejects.toThrow(`has more than ${MOST_MANIFEST_BYTES} bytes`);
  await rm(file());
  await mkdir(file());
  await expect(read()).rejects.toThrow(`cannot read ${file()}`);
  await rm(file(), { recursive: true });
  expect(spawnSync("sh", ["-c", 'mkfifo "$0"', file()]).status).toBe(0);
  expect(await read()).toBe("");
  await rm(file());
  await symlink(file(), file());
  await expect(read()).rejects.toThrow(`cannot read ${file()} (ELOOP)`);
});

/** The address of a server that answers like this. */
async function serve(answer: RequestListener): Promise<string> {
  const made = createServer(answer);
  server = made;
  await new Promise<void>((resolve) => made.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(made.address() as AddressInfo).port}/prizes/`;
}

it("an installation's address may have a path; a redirect, an error and a text without end are refused", async () => {
  const asked: string[] = [];
  let answer: RequestListener = (_, response) => response.end("text");
  const url = await serve((request, response) => {
    asked.push(request.url ?? "");
    answer(request, response);
  });
  const place = reportPlace(url);
  expect(await place.manifest(NAMED)).toBe("text");
  expect(await place.part(NAMED, "cd".repeat(32))).toBe("text");
  expect(asked).toEqual(["/prizes/api/v1/days/7/report.json", `/prizes/api/v1/days/7/report/${"cd".repeat(32)}`]);
  answer = (_, response) => response.writeHead(302, { location: "http://127.0.0.1:1/" }).end();
  await expect(place.manifest(NAMED)).rejects.toThrow(/^cannot read http/);
  answer = (_, response) => response.writeHead(500).end();
  await expect(place.manifest(NAMED)).rejects.toThrow(/answers 500$/);
  answer = (_, response) => response.writeHead(404).end();
  expect(await place.manifest(NAMED)).toBeNull();
  answer = (_, response) => {
    const more = () => {
      while (response.write(Buffer.alloc(1 << 20)));
      response.once("drain", more);
    };
    more();
  };
  await expect(place.manifest(NAMED)).rejects.toThrow(`has more than ${MOST_MANIFEST_BYTES} bytes`);
  answer = (_, response) => {
    response.write("half");
    response.socket?.end();
  };
  await expect(place.manifest(NAMED)).rejects.toThrow(/^cannot read http.* to its end$/);
});
