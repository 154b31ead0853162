import { expect, it } from "vitest";
import { openSources } from "./open-sources";

it("two accounts at one server are two sources, told apart by name: a step that one fails goes on with the other", () => {
  const url = "https://cardano-preprod.blockfrost.io/api/v0";
  const settings = { BLOCKFROST_URL: url, BLOCKFROST_BACKUP_URL: url, KOIOS_URL: "https://preprod.koios.rest/api/v1" };
  const [first = "", ...others] = openSources(settings).map(({ source }) => source.name);
  expect(first).toMatch(/at cardano-preprod.blockfrost.io$/);
  expect(others).toEqual([`${first} (blockfrost-backup)`, expect.stringMatching(/at preprod.koios.rest$/)]);
});
