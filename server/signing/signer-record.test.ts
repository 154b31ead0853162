import { expect, it } from "vitest";
import { keepRecord, NEW_RECORD, type SignerRecord } from "./signer-record";

const next = (record: SignerRecord) => ({ record: { ...record, longestDeadlineMs: 7 }, answer: "said" });

it("a read that began before a change and ends after it is no record that went back", async () => {
  let record = NEW_RECORD;
  let answer = (): void => undefined;
  let isSlow = true;
  const plans = keepRecord({
    load: async () => {
      const found = record;
      if (isSlow) {
        isSlow = false;
        await new Promise<void>((resolve) => {
          answer = resolve;
        });
      }
      return found;
    },
    save: async (saved) => {
      record = saved;
    },
    alone: (work) => work(),
  });
  const reading = plans.read();
  await new Promise(setImmediate);
  expect(await plans.change(next)).toBe("said");
  answer();
  expect((await reading).sequence).toBe(0);
  record = NEW_RECORD;
  await expect(plans.read()).rejects.toThrow(/record went back from 1 to 0/);
});

it("what another signer has put there meanwhile is noticed before anything is answered", async () => {
  let record = NEW_RECORD;
  const plans = keepRecord({
    load: async () => record,
    save: async (saved) => {
      record = { ...saved, longestDeadlineMs: 8 };
    },
    alone: (work) => work(),
  });
  await expect(plans.change(next)).rejects.toThrow(/is not what it has just written: another signer writes to it/);
});
