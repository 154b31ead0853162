import { expect, it } from "vitest";
import { aikenVectors } from "./aiken-vectors";

it("gives the contract's tests the answers that they were written against", async () => {
  await expect(aikenVectors()).toMatchFileSnapshot("../../../contracts/lib/testing/vectors.ak");
});
