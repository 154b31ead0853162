import { expect, test } from "vitest";
import { THIN_SPACE } from "@/components/ui/format";
import { adaInText } from "./ada-in-text";

const plain = (text: string) => adaInText(text).replaceAll(THIN_SPACE, " ").replaceAll("\u00a0", " ");

test.each([
  [
    "The plan pays 1000352704 lovelace, within the rules' daily limit of 5000000000.",
    "The plan pays 1 000.352704 ADA, within the rules' daily limit of 5 000.00 ADA.",
  ],
  ["A fee is not between 1 and the pool's 3000000 lovelace.", "A fee is not between 1 and the pool's 3.00 ADA."],
  ["addr1qx12345abc gets 7 lovelace.", "addr1qx12345abc gets 0.000007 ADA."],
  ["There are 12345 holders after 10000.", "There are 12345 holders after 10000."],
])("%s", (text, expected) => expect(plain(text)).toBe(expected));
