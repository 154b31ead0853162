import { isMainnet, magicOf } from "@/server/domain/cardano/network";
import { healthPart, type LookedAtPart, type NamedPart } from "@/server/domain/health/part";
import { saySource } from "@/server/words/second-opinion";
import type { PayoutContext } from "../../payout/payout-context";
import { loadPoolRow } from "../../pool/load-pool";
import { operationsInForce } from "../../settings-in-force";

/** Whether a source of another kind is set that confirms what days are read from; and if not, who has accepted that. */
export async function lookAtSecondOpinion({
  db,
  source,
  others = [],
}: Pick<PayoutContext, "db" | "source" | "others">): Promise<NamedPart<LookedAtPart>[]> {
  const [witness] = others.filter(({ kind }) => kind !== source.kind);
  if (witness) {
    const fact = `${saySource(witness)} is asked for a second opinion of each day.`;
    return [healthPart("second opinion", { state: "ok", fact })];
  }
  const alone = "One kind of chain source is set: nobody confirms what it says.";
  const { singleSourceAcceptedBy: people } = await operationsInForce(db);
  const network = (await loadPoolRow(db))?.settings.network ?? "";
  if (people !== null) {
    return [healthPart("second opinion", { state: "ok", fact: `${alone} Accepted by ${people.join(" and ")}.` })];
  }
  if (!isMainnet(magicOf(network) ?? 0)) return [healthPart("second opinion", { state: "ok", fact: alone })];
  return [
    healthPart("second opinion", {
      state: "warning",
      fact: `${alone} On mainnet no day is prepared like that.`,
      next: "Set a source of another kind, or have two people accept one (operations: singleSourceAcceptedBy).",
      href: "/admin/rules",
    }),
  ];
}
