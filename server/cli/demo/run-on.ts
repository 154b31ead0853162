import { ed25519 } from "@noble/curves/ed25519";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils";
import { generate } from "otplib";
import { DevnetControl } from "@/server/devnet/control-client";
import { createLogger } from "@/server/logger";
import { addApproval, approvalTextOf } from "@/server/services/approval/add-approval";
import { loadDay } from "@/server/services/day/load-day";
import { loadLivePool } from "@/server/services/pool/load-pool";
import { waitForDay } from "./follow-days";
import { SLOW } from "./network";
import type { Product } from "./set-up";

/** Pays a first day, then leaves the next waiting for people (or goes on by itself), until it is interrupted. */
export async function runOn(product: Product): Promise<void> {
  const { options, processes, stages, db, network } = product;
  const first = await stages.run("day", "Paying the first day", async (progress) => {
    if (!options.auto) {
      const proposed = await waitForDay(db, processes, (days) => days[0], ["PROPOSED"], progress);
      await approveForPeople(product, proposed.dayIndex);
    }
    return waitForDay(db, processes, (days) => days[0], ["PAID", "FINAL"], progress);
  });
  if (!options.auto) {
    const next = first.dayIndex + 1;
    await stages.run("waiting", "Bringing the next day to approval", (progress) =>
      waitForDay(db, processes, (days) => days.find((day) => day.dayIndex === next), ["PROPOSED"], progress),
    );
  }
  if (network.controlUrl) await new DevnetControl(network.controlUrl).setSpeed(SLOW);
  await tellWhereToLook(product, first.dayIndex);
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    processes.check();
  }
}

/** The first day is approved here, with the keys that the demo made, so that there is something to look at. */
async function approveForPeople(product: Product, dayIndex: number): Promise<void> {
  const { db, network, keys, deployment } = product;
  const ctx = { db, source: network.source, log: createLogger("warn") };
  for (const key of keys.approvers.slice(0, deployment.settings.threshold)) {
    const pool = await loadLivePool(db);
    if (!pool) throw new Error("the pool is not there");
    const text = await approvalTextOf(db, await loadDay(db, dayIndex), pool);
    const signature = bytesToHex(ed25519.sign(utf8ToBytes(text), key.secretKey));
    const signed = { publicKey: key.publicKey, envelope: { kind: "raw", signature } } as const;
    await addApproval(ctx, { dayIndex, signed, via: "demo", actor: "cli:demo" });
  }
}

async function tellWhereToLook({ web, admins, options, game }: Product, paidDay: number): Promise<void> {
  const player = game.members.find(({ played, addresses }) => played && (addresses[0]?.quantity ?? 0n) > 0n);
  const address = player?.addresses[0]?.address ?? "";
  const lines = [
    "",
    `  The product runs at   ${web.url}`,
    `  Am I eligible?        ${web.url}/eligibility?address=${address}`,
    `  The paid day          ${web.url}/days/${paidDay}`,
    `  The console           ${web.url}/admin`,
    "",
    options.auto
      ? "  Days are approved by themselves. Log in as one of the administrators to watch:"
      : `  Day ${paidDay + 1} waits for you: two of these administrators must approve it.`,
  ];
  for (const { email, password, totpSecret, passphrase } of admins) {
    const code = await generate({ secret: totpSecret });
    lines.push(
      "",
      `    ${email}`,
      `      password          ${password}`,
      `      second factor     ${totpSecret}   (a code for now: ${code})`,
      `      key's passphrase  ${passphrase}`,
    );
  }
  lines.push("", "  These are test secrets, new with every run. Stop everything with Ctrl-C.", "");
  console.log(lines.join("\n"));
}
