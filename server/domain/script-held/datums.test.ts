import { bytesToHex, hexToBytes } from "@noble/hashes/utils";
import { describe, expect, it } from "vitest";
import { REAL_LISTING } from "@/server/testing/domain/real-transactions";
import { makeAddress } from "../cardano/address";
import { fieldsByKey, hex, splitCbor } from "../cardano/cbor-shape";
import { decodeLedgerTransaction, outputsEitherWay } from "../cardano/ledger-transaction";
import { constr, serialiseData } from "../cardano/plutus-data";
import { readCbor } from "../cardano/read-cbor";
import { cborBytes, cborHead } from "../cardano/write-cbor";
import { blake2b256 } from "../hash";
import { datumsIn } from "./datums";
import { ownershipOf } from "./table";

const hashOf = (datum: string) => bytesToHex(blake2b256(hexToBytes(datum)));
const transaction = (witnesses: string, auxiliary: string) => hexToBytes(`84a0${witnesses}f5${auxiliary}`);
const text = (value: string) => cborHead(3, BigInt(value.length)) + bytesToHex(new TextEncoder().encode(value));
const labels = (...rows: [bigint, string][]) =>
  cborHead(5, BigInt(rows.length)) + rows.map(([label, value]) => cborHead(0, label) + text(value)).join("");

describe("datums that a transaction brings along", () => {
  const bytes = hexToBytes(REAL_LISTING.cbor);
  const decoded = decodeLedgerTransaction(bytes);
  const [listed] = outputsEitherWay(decoded);

  it("a listing on mainnet: its datum is in the metadata, and names the seller", () => {
    expect(decoded.id).toBe(REAL_LISTING.id);
    const [asset = ""] = Object.keys(listed?.assets ?? {});
    const key = (hash: string) => ({ kind: "key", hash }) as const;
    const seller = makeAddress(
      1,
      key("829f189e40ce8ee7bfeb44cba97435fa07f16471dcfdb54dfb71e320"),
      key("8df11bbb405a7d1cab4f3041c9ba6efce2edff9b027b6ca4c73e97d3"),
    );
    expect(listed && ownershipOf(listed, asset, datumsIn(bytes))).toEqual({ kind: "owner", address: seller });
    expect(listed && ownershipOf(listed, asset)).toMatchObject({ why: "its datum has not been seen" });
  });

  it("the transaction's id covers the metadata by their hash: what a calculation would have to compare", () => {
    const [body, , , auxiliary] = splitCbor(bytes, 4, "the transaction");
    const field = fieldsByKey(readCbor(body ?? new Uint8Array()), "the body").get(7n);
    expect(hex(field, "the hash of the metadata")).toBe(bytesToHex(blake2b256(auxiliary ?? new Uint8Array())));
  });

  it("in witnesses, and in metadata of each era", () => {
    const [one, two] = [serialiseData(constr(0, "aa")), serialiseData(constr(1, 2n))];
    const hashes = [one, two].map(hashOf);
    const found = (witnesses: string, auxiliary: string) =>
      [...datumsIn(transaction(witnesses, auxiliary)).keys()].filter((hash) => hashes.includes(hash));
    expect(found(`a10482${one}${two}`, "f6")).toEqual(hashes);
    expect(found(`a104d9010281${two}`, "f6")).toEqual(hashes.slice(1));
    const metadata = labels([50n, one.slice(0, 3)], [51n, `${one.slice(3)},${two}`]);
    expect(found("a0", metadata)).toEqual(hashes);
    expect(found("a0", `82${metadata}80`)).toEqual(hashes);
    expect(found("a0", `d90103a100${metadata}`)).toEqual(hashes);
    // One text is missing between the two.
    expect(found("a0", labels([50n, `${one},`], [52n, two]))).toEqual(hashes.slice(0, 1));
    expect(found("a0", labels([49n, `${one},`], [674n, two]))).toEqual([]);
  });

  it.each([
    ["no transaction", new Uint8Array()],
    ["Byron's two parts", hexToBytes("82a080")],
    ["what is no map of witnesses", transaction("80", "80")],
    ["witnesses twice", transaction("a2048004" + "80", "f6")],
    ["nested too deeply", transaction(`a10481${"81".repeat(9_000)}00`, `${"81".repeat(9_000)}00`)],
    ["metadata that are no text", transaction("a0", `a11832${cborBytes("aa")}`)],
  ])("%s: none", (_, hostile) => {
    expect([...datumsIn(hostile).values()].filter((datum) => datum !== "")).toEqual([]);
  });
});
