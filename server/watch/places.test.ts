import { expect, it } from "vitest";
import { certificatePlaces } from "./places";

it("what is reached without TLS has no certificate", () => {
  const settings = { NEXTAUTH_URL: "http://localhost:3000", APPROVER_SIGNER_URLS: ["http://127.0.0.1:4101"] };
  expect(certificatePlaces(settings)).toEqual([]);
});

it("each server that shows one, and the file of our own", () => {
  const settings = {
    NEXTAUTH_URL: "https://prizes.example.org",
    SIGNER_CA: "/etc/ca.pem",
    ORACLE_SIGNER_URL: "https://signer.example.org:4100",
    APPROVER_SIGNER_URLS: ["http://127.0.0.1:4101", "https://signer.example.org:4102"],
  };
  expect(certificatePlaces(settings)).toEqual([
    { what: "the site", url: "https://prizes.example.org" },
    { what: "the oracle's signer", url: "https://signer.example.org:4100" },
    { what: "approver 2's signer", url: "https://signer.example.org:4102" },
    { what: "SIGNER_CA", file: "/etc/ca.pem" },
  ]);
});
