import { generate } from "otplib";
import { DevnetControl } from "@/server/devnet/control-client";
import { bringNextToApproval, payFirstDay } from "./first-days";
import { SLOW } from "./network";
import type { Product } from "./set-up";

/** Pays a first day, then leaves the next for people (or goes on without them) until interrupted. */
export async function runOn(product: Product): Promise<void> {
  const { options, processes, stages, network } = product;
  const paidDay = await stages.run("day", "Paying the first day", (progress) => payFirstDay(product, progress));
  if (!options.auto) {
    await stages.run("waiting", "Bringing the next day to approval", (progress) =>
      bringNextToApproval(product, paidDay, progress),
    );
  }
  if (network.controlUrl) await new DevnetControl(network.controlUrl).setSpeed(SLOW);
  await tellWhereToLook(product, paidDay);
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    processes.check();
  }
}

async function tellWhereToLook({ web, admins, options, game }: Product, paidDay: number): Promise<void> {
  const player = game.members.find(({ played, addresses }) => played && (addresses[0]?.quantity ?? 0n) > 0n);
  const address = player?.addresses[0]?.address ?? "";
  const lines = [
    "",
    `  The product runs at   ${web.url}`,
    `  Check eligibility     ${web.url}/eligibility?address=${address}`,
    `  The paid day          ${web.url}/days/${paidDay}`,
    `  The console           ${web.url}/admin`,
    "",
    options.auto
      ? "  Days are approved automatically. Log in as one of the administrators to watch:"
      : `  Day ${paidDay + 1} needs your approval. Two of these administrators must approve it:`,
  ];
  for (const { email, password, totpSecret, passphrase } of admins) {
    const code = await generate({ secret: totpSecret });
    lines.push(
      "",
      `    ${email}`,
      `      password          ${password}`,
      `      second factor     ${totpSecret}   (code now: ${code})`,
      `      key passphrase    ${passphrase}`,
    );
  }
  lines.push("", "  These are test secrets, new with every run. Press Ctrl-C to stop everything.", "");
  console.log(lines.join("\n"));
}
